import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../../config/train-file.ts";
import { additionsTo } from "../../../src/domain/proposal/additions.ts";
import { cadenceOf } from "../../../src/domain/proposal/cadence.ts";
import { dayText } from "../../../src/domain/proposal/days.ts";
import type { Answers } from "../../../src/domain/proposal/decision.ts";
import { propose } from "../../../src/domain/proposal/propose.ts";
import type { SeenBox, SeenItem, SeenProject, SiteLook } from "../../../src/domain/proposal/site-look.ts";
import { teamBoxes } from "../../../src/domain/proposal/team-boxes.ts";
import { teamNode } from "../../../src/setup/team-nodes.ts";
import { aLink, aLook, anItem, aProject, at } from "./looks.ts";

const dayMs = 86_400_000;

function boxesOf(address: string, field: string, starts: readonly string[]): readonly SeenBox[] {
  return starts.map((day, place) => ({
    id: `${field}-${day}`,
    kind: "iteration",
    name: `Iteration ${place + 1}`,
    state: "future",
    startsAt: at(day),
    endsAt: at(day) + 14 * dayMs,
    board: null,
    container: address,
  }));
}

const fortnights = ["2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16"];

function aSeenProject(number: number, changes: Partial<SeenProject> = {}): SeenProject {
  const address = `acme/${number}`;
  const id = `it${number}`;
  return {
    address,
    title: `Plan ${number}`,
    iterationFields: [{ id, name: "Iteration", boxes: boxesOf(address, id, fortnights) }],
    numberFields: [{ id: `est${number}`, name: "Estimate", isEstimateKind: true }],
    ...changes,
  };
}

type Placed = { readonly in?: string | null; readonly people?: readonly string[]; readonly numbers?: object };

/** Items of a repository in a project, in its second iteration and with an estimate unless said. */
function itemsIn(project: number | null, repo: string, [from, to]: readonly [number, number], placed: Placed = {}) {
  return Array.from({ length: to - from + 1 }, (_, n): SeenItem => {
    const { people = [], numbers = { [`est${project}`]: 3 } } = placed;
    const box = placed.in === undefined ? `it${project}-2026-10-19` : placed.in;
    const of = {
      project: `acme/${project}`,
      boxes: box === null ? [] : [box],
      numbers: numbers as SeenItem["numbers"],
    };
    return anItem(`acme/${repo}#${from + n}`, { assignees: people, projects: project === null ? [] : [of] });
  });
}

function aGithub(changes: Partial<SiteLook>): SiteLook {
  const containers = ["api", "web"].map((name) => aProject(`acme/${name}`, { name: `acme/${name}` }));
  return aLook({ connection: "github", system: "github", timeZone: null, containers, ...changes });
}

function proposed(changes: Partial<SiteLook>, answers: Answers = {}) {
  const proposal = propose([aGithub(changes)], { now: at("2026-11-10"), timeZone: "America/Los_Angeles", answers });
  if (proposal === null) throw new Error("no proposal");
  const homes = proposal.teams.map(({ name, from }) =>
    from.system === "github" ? [name, ...from.repos, from.project?.address ?? "milestones"].join(" ") : name,
  );
  const asked = proposal.questions.map(({ id, options }) => [id, ...options.map(({ value }) => value)].join(" "));
  return { ...proposal, homes, asked };
}

test("a project of one repository is a team for sure, with the field's days whatever the time zone", () => {
  const { homes, teams, calendar, previews, asked } = proposed({
    projects: [aSeenProject(1)],
    items: itemsIn(1, "api", [1, 4]),
    links: [aLink("1", ["acme/api#1", "acme/web#1"])],
  });
  expect(homes).toEqual(["web acme/web milestones", "Plan 1 acme/1"]);
  expect(teams[1]).toMatchObject({
    confidence: "sure",
    why: "the project holds 4 of the sample, 100 % in an iteration; estimates: field “Estimate”, 100 % of the sample have it",
  });
  expect(calendar.increments[0]?.iterations.map(({ startsOn }) => dayText(startsOn)).slice(0, 2)).toEqual([
    "2026-10-05",
    "2026-10-19",
  ]);
  expect(previews[1]).toMatchObject({ owned: 4, withEstimate: 4, withIteration: 4 });
  expect(asked.filter((id) => !/^(?:time-zone|report)/u.test(id))).toEqual([]);
});

test("a project whose issues are in no iteration yet is likely; one without a title has its address as name", () => {
  const items = itemsIn(1, "api", [1, 2], { in: null, numbers: {} });
  const { teams } = proposed({ projects: [aSeenProject(1, { title: " ", numberFields: [] })], items });
  expect(teams[0]).toMatchObject({
    name: "acme/1",
    confidence: "likely",
    why: "the project holds 2 of the sample, 0 % in an iteration; the project has no field with numbers",
  });
});

