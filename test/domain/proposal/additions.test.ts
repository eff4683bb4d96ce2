import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../../config/train-file.ts";
import { additionsTo, isNothingNew } from "../../../src/domain/proposal/additions.ts";
import { propose } from "../../../src/domain/proposal/propose.ts";
import type { SiteLook } from "../../../src/domain/proposal/site-look.ts";
import { aBoard, aLink, aLook, anItem, aProject, at, sprintsOn } from "./looks.ts";

const look = aLook({
  containers: [aProject("PAY"), aProject("LED")],
  boards: [aBoard(1, "PAY"), aBoard(2, "LED"), aBoard(3, "LED")],
  boxes: [
    ...sprintsOn(1, "2026-10-05", { count: 3, nameOf: (n) => `PI 3 Sprint ${n + 1}` }),
    ...sprintsOn(2, "2026-10-05", { count: 3, nameOf: (n) => `Core ${n}` }),
    ...sprintsOn(3, "2026-10-05", { count: 3, nameOf: (n) => `Sprint ${n}` }),
  ],
  linkTypes: [
    { id: "1", name: "Blocks", outward: "blocks", inward: "is blocked by" },
    { id: "2", name: "Depends", outward: "depends on", inward: "is required by" },
    { id: "3", name: "Precedes", outward: "precedes", inward: "follows" },
  ],
  items: [anItem("PAY-1", { boxes: ["1 PI 3 Sprint 1"] })],
  links: [aLink("1", ["PAY-1", "LED-1"], { type: "1" }), aLink("2", ["PAY-1", "LED-1"], { type: "2" })],
});

const github = aLook({ connection: "gh", system: "github", containers: [aProject("acme/api")] });

const links = (dependencies = "{ jiraLinkTypes: [{ name: '1', means: source-blocks-target }] }") => dependencies;

function file(teams: string, { increments = firstIncrement, dependencies = links() } = {}): string {
  return `
connections:
  acme-jira: { kind: jira, site: https://a.example, account: a, token: \${T} }
  other: { kind: jira, site: https://b.example, account: a, token: \${T} }
  gh: { kind: github, token: \${T} }
trains:
  - key: t
    increments: [${increments}]
    teams: [${teams}]
    dependencies: ${dependencies}
`;
}

const firstIncrement = '{ key: "PI 3", starts: 2026-10-05, iterations: { count: 3, length: 2w } }';

function additions(text: string, looks: readonly SiteLook[] = [look]) {
  const [train, ...others] = parseTrainFile(text, { file: "f", env: { T: "t" } }).trains;
  const proposal = propose(looks, { now: at("2026-10-10"), timeZone: "UTC", answers: {} });
  if (train === undefined || proposal === null) throw new Error("nothing to compare");
  const found = additionsTo(train, others, { proposal, looks });
  const names = found.teams.map(({ name }) => name);
  return { ...found, names, isNothing: isNothingNew(found) };
}

const covered = [
  "{ key: a, from: { jira: acme-jira, project: PAY } }",
  '{ key: b, from: { jira: acme-jira, sprintName: "^Core" } }',
  "{ key: c, from: { jira: acme-jira, board: 3 } }",
  '{ key: d, from: { jira: acme-jira, jql: "project = led" } }',
];

test("what the file has is not new, and the next increment is", () => {
  const found = additions(
    file(covered.join(", "), {
      dependencies:
        "{ jiraLinkTypes: [{ name: blocks, means: source-blocks-target }, { name: '2', means: target-blocks-source }] }",
    }),
  );
  expect(found).toMatchObject({ names: [], linkTypes: [], isNothing: false });
  expect(found.increments.map(({ key }) => key)).toEqual(["PI 4"]);
});

test("nothing is new if the calendar is as long, too", () => {
  const increments = '{ key: "PI 3", starts: 2026-10-05, iterations: { count: 6, length: 2w } }';
  const open = "{ key: a, from: { jira: acme-jira } }";
  expect(
    additions(
      file(open, {
        increments,
        dependencies:
          "{ jiraLinkTypes: [{ name: '1', means: source-blocks-target }, { name: '2', means: target-blocks-source }] }",
      }),
    ).isNothing,
  ).toBe(true);
  const known = `${firstIncrement}, { key: "PI 4", starts: 2026-11-16, iterations: { count: 1, length: 2w } }`;
  expect(additions(file(open, { increments: known })).increments).toEqual([]);
});

