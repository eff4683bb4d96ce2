import { describe, expect, test } from "vitest";
import { propose } from "../../../src/domain/proposal/propose.ts";
import { previewTeams } from "../../../src/domain/proposal/team-preview.ts";
import { dayText } from "../../../src/domain/proposal/days.ts";
import type { SeenBox, SiteLook } from "../../../src/domain/proposal/site-look.ts";
import { aBoard, aLink, aLook, anItem, aProject, aSprint, at, sprintsOn } from "./looks.ts";

const now = at("2026-11-10");
const here = { now, timeZone: "UTC", answers: {} };

/** Two teams in Jira that share a link, and a project that nobody links to. */
const jira = aLook({
  containers: [aProject("PAY"), aProject("LED"), aProject("OLD")],
  boards: [aBoard(1, "PAY"), aBoard(2, "LED"), aBoard(3, "OLD")],
  boxes: [
    ...sprintsOn(1, "2026-10-05", { count: 3, nameOf: (n) => `PI 3 Sprint ${n + 1}` }),
    ...sprintsOn(2, "2026-10-05", { count: 3, nameOf: (n) => `Ledger ${n}` }),
    ...sprintsOn(3, "2026-10-12", { count: 3, nameOf: (n) => `Old ${n}` }),
  ],
  fields: [{ id: "f1", name: "Story Points", isEstimateKind: false }],
  linkTypes: [{ id: "1", name: "Blocks", outward: "blocks", inward: "is blocked by" }],
  items: [
    anItem("PAY-1", { boxes: ["1 PI 3 Sprint 1"], numbers: { f1: 3 } }),
    anItem("PAY-2", { isPlannable: false }),
    anItem("LED-1", { boxes: ["2 Ledger 0"] }),
    anItem("OLD-1", { boxes: ["3 Old 0"] }),
  ],
  links: [aLink("1", ["PAY-1", "LED-1"], { type: "1" })],
});

function proposed(looks: readonly SiteLook[], circumstances: Partial<typeof here> = {}) {
  const proposal = propose(looks, { ...here, ...circumstances });
  if (proposal === null) throw new Error("no proposal");
  return proposal;
}

test("a train has the projects that link to each other, their teams and their calendar", () => {
  const { name, key, teams, calendar, leftOut, questions, previews } = proposed([jira]);
  expect({ name, key }).toEqual({ name: "Acme", key: "acme" });
  expect(teams.map((team) => team.key)).toEqual(["the-led-project", "the-pay-project"]);
  expect(calendar).toMatchObject({ length: 14, confidence: "sure", why: "2 of 2 teams begin one every 2 weeks" });
  expect(calendar.increments.map((one) => one.key)).toEqual(["PI 3", "PI 4"]);
  expect(dayText(calendar.increments[0]?.iterations[0]?.startsOn ?? 0)).toBe("2026-10-05");
  expect(leftOut).toEqual([{ container: "OLD", why: "no item of it links to the train, or shares a sprint with it" }]);
  expect(questions.map(({ id }) => id)).toEqual(["belongs:acme-jira/OLD", "report:acme-jira"]);
  expect(previews).toEqual([
    { team: "the-led-project", owned: 1, plannable: 1, withEstimate: 0, withIteration: 1, samples: ["LED-1"] },
    { team: "the-pay-project", owned: 2, plannable: 1, withEstimate: 1, withIteration: 1, samples: ["PAY-1", "PAY-2"] },
  ]);
});

test("a person may add what nothing links to", () => {
  const { teams, leftOut, calendar } = proposed([jira], { answers: { "belongs:acme-jira/OLD": "yes" } });
  expect([teams.length, leftOut]).toEqual([3, []]);
  expect(calendar.length).toBe(14);
});

test("where nobody plans, what is most linked is the train, and the calendar a guess", () => {
  const containers = [aProject("A"), aProject("B"), aProject("C")];
  const { teams, calendar, leftOut, notes } = proposed([aLook({ containers, links: [aLink("1", ["A-1", "B-1"])] })]);
  expect(teams.map(({ from }) => (from.system === "jira" ? from.projects : []))).toEqual([["A"], ["B"]]);
  expect(leftOut[0]?.why).toBe("no item of it is in a sprint, or links to the train");
  expect(calendar.confidence).toBe("guess");
  expect(dayText(calendar.increments[0]?.iterations[0]?.startsOn ?? 0)).toBe("2026-11-09");
  expect(notes.at(-1)).toBe("Nothing in the trackers has dates: the calendar is a guess from today on.");
});