describe("a project of several repositories", () => {
  const items = [...itemsIn(1, "api", [1, 6]), ...itemsIn(1, "web", [1, 6])];
  const by = (people: (n: number) => readonly string[]) => items.map((item, n) => ({ ...item, assignees: people(n) }));
  const projects = [aSeenProject(1)];

  test("is a team per repository where it is the only one, or as a person answers", () => {
    const { homes, asked, teams } = proposed({ projects, items });
    expect(homes).toEqual(["api acme/api acme/1", "web acme/web acme/1"]);
    expect(asked[0]).toBe("teams:github:acme/1 repositories project");
    expect(teams[0]).toMatchObject({
      confidence: "guess",
      why: "6 of its issues are in the project “Plan 1” (acme/1); 2 repositories plan by it, the only project",
    });
    expect(proposed({ projects, items }, { "teams:github:acme/1": "project" }).homes).toEqual(["Plan 1 acme/1"]);
  });

  test("is one team beside other projects", () => {
    const both = [...items, ...itemsIn(2, "web", [7, 9])];
    const { homes, asked } = proposed({ projects: [...projects, aSeenProject(2)], items: both });
    expect(homes).toEqual(["Plan 1 acme/1", "Plan 2 acme/2"]);
    expect(asked[0]).toBe("teams:github:acme/1 project repositories");
  });

  test.each<readonly [string, string, readonly string[], string, boolean]>([
    ["all in both", "abcdab abcdab", ["Plan 1 acme/1"], "likely", false],
    ["each in one", "abbbaa cdcdcd", ["api acme/api acme/1", "web acme/web acme/1"], "likely", false],
    ["two of five in both", "abcccc abdeee", ["Plan 1 acme/1"], "guess", true],
    ["one of four in both", "abbbbb acdddd", ["api acme/api acme/1", "web acme/web acme/1"], "guess", true],
    ["fewer than four", "aaabbb ccccc-", ["api acme/api acme/1", "web acme/web acme/1"], "guess", true],
  ])("goes by its people: %s", (_, people, homes, confidence, isAsked) => {
    const logins = people.replace(" ", "");
    const found = proposed({ projects, items: by((n) => [logins.charAt(n)].filter((login) => login !== "-")) });
    expect(found.homes).toEqual(homes);
    expect(found.teams[0]?.confidence).toBe(confidence);
    expect(found.asked.some((id) => id.startsWith("teams:"))).toBe(isAsked);
  });

  test("leaves the few issues of other repositories to a last team of the project", () => {
    const containers = ["api", "web", "docs"].map((name) => aProject(`acme/${name}`, { name: "" }));
    const { homes } = proposed({ containers, projects, items: [...items, ...itemsIn(1, "docs", [1, 1])] });
    expect(homes).toEqual(["api acme/api acme/1", "web acme/web acme/1", "Plan 1 acme/1"]);
  });

  test("with little of each is one team", () => {
    const names = Array.from({ length: 11 }, (_, n) => `part${n}`);
    const containers = names.map((name) => aProject(`acme/${name}`));
    const many = names.flatMap((name) => itemsIn(1, name, [1, 1]));
    expect(proposed({ containers, projects, items: many }).homes).toEqual(["Plan 1 acme/1"]);
  });
});

describe("a repository with milestones too", () => {
  const due: SeenBox = { ...boxesOf("acme/api", "m", ["2026-10-05"])[0]!, id: "m1", kind: "milestone", startsAt: null };
  const undated = { ...due, id: "m2", endsAt: null };
  const inBoth = itemsIn(1, "api", [1, 4]).map((item, n) => ({ ...item, boxes: n < 3 ? ["m1"] : ["m2"] }));
  const look = { projects: [aSeenProject(1)], boxes: [due, undated], items: inBoth };

  test("plans by the one in which most of its issues are", () => {
    const { homes, asked, notes } = proposed(look);
    expect(homes[0]).toBe("Plan 1 acme/1");
    expect(asked[0]).toBe("plans:github:acme/api project milestones");
    expect(notes.some((note) => note.includes("milestones of github have no dates"))).toBe(false);
  });

  test("plans by what a person answers; its issues leave the project", () => {
    const { homes, previews } = proposed(look, { "plans:github:acme/api": "milestones" });
    expect(homes).toEqual(["api acme/api milestones"]);
    expect(previews[0]).toMatchObject({ owned: 4, withIteration: 4, withEstimate: 0 });
  });

  test("comes before a project that has its issues too", () => {
    const few = inBoth.map((item, n) => (n === 0 ? item : { ...item, projects: [] }));
    const { homes, asked } = proposed({
      ...look,
      items: [...few, ...itemsIn(1, "web", [1, 3])],
      links: [aLink("1", ["acme/api#1", "acme/web#1"])],
    });
    expect(asked[0]).toBe("plans:github:acme/api milestones project");
    expect(homes).toEqual(["api acme/api milestones", "Plan 1 acme/1"]);
  });
});