describe("a team is new", () => {
  test.each([0, 1, 2, 3])("if team %i is missing", (missing) => {
    const names = ["The PAY project", "Core", "Board 3", "LED without a sprint"];
    expect(additions(file(covered.filter((_, place) => place !== missing).join(", "))).names).toEqual([names[missing]]);
  });

  test("whatever the file has of other connections, and of GitHub", () => {
    const elsewhere =
      "{ key: core, from: { jira: other, project: PAY } }, { key: g, from: { github: gh, repo: Acme/API } }";
    expect(additions(file(elsewhere)).names).toHaveLength(4);
    expect(additions(file(elsewhere)).teams.map(({ key }) => key)).toContain("core-2");
    expect(additions(file(elsewhere), [look, github]).names).toHaveLength(4);
    const joined = [{ ...look, links: [...look.links, aLink("3", ["PAY-1", "acme/api#1"])] }, github];
    expect(additions(file(elsewhere), joined).names).toHaveLength(4);
    expect(additions(file(covered.join(", ")), joined).names).toEqual(["api"]);
  });
});

describe("a team of a project whose items a team of the train owns, whatever their sprint,", () => {
  const all = "{ key: all, name: All, from: { jira: acme-jira, project: [LED] } }";
  const [pay = "", core = "", board = ""] = covered;

  test("is named in a note: behind that team it would own nothing", () => {
    const { names, notes } = additions(file([pay, all].join(", ")));
    expect(names).toEqual([]);
    expect(notes).toEqual([
      "“Core” could be a team: 3 sprints are called like “Core 2”, most of them on board 2. All owns its items. To divide them, put a team with `board` or `sprintName` above all.",
      "“Board 3” could be a team: board 3 has 3 sprints of its own. All owns its items. To divide them, put a team with `board` or `sprintName` above all.",
    ]);
  });

  test("is new above that team, if other teams of the project differ only in their sprints", () => {
    const { teams, notes } = additions(file([pay, core, all].join(", ")));
    expect(teams.map(({ name, before }) => [name, before])).toEqual([["Board 3", "all"]]);
    expect(notes).toEqual([]);
  });

  test("is new above the team of the board on which it has some of the sprints", () => {
    const guests = sprintsOn(3, "2026-10-05", { count: 3, nameOf: (n) => `Guests ${n}` });
    const box = {
      ...look,
      boxes: [...look.boxes, ...sprintsOn(3, "2026-11-16", { count: 4, nameOf: (n) => `Sprint ${n + 3}` }), ...guests],
    };
    const { teams } = additions(file(covered.join(", ")), [box]);
    expect(teams.map(({ name, before }) => [name, before])).toEqual([["Guests", "c"]]);
  });

  test("is new at the end, if that team has labels", () => {
    const some = "{ key: some, from: { jira: acme-jira, project: LED, label: core } }";
    const { teams } = additions(file([pay, board, some].join(", ")));
    expect(teams.map(({ name, before }) => [name, before])).toEqual([["Core", null]]);
  });
});

test("a link type is new if it is used and not named", () => {
  const { linkTypes } = additions(file(covered.join(", ")));
  expect(linkTypes.map(({ meaning }) => meaning)).toEqual([{ name: "Depends", means: "target-blocks-source" }]);
});

test("a link type that two sites have is one addition", () => {
  const site = aLook({ connection: "other", containers: [aProject("ZAP")], linkTypes: look.linkTypes });
  const other = { ...site, links: [aLink("8", ["ZAP-1", "PAY-1"], { type: "2" })] };
  const both = additions(file([...covered, "{ key: z, from: { jira: other, project: ZAP } }"].join(", ")), [
    look,
    other,
  ]);
  expect(both.linkTypes.map(({ meaning }) => meaning.name)).toEqual(["Depends"]);
});

test("patterns on a board of another connection do not count", () => {
  const teams = [...covered.slice(2), '{ key: x, from: { jira: acme-jira, sprintName: "^Nothing" } }'];
  expect(additions(file(teams.join(", "))).names).toEqual(["Core", "The PAY project"]);
});
