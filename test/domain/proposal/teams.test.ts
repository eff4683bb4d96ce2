import { describe, expect, test } from "vitest";
import { githubSeries, milestoneTeams } from "../../../src/domain/proposal/github-teams.ts";
import { jiraTeams } from "../../../src/domain/proposal/jira-teams.ts";
import { slugOf, withKeys } from "../../../src/domain/proposal/proposed-team.ts";
import type { SiteLook } from "../../../src/domain/proposal/site-look.ts";
import { aBoard, aLook, anItem, aProject, aSprint, sprintsOn } from "./looks.ts";

function teams(look: Partial<SiteLook>): readonly string[] {
  const whole = aLook(look);
  return jiraTeams(whole, whole.containers).teams.map(({ name, from }) => {
    if (from.system !== "jira") return name;
    const { projects, boards, sprintName } = from;
    return [name, ...projects, ...boards.map(String), ...(sprintName === null ? [] : [sprintName])].join(" | ");
  });
}

const fortnights = (board: number | null, nameOf: (place: number) => string, count = 6) =>
  sprintsOn(board, "2026-01-05", { count, nameOf });

test("a project with one board of its own is a team", () => {
  const containers = [aProject("PAY"), aProject("LED", { name: "" })];
  const boards = [aBoard(11, "PAY"), aBoard(12, "LED", { name: "" })];
  const boxes = [...fortnights(11, (n) => `PAY Sprint ${n}`), ...fortnights(12, (n) => `Bird ${"x".repeat(n + 1)}`)];
  expect(teams({ containers, boards, boxes })).toEqual(["The PAY project | PAY", "LED | LED"]);
});

describe("several boards at one project", () => {
  const containers = [aProject("ABC")];

  test("are teams by the names of their sprints, with the boards that hold most of them", () => {
    const boxes = [
      ...fortnights(1, (n) => `2026 Sprint ${n} SDK`),
      ...fortnights(2, (n) => `2026 Sprint ${n} Tooling`, 3),
      ...fortnights(3, (n) => `2026 Sprint ${n + 3} Tooling`, 3),
    ];
    const boards = [aBoard(1, "ABC"), aBoard(2, "ABC"), aBoard(3, null)];
    expect(teams({ containers, boards, boxes })).toEqual([
      String.raw`SDK | 1 | ^\d+\s+Sprint\s+\d+\s+SDK$`,
      String.raw`Tooling | 2 | 3 | ^\d+\s+Sprint\s+\d+\s+Tooling$`,
      "ABC without a sprint | ABC",
    ]);
  });

  test("are teams by themselves if names say nothing", () => {
    const boxes = [...fortnights(1, (n) => `Sprint ${n}`), ...fortnights(2, (n) => `Sprint ${n}`)];
    const boards = [aBoard(1, "ABC", { name: "Kasse Board" }), aBoard(2, "ABC", { name: "Board 2" })];
    expect(teams({ containers, boards, boxes })).toEqual(["Kasse | 1", "Board 2 | 2", "ABC without a sprint | ABC"]);
  });

  test("with few sprints, or with guests only, are none", () => {
    const boxes = [
      ...fortnights(1, (n) => `Sprint ${n} SDK`),
      ...fortnights(2, (n) => `Sprint ${n + 10} SDK`, 1),
      ...fortnights(2, (n) => `Later ${"x".repeat(n)}`, 2),
    ];
    expect(teams({ containers, boards: [aBoard(1, "ABC"), aBoard(2, "ABC")], boxes })).toEqual([
      String.raw`SDK | 1 | ^Sprint\s+\d+\s+SDK$`,
      "ABC without a sprint | ABC",
    ]);
  });
});

test("sprints of one habit on the boards of two projects are one team", () => {
  const boxes = [...fortnights(1, (n) => `SDK ${n}`, 3), ...fortnights(2, (n) => `SDK ${n + 3}`, 3)];
  const look = { containers: [aProject("A"), aProject("B")], boards: [aBoard(1, "A"), aBoard(2, "B")], boxes };
  expect(teams(look)).toEqual([
    String.raw`SDK | 1 | 2 | ^SDK\s+\d+$`,
    "A without a sprint | A",
    "B without a sprint | B",
  ]);
});

test("numbered teams are teams of their own if their sprints run at the same time", () => {
  const containers = [aProject("A")];
  const boards = [aBoard(1, "A"), aBoard(2, "A")];
  const squads = [...fortnights(1, (n) => `Squad 1 Sprint ${n}`), ...fortnights(2, (n) => `Squad 2 Sprint ${n}`)];
  expect(teams({ containers, boards, boxes: squads })).toEqual([
    String.raw`Squad 1 | 1 | ^Squad\s+1\s+Sprint\s+\d+$`,
    String.raw`Squad 2 | 2 | ^Squad\s+2\s+Sprint\s+\d+$`,
    "A without a sprint | A",
  ]);
  const later = sprintsOn(2, "2026-07-06", { count: 6, nameOf: (n) => `Squad 2 Sprint ${n}` });
  const undated = squads.map((box) => ({ ...box, startsAt: null, endsAt: null }));
  for (const boxes of [[...fortnights(1, (n) => `Squad 1 Sprint ${n}`), ...later], undated])
    expect(teams({ containers, boards, boxes })[0]).toBe(String.raw`Squad | 1 | 2 | ^Squad\s+\d+\s+Sprint\s+\d+$`);
});