test("of two iteration fields the one that most issues use, or the one that a person names", () => {
  const address = "acme/1";
  const iterationFields = ["Quarter", "Sprint"].map((name) => ({
    id: name,
    name,
    boxes: boxesOf(address, name, fortnights),
  }));
  const items = [
    ...itemsIn(1, "api", [1, 3], { in: "Sprint-2026-10-19" }),
    ...itemsIn(1, "api", [4, 5], { in: "Quarter-2026-10-05" }),
    ...itemsIn(1, "api", [6, 6], { in: "gone" }),
  ];
  const projects = [aSeenProject(1, { iterationFields })];
  const fieldIn = (found: ReturnType<typeof proposed>) => {
    const from = found.teams[0]?.from;
    return from?.system === "github" ? from.project?.iterationField : null;
  };
  const found = proposed({ projects, items });
  expect(found.asked[0]).toBe("iterations:github:acme/1 Sprint Quarter");
  expect([fieldIn(found), found.previews[0]?.withIteration]).toEqual(["Sprint", 3]);
  expect(fieldIn(proposed({ projects, items }, { "iterations:github:acme/1": "Quarter" }))).toBe("Quarter");
  expect(proposed({ projects, items: items.slice(0, 3) }).asked[0]).not.toContain("iterations:");
});

test("of several number fields the one that is used, by its name", () => {
  const numberFields = ["Estimate", "Size", "Weight"].map((name) => ({
    id: name,
    name,
    isEstimateKind: name !== "Weight",
  }));
  const projects = [aSeenProject(1, { numberFields })];
  const pointsIn = (numbers: object) => {
    const { teams, asked, previews } = proposed({ projects, items: itemsIn(1, "api", [1, 4], { numbers }) });
    const from = teams[0]?.from;
    return [from?.system === "github" ? from.project?.pointsField : null, asked[0], previews[0]?.withEstimate];
  };
  expect(pointsIn({ Size: 5 })).toEqual(["Size", "time-zone America/Los_Angeles UTC", 4]);
  expect(pointsIn({ Size: 5, Estimate: 3 })).toEqual(["Estimate", "estimate:github:acme/1 Estimate Size", 4]);
  expect(pointsIn({})).toEqual([null, "time-zone America/Los_Angeles UTC", 0]);
});

test("of projects that hold the same issues the one that most plan by, or the one that a person names", () => {
  const items = itemsIn(1, "api", [1, 4]).map((item, n): SeenItem => {
    const roadmap = { project: "acme/2", boxes: n === 0 ? ["it2-2026-10-05"] : [], numbers: {} };
    return n === 3 ? item : { ...item, projects: [...item.projects, roadmap] };
  });
  const look = { projects: [aSeenProject(2), aSeenProject(1)], items };
  const { homes, asked, leftOut } = proposed(look);
  expect(homes).toEqual(["Plan 1 acme/1"]);
  expect(asked[0]).toBe("project:github:acme/1,acme/2 acme/1 acme/2");
  expect(leftOut).toContainEqual({ container: "acme/2", why: "holds the same issues as acme/1" });
  expect(proposed(look, { "project:github:acme/1,acme/2": "acme/2" }).homes).toEqual(["Plan 2 acme/2"]);
});

test("projects of which no team can be made are named, up to five", () => {
  const bare = Array.from({ length: 7 }, (_, n) => aSeenProject(n + 2, { iterationFields: [] }));
  const { notes } = proposed({ projects: [aSeenProject(1), ...bare], items: itemsIn(null, "api", [1, 2]) });
  expect(notes.slice(0, 2)).toEqual([
    "No team plans by the projects “Plan 2” (acme/2), “Plan 3” (acme/3), “Plan 4” (acme/4), “Plan 5” (acme/5), “Plan 6” (acme/6) and 2 more in this proposal: no iteration field.",
    "No team plans by the project “Plan 1” (acme/1) in this proposal: no issue that Signalbox looked at is in it.",
  ]);
});