test("nothing to make a team of is no proposal", () => {
  expect(propose([aLook()], here)).toBeNull();
  const steering = aProject("PMO", { name: "Programme Office" });
  expect(propose([aLook({ containers: [steering] })], here)).toBeNull();
});

const github = aLook({
  connection: "github",
  system: "github",
  timeZone: null,
  containers: [aProject("acme/api", { name: "acme/api" }), aProject("acme/trains", { name: "acme/trains" })],
  boxes: ["2026-10-16", "2026-10-30"].map((day): SeenBox => ({
    id: day,
    kind: "milestone",
    name: day,
    state: "active",
    startsAt: null,
    endsAt: at(day),
    board: null,
    container: "acme/api",
  })),
  items: [
    anItem("acme/api#1", { labels: ["points/3", "bug"], boxes: ["2026-10-16"] }),
    anItem("acme/api#2", { labels: ["points/"] }),
  ],
});

test("a GitHub alone is a train named after its owner", () => {
  const { name, teams, reports, previews } = proposed([github]);
  expect(name).toBe("Acme");
  expect(teams.map((team) => team.key)).toEqual(["api"]);
  expect(reports[0]?.container).toBe("acme/trains");
  expect(previews[0]).toMatchObject({ owned: 2, withEstimate: 1, withIteration: 1 });
  const bare = { ...github, items: github.items.map((item) => ({ ...item, labels: [] })) };
  expect(proposed([bare]).previews[0]?.withEstimate).toBe(0);
  expect(proposed([aLook({ connection: "jira", containers: [aProject("A")] })]).name).toBe("Train");
});

test("two trackers are one train if their items name each other", () => {
  const both = [{ ...jira, links: [...jira.links, aLink("2", ["PAY-1", "acme/api#1"])] }, github];
  expect(proposed(both).teams.map(({ key }) => key)).toEqual(["the-led-project", "the-pay-project", "api"]);
});

describe("ownership in the sample", () => {
  const boxes = [
    ...sprintsOn(1, "2026-10-05", { count: 3, nameOf: (n) => `SDK ${n}` }),
    aSprint("later", "For later", { from: "2026-10-05", startsAt: null, endsAt: null, state: "future", board: 1 }),
    aSprint("never", "SDK 99", { from: "2026-10-05", startsAt: null, endsAt: null }),
    aSprint("half", "Odd", { from: "2026-10-05", startsAt: null, board: 9 }),
  ];
  const look = aLook({
    containers: [aProject("A")],
    boards: [aBoard(1, "A"), aBoard(2, "A")],
    boxes: [...boxes, ...sprintsOn(2, "2026-10-05", { count: 3, nameOf: (n) => `CLI ${n}` })],
    items: [
      anItem("A-1", { boxes: ["1 SDK 0"] }),
      anItem("A-2", { boxes: ["1 SDK 0", "2 CLI 2"] }),
      anItem("A-3", { boxes: ["2 CLI 2", "later"] }),
      anItem("A-4", { boxes: ["never", "2 CLI 0"] }),
      anItem("A-5", { boxes: ["gone"] }),
      anItem("A-6", { boxes: ["half"] }),
      anItem("A-7", { boxes: ["1 SDK 0", "2 CLI 0"] }),
      anItem("B-1"),
    ],
  });

  test("goes by the latest sprint, by its board or its name", () => {
    const { previews, unowned } = proposed([look]);
    expect(previews.map(({ team, owned }) => `${team} ${owned}`)).toEqual(["sdk 2", "cli 3", "a-without-a-sprint 2"]);
    expect(unowned).toEqual([]);
  });
});

test("what no team looks at is named by its container", () => {
  const own = { connection: "acme-jira", system: "jira" as const, projects: ["PAY"], boards: [], sprintName: null };
  const team = { key: "pay", name: "PAY", from: own, confidence: "sure" as const, why: "", isRest: false };
  const containers = new Set(["acme-jira PAY", "acme-jira LED", "acme-jira OLD"]);
  const items = [...jira.items, anItem("OLD-2")];
  const { unowned } = previewTeams([{ ...jira, items }], [team], { containers, fields: new Map() });
  expect(unowned).toEqual([
    { container: "OLD", keys: ["OLD-1", "OLD-2"] },
    { container: "LED", keys: ["LED-1"] },
  ]);
});