test("a project with one board of sprints names that board", () => {
  const look = aLook({
    containers: [aProject("A")],
    boards: [aBoard(1, "A"), aBoard(2, "A")],
    boxes: fortnights(2, String),
  });
  expect(jiraTeams(look, look.containers).teams.map(({ why }) => why)).toEqual([
    "A has one board with sprints: Board 2",
  ]);
});

test("a family on no board that is there is no team", () => {
  const boxes = [...fortnights(null, (n) => `Old ${n}`), ...fortnights(9, (n) => `Gone ${n}`)];
  expect(teams({ containers: [aProject("A")], boxes })).toEqual(["The A project | A"]);
});

test("a habit needs three sprints, and numbers", () => {
  const boxes = [...fortnights(1, (n) => `Rare ${n}`, 2), ...fortnights(1, () => "Always", 4)];
  const look = { containers: [aProject("A")], boards: [aBoard(1, "A"), aBoard(2, "A")], boxes };
  expect(teams(look)[0]).toBe("The A project | A");
  const two = { ...look, boxes: [...boxes, ...fortnights(2, () => "Ever", 4)] };
  expect(teams(two)).toEqual(["Board 1 | 1", "Board 2 | 2", "A without a sprint | A"]);
});

test("boards of other projects, and projects without boards", () => {
  const boxes = fortnights(7, (n) => `Elsewhere ${n}`);
  const look = { containers: [aProject("A", { name: "" })], boards: [aBoard(7, "Z")], boxes };
  expect(teams(look)).toEqual(["A | A"]);
});

test("each team says why", () => {
  const items = [anItem("ABC-1"), anItem("ABC-2", { boxes: ["1 SDK 0"] })];
  const boxes = [...fortnights(1, (n) => `SDK ${n}`), ...fortnights(2, (n) => `${n} Sprint ${n}`)];
  const look = aLook({ containers: [aProject("ABC")], boards: [aBoard(1, "ABC"), aBoard(2, "ABC")], boxes, items });
  expect(jiraTeams(look, look.containers).teams.map(({ why, confidence }) => `${confidence}: ${why}`)).toEqual([
    "sure: 6 sprints are called like “SDK 5”, most of them on board 1",
    "likely: board 2 has 6 sprints of its own",
    "likely: items of ABC in no sprint of a team above: 50 % of its last 2 are in no sprint",
  ]);
  const guests = aLook({
    containers: [aProject("A"), aProject("B")],
    boards: [aBoard(1, "A"), aBoard(2, "B")],
    boxes: [
      ...fortnights(1, (n) => `X ${n}`, 2),
      ...fortnights(1, (n) => `A ${n} ${n}`, 4),
      ...fortnights(2, (n) => `X ${n}`, 2),
      ...fortnights(2, (n) => `Bird ${"x".repeat(n + 1)}`, 4),
    ],
  });
  expect(jiraTeams(guests, guests.containers).teams[1]?.why).toBe("4 sprints are called like “X 1”");
});

test("sprints of a team are a series: by its names, else by its board", () => {
  const look = aLook({
    containers: [aProject("A")],
    boards: [aBoard(1, "A"), aBoard(2, "A")],
    boxes: [...fortnights(1, (n) => `SDK ${n}`), ...fortnights(2, (n) => `Sprint ${n}`)],
  });
  const { seriesOf } = jiraTeams(look, look.containers);
  expect(look.boxes.slice(5, 7).map(seriesOf)).toEqual(["acme-jira family SDK", "acme-jira board 2"]);
  expect(seriesOf(aSprint("x", "Other", { from: "2026-01-05" }))).toBe("acme-jira board unknown");
});

test("a repository is a team, with its milestones and its labels", () => {
  const items = ["points/1", "points/2", "points/5"].map((label, n) => anItem(`acme/api#${n}`, { labels: [label] }));
  const due = { id: "1", kind: "milestone" as const, name: "M", state: "active" as const, startsAt: null, board: null };
  const look = aLook({
    system: "github",
    containers: [aProject("acme/api"), aProject("acme/web")],
    boxes: [
      { ...due, endsAt: 1, container: "acme/api" },
      { ...due, id: "2", endsAt: null, container: "acme/web" },
    ],
    items,
  });
  const found = milestoneTeams(look, look.containers);
  const seriesOf = githubSeries(look);
  expect(found.map(({ name, from, confidence, why }) => ({ name, from, confidence, why }))).toEqual([
    {
      name: "api",
      from: { system: "github", connection: "acme-jira", repos: ["acme/api"], points: "label:points/*" },
      confidence: "sure",
      why: "1 of its milestones have a due date; estimates: labels with 1, 2, 5 on 3 of the sample",
    },
    {
      name: "web",
      from: { system: "github", connection: "acme-jira", repos: ["acme/web"], points: null },
      confidence: "likely",
      why: "it has no milestone with a due date yet; no labels look like estimates",
    },
  ]);
  expect(look.boxes.map(seriesOf)).toEqual(["acme-jira acme/api", "acme-jira acme/web"]);
  expect(seriesOf(aSprint("x", "Other", { from: "2026-01-05" }))).toBe("acme-jira ");
});

test("keys are made from names, each once", () => {
  expect(slugOf("Größe & Co. (QE)")).toBe("gro-e-co-qe");
  expect(slugOf("決済")).toBe("");
  const from = { system: "jira" as const, connection: "j", projects: [], boards: [], sprintName: null };
  const team = (name: string) => ({ name, from, confidence: "sure" as const, why: "", isRest: false });
  const keys = withKeys(["API", "api", "決済", "Web"].map(team), new Set(["web"])).map(({ key }) => key);
  expect(keys).toEqual(["api", "api-2", "team", "web-2"]);
});