test("the iterations of a project outside of the train are not in its calendar", () => {
  const containers = ["api", "web"].map((name) => aProject(`acme/${name}`));
  const late = {
    ...aSeenProject(2),
    iterationFields: [{ id: "it2", name: "I", boxes: boxesOf("acme/2", "it2", ["2026-10-08"]) }],
  };
  const items = [...itemsIn(1, "api", [1, 4]), ...itemsIn(2, "web", [1, 2], { in: "it2-2026-10-08" })];
  const { calendar, homes, leftOut } = proposed({ containers, projects: [aSeenProject(1), late], items });
  expect(homes).toEqual(["Plan 1 acme/1"]);
  expect(calendar.why).toBe("1 of 1 teams begin one every 2 weeks");
  expect(leftOut.map(({ container }) => container)).toEqual(["acme/web"]);
});

test("what lies between two iterations of a project is a break, and never an iteration that nothing shows", () => {
  const starts = ["2026-10-05", "2026-10-19", "2026-11-16", "2026-11-30"];
  const periods = (kind: SeenBox["kind"]) => {
    const boxes = boxesOf("acme/1", "f", starts).map((box) => ({ ...box, kind }));
    const found = cadenceOf(teamBoxes(boxes, () => "s", "UTC"))?.periods ?? [];
    return found.map(({ startsOn, endsOn }) => `${dayText(startsOn)}/${dayText(endsOn)}`);
  };
  expect(periods("iteration")).toEqual([
    "2026-10-05/2026-10-19",
    "2026-10-19/2026-11-02",
    "2026-11-16/2026-11-30",
    "2026-11-30/2026-12-14",
  ]);
  expect(periods("sprint")).toHaveLength(5);
});

test("the file names the project, and only the fields that Signalbox would not find", () => {
  const node = (iterationField: string | null, pointsField: string | null) => {
    const project = { address: "acme/1", iterationField, pointsField, holds: [] };
    const from = { system: "github" as const, connection: "gh", repos: [], project, points: null };
    return teamNode({ key: "a", name: "A", from, confidence: "sure", why: "", isRest: false }).toJSON() as object;
  };
  expect(node(null, null)).toEqual({ key: "a", name: "A", from: { github: "gh", project: "acme/1" } });
  expect(node("Sprint", "Size")).toMatchObject({ from: { iterationField: "Sprint", pointsField: "Size" } });
  expect(node("${A}", null)).toEqual({ key: "a", name: "A", from: { github: "gh", project: "acme/1" } });
});

describe("a project that the train file does not name", () => {
  const look = aGithub({
    projects: [aSeenProject(1)],
    items: [...itemsIn(1, "api", [1, 6]), ...itemsIn(1, "web", [1, 6])],
  });

  function additions(sources: readonly string[], answer = "project") {
    const teams = sources.map((from, n) => `{ key: t${n}, from: { github: github, ${from} } }`).join(", ");
    const text = `
connections: { github: { kind: github, token: \${T} }, other: { kind: github, url: "https://b.example", token: \${T} } }
trains: [{ key: t, increments: [{ key: a, starts: 2026-10-05, iterations: { count: 9, length: 2w } }], teams: [${teams}] }]
`;
    const [train] = parseTrainFile(text, { file: "f", env: { T: "t" } }).trains;
    const answers = { "teams:github:acme/1": answer };
    const proposal = propose([look], { now: at("2026-11-10"), timeZone: "UTC", answers });
    if (train === undefined || proposal === null) throw new Error("nothing to compare");
    const found = additionsTo(train, [], { proposal, looks: [look] });
    return { names: found.teams.map(({ name }) => name), notes: found.notes };
  }

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ["other repositories", ["repo: acme/ops"], ["Plan 1"]],
    ["one of its repositories", ["repo: acme/api"], ["Plan 1"]],
    ["a part of its repositories", ["repo: acme/api", "repo: acme/web, label: web"], ["Plan 1"]],
    ["another project", ["project: acme/2"], ["Plan 1"]],
    ["the same project", ["project: acme/1"], []],
  ])("%s are named: %j", (_, sources, names) => {
    expect(additions(sources)).toEqual({ names, notes: [] });
  });

  test("is a note where teams own all of its repositories", () => {
    expect(additions(["repo: acme/API", "repo: acme/web"])).toEqual({
      names: [],
      notes: [
        "The project acme/1 has iterations and holds issues of acme/api, acme/web. To plan by it, set `project: acme/1` at their teams in place of `iterations` and `points`.",
      ],
    });
  });

  test("is compared per repository where its repositories are teams", () => {
    expect(additions(["repo: acme/api, project: acme/1"], "repositories").names).toEqual(["web"]);
    expect(additions(["repo: acme/api, project: acme/1", "repo: acme/web"], "repositories")).toMatchObject({
      names: [],
      notes: [expect.stringContaining("issues of acme/web.")],
    });
  });
});