test("notes say what stands in the way", () => {
  const undated = aSprint("1", "x", { from: "2026-10-05", startsAt: null, endsAt: null, board: 1 });
  const look = aLook({
    containers: [aProject("A", { creatable: [] })],
    containersInAll: 10_000,
    boards: [aBoard(1, "A")],
    boxes: [undated],
    items: [anItem("A-1")],
    refused: ["Jira hides its fields. Ask an administrator."],
  });
  expect(proposed([look]).notes).toEqual([
    "Jira hides its fields. Ask an administrator.",
    "acme-jira has 10000 projects: Signalbox looked at the 1 that changed last.",
    "1 of 1 sprints of acme-jira has no dates: what is in it has no iteration until it gets some.",
    "Our account cannot create issues in acme-jira: it is enough to read. Before `apply`, name a place under reports.rollup and let the account create issues there.",
    "Nothing in the trackers has dates: the calendar is a guess from today on.",
  ]);
  const boards = { ...look, boxes: [], containersInAll: 1 };
  expect(proposed([boards]).notes).toContain(
    "acme-jira has no sprints, only boards without any: its items have no iteration.",
  );
  const kanban = { ...boards, boards: [] };
  expect(proposed([kanban]).notes).toContain("acme-jira has no sprints: its items have no iteration.");
  const empty = aLook({ connection: "b-github", system: "github" });
  expect(proposed([jira, empty]).notes).toContain(
    "b-github shows our account no repositories. Give it access, or leave this tracker out.",
  );
  expect(proposed([aLook({ containers: [aProject("A")] })]).notes[0]).toBe("acme-jira has no issues yet.");
  const milestones = { ...github, boxes: github.boxes.map((box) => ({ ...box, endsAt: null })) };
  expect(proposed([milestones]).notes[0]).toContain("2 of 2 milestones of github have no dates");
  expect(proposed([{ ...github, boxes: [] }]).notes[0]).toBe("github has no milestones: its items have no iteration.");
  expect(proposed([jira], { now: at("2027-06-01") }).notes.at(-1)).toBe(
    "The last sprint ended 197 days ago: no other has begun since.",
  );
});

test("a calendar begins anew after a pause of more than a year", () => {
  const boxes = [
    ...sprintsOn(1, "2024-01-08", { count: 4, nameOf: (n) => `Old ${n}` }),
    ...sprintsOn(1, "2026-10-05", { count: 4, nameOf: (n) => `Sprint ${n}` }),
  ];
  const items = boxes.map((box, place) => anItem(`PAY-${place + 1}`, { boxes: [box.id] }));
  const look = aLook({ containers: [aProject("PAY")], boards: [aBoard(1, "PAY")], boxes, items });
  expect(proposed([look]).calendar.increments.map(({ key }) => key)).toEqual(["2026Q4", "2027Q1"]);
});

test("a board whose last sprint ended more than a year ago is no team's, unless there are no others", () => {
  const old = sprintsOn(1, "2025-01-06", { count: 6, nameOf: (n) => `Red ${n}` });
  const present = sprintsOn(2, "2026-08-31", { count: 6, nameOf: (n) => `Blue ${n}` });
  const names = (boxes: readonly SeenBox[]) => {
    const items = boxes.map((box, place) => anItem(`A-${place + 1}`, { boxes: [box.id] }));
    const boards = [aBoard(1, "A"), aBoard(2, "A"), aBoard(3, "A")];
    return proposed([aLook({ containers: [aProject("A")], boards, boxes, items })]).teams.map(({ name }) => name);
  };
  expect(names([...old, ...present])).toEqual(["The A project"]);
  const former = old.map((box) => ({ ...box, id: `${box.id} too`, name: box.name.replace("Red", "Green"), board: 3 }));
  expect(names([...old, ...former])).toEqual(["Green", "Red", "A without a sprint"]);
});

test("a sprint of years ahead does not stretch the calendar", () => {
  const late = aSprint("late", "PI 9 Sprint 1", { from: "2030-01-07", board: 1 });
  const keys = proposed([{ ...jira, boxes: [...jira.boxes, late] }]).calendar.increments.map((one) => one.key);
  expect(keys).toEqual(["PI 3", "PI 4"]);
});

test("a calendar of few sprints, or of teams out of step, is likely", () => {
  const containers = [aProject("A")];
  const boxes = sprintsOn(1, "2026-10-05", { count: 2, nameOf: (n) => `x ${n}`, days: 7 });
  const look = aLook({ containers, boards: [aBoard(1, "A")], boxes, items: [anItem("A-1", { boxes: ["1 x 0"] })] });
  expect(proposed([look]).calendar).toMatchObject({
    confidence: "likely",
    why: "the team with dates begins one every week",
  });
  const ten = sprintsOn(1, "2026-10-05", { count: 4, nameOf: (n) => `x ${n}`, days: 10 });
  expect(proposed([{ ...look, boxes: ten }]).calendar.why).toBe("the team with dates begins one every 10 days");
});
