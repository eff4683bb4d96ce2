import { describe, expect, test } from "vitest";
import { chooseFields } from "../../../connectors/github/projects/choose-fields.ts";
import { mapIterations } from "../../../connectors/github/projects/map-project.ts";
import type { FieldRecord } from "../../../connectors/github/projects/schema.ts";
import type { KnownName } from "../../../src/domain/items/names.ts";
import type { ProjectSource } from "../../../src/domain/model/train.ts";
import { aConnector, all, connection, failureOf, onlyPlannedCalls, plannedGraph, type Sent } from "./hub.ts";

onlyPlannedCalls();

const source = (change: Partial<ProjectSource> = {}): ProjectSource => ({
  address: "acme/1",
  iterationField: null,
  pointsField: null,
  statusField: null,
  ...change,
});

test("on github.com a project may show fields of the issues themselves", async () => {
  const sent: Sent[] = [];
  const node = (name: string, dataType: string) => ({ id: `F_${name}`, name, dataType });
  const fields = { nodes: [node("Estimate", "NUMBER"), node("Status", "SINGLE_SELECT")] };
  plannedGraph(sent, { data: { repositoryOwner: { projectV2: { id: "P", fields } } } });
  const item = {
    id: "PVTI_1",
    type: "ISSUE",
    isArchived: false,
    content: { id: "I_1", fullDatabaseId: "7", repository: { nameWithOwner: "acme/api" } },
    iteration: null,
    points: { issueFieldValue: { number: 3 } },
    status: { issueFieldValue: { name: "Doing" } },
  };
  const items = {
    pageInfo: { hasNextPage: false, endCursor: null },
    nodes: [item, { ...item, content: null }, { ...item, isArchived: true }],
  };
  plannedGraph(sent, { data: { repositoryOwner: { projectV2: { items } } } });
  const { source: reader } = aConnector({ projects: [source()] });
  const [, page] = await all(reader.pull({ name: "projects" }, null));
  expect(page?.members.map(({ values }) => values)).toEqual([{ iteration: null, points: 3, status: "Doing" }]);
  expect(page?.rejected).toHaveLength(1);
  expect(sent[1]?.variables).toMatchObject({
    owner: "acme",
    number: 1,
    iteration: "",
    points: "Estimate",
    status: "Status",
  });
  expect(sent[1]?.query).toContain("ProjectV2ItemIssueFieldValue");
});

describe("what GitHub hides of a project's item", () => {
  const at = (...path: readonly (string | number)[]) => ["repositoryOwner", "projectV2", "items", "nodes", ...path];
  const item = (n: number, change: Readonly<Record<string, unknown>> = {}) => ({
    id: `PVTI_${n}`,
    type: "ISSUE",
    isArchived: false,
    content: { id: `I_${n}`, fullDatabaseId: String(n), repository: { nameWithOwner: "acme/api" } },
    iteration: null,
    points: { number: 3 },
    status: { name: "Doing" },
    ...change,
  });
  const fields = { nodes: [{ id: "F", name: "Estimate", dataType: "NUMBER" }] };
  const frame = { data: { repositoryOwner: { projectV2: { id: "P", fields } } } };
  const answer = (nodes: readonly unknown[], errors: readonly object[]) => {
    const items = { pageInfo: { hasNextPage: false, endCursor: null }, nodes };
    return { data: { repositoryOwner: { projectV2: { items } } }, ...(errors.length > 0 && { errors }) };
  };

  test("is named with the item, so that the store keeps it", async () => {
    const errors = [
      { type: "FORBIDDEN", path: at(0, "points"), message: "Nope" },
      { type: "FORBIDDEN", path: at(0, "status", "issueFieldValue"), message: "Nope" },
    ];
    plannedGraph([], frame);
    plannedGraph([], answer([item(1, { points: null, status: null }), item(2)], errors));
    const { source: reader } = aConnector({ projects: [source()] });
    const [, page] = await all(reader.pull({ name: "projects" }, null));
    expect(page?.members.map(({ handle, unseen }) => [handle, unseen])).toEqual([
      ["I_1", ["points", "status"]],
      ["I_2", undefined],
    ]);
  });

  test("is no item that left, if GitHub could not finish it: the page is read in smaller parts", async () => {
    const sent: Sent[] = [];
    const unfinished = answer([item(1), item(2, { content: null })], [{ path: at(1, "content"), message: "Wrong" }]);
    plannedGraph(sent, frame);
    for (let n = 0; n < 20; n += 1) plannedGraph(sent, unfinished);
    const { source: reader } = aConnector({ projects: [source()] });
    expect(await failureOf(all(reader.pull({ name: "projects" }, null)))).toMatchObject({
      code: "tracker-unavailable",
    });
    expect(sent.map(({ variables }) => variables["first"]).at(-1)).toBe(7);
  });
});

test("a project of an owner who does not exist, or has no projects, is left out; the others are read", async () => {
  // GitHub answers an unknown login with null and no error.
  const projectV2 = { id: "P", fields: { nodes: [] } };
  const items = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
  const owners = [null, {}, { projectV2 }, { projectV2 }, { projectV2: { items } }, null];
  for (const repositoryOwner of owners) plannedGraph([], { data: { repositoryOwner } });
  const addresses = ["acmee/1", "robot/1", "acme/1", "acme/2"];
  const { source: reader } = aConnector({ projects: addresses.map((address) => source({ address })) });
  const [boxes, ...pages] = await all(reader.pull({ name: "projects" }, null));
  expect(
    boxes?.unread?.map(({ name, failure: { code, message, remedy } }) => [name, code, message, remedy.split(".")[0]]),
  ).toEqual(
    ["acmee/1", "robot/1"].map((address) => [
      `query:project:${address}`,
      "not-found",
      `hub has no project ${address}, or hides it from our account.`,
      `Correct the project ${address} in the train file`,
    ]),
  );
  // A person deleted the last one after its fields were read.
  expect(pages.map(({ unread = [] }) => unread.map(({ name }) => name))).toEqual([[], ["query:project:acme/2"]]);
});

describe("the fields of a project", () => {
  const field = (name: string, dataType: string, change: Partial<FieldRecord> = {}): FieldRecord => ({
    id: `F_${name}`,
    name,
    dataType,
    configuration: null,
    ...change,
  });
  const fields = [
    field("Sprint", "ITERATION"),
    field("Story Points", "NUMBER"),
    field("Budget", "NUMBER"),
    field("Status", "SINGLE_SELECT"),
    field("Stage", "SINGLE_SELECT"),
  ];
  const chosen = (change: Partial<ProjectSource>, all = fields, known: readonly KnownName[] = []) => {
    const { fields: found, notes } = chooseFields(source(change), all, known);
    const names = [found.iteration, found.points, found.status].map((one) => one?.name ?? null);
    return { names, notes, value: found.businessValue?.name ?? null };
  };

  test.each([
    [{}, ["Sprint", "Story Points", "Status"]],
    [{ pointsField: "budget", statusField: "Stage" }, ["Sprint", "Budget", "Stage"]],
  ])("are the usual ones, or those of the train file: %j", (change, names) => {
    expect(chosen(change)).toEqual({ names, notes: [], value: null });
  });

  test("have a business value only if the train file names its field", () => {
    const { value, names } = chosen({ businessValueField: "budget" });
    expect([value, names[1]]).toEqual(["Budget", "Story Points"]);
    const { value: wrong, notes } = chosen({ businessValueField: "Status" });
    expect([wrong, notes.map(({ remedy }) => remedy)]).toEqual([
      null,
      ["Set `businessValueField` of the team to one of these: Story Points, Budget."],
    ]);
  });

  test("are none where several can be meant, or the train file's name is wrong; the note says what there is", () => {
    const two = [...fields, field("Cycle", "ITERATION"), field("Estimate", "NUMBER")];
    const { names, notes } = chosen({ statusField: "State" }, two);
    expect(names).toEqual([null, null, null]);
    expect(notes.map(({ means, remedy }) => `${means} ${remedy}`)).toEqual([
      "The project acme/1 has several iteration fields that can be meant, so Signalbox reads none of them. Set `iterationField` of the team to one of these: Sprint, Cycle.",
      "The project acme/1 has several number fields that can be meant, so Signalbox reads none of them. Set `pointsField` of the team to one of these: Story Points, Budget, Estimate.",
      "The project acme/1 has no single-select field “State”. Set `statusField` of the team to one of these: Status, Stage.",
    ]);
  });

  test("are absent without a note if the project has none of the kind and the train file names none", () => {
    expect(chosen({}, [])).toEqual({ names: [null, null, null], notes: [], value: null });
    expect(chosen({ pointsField: "Size" }, []).notes[0]?.remedy).toContain("one of these: none");
    expect(mapIterations(connection, { address: "acme/1", field: null }, 0)).toEqual([]);
  });

  const fieldOnce = (nativeId: string, name: string): KnownName => ({
    system: "github",
    connection: "hub",
    kind: "field",
    nativeId: `F_${nativeId}`,
    name,
    isCurrent: false,
  });

  const named = { iterationField: "Sprint", pointsField: "Story Points", statusField: "Status" };
  const renamed = [field("Cycle", "ITERATION"), field("Weight", "NUMBER"), field("State", "SINGLE_SELECT")];
  const remembered = [fieldOnce("Cycle", "Sprint"), fieldOnce("Weight", "Story Points"), fieldOnce("State", "Status")];

  test.each([[named], [{}]])("are found by their ids after people rename them: %j", (change) => {
    expect(chosen(change, [...renamed, field("Quarter", "ITERATION")], remembered).names).toEqual([
      "Cycle",
      "Weight",
      "State",
    ]);
  });

  test("that were renamed: the note says the new name, if the train file has the old one", () => {
    expect(chosen(named, renamed, remembered).notes.map(({ means, remedy }) => `${means} ${remedy}`)).toEqual([
      "The field “Sprint” of the project acme/1 is now called “Cycle”, and is read as before. Set `iterationField` of the team to the new name.",
      "The field “Story Points” of the project acme/1 is now called “Weight”, and is read as before. Set `pointsField` of the team to the new name.",
      "The field “Status” of the project acme/1 is now called “State”, and is read as before. Set `statusField` of the team to the new name.",
    ]);
    expect(chosen({}, renamed, remembered).notes).toEqual([]);
  });

  test("are those of the name once more, if people give it to another field", () => {
    const all = [...renamed, ...fields];
    expect(chosen({ ...named, pointsField: "Budget" }, all, remembered).names).toEqual(["Sprint", "Budget", "Status"]);
  });

  test("stay the ones that Signalbox reads, if people add others that can be meant", () => {
    const all = [...fields, field("Quarter", "ITERATION"), field("Effort", "NUMBER")];
    const { names, notes } = chosen({}, all, [
      fieldOnce("Sprint", "Sprint"),
      fieldOnce("Story Points", "Story Points"),
    ]);
    expect(names).toEqual(["Sprint", "Story Points", "Status"]);
    expect(notes.map(({ means, remedy }) => `${means} ${remedy}`)).toEqual([
      "The project acme/1 has several iteration fields that can be meant, so Signalbox continues to read “Sprint”. Set `iterationField` of the team to one of these: Sprint, Quarter.",
      "The project acme/1 has several number fields that can be meant, so Signalbox continues to read “Story Points”. Set `pointsField` of the team to one of these: Story Points, Budget, Effort.",
    ]);
    const both = [
      fieldOnce("Sprint", "Sprint"),
      fieldOnce("Quarter", "Quarter"),
      { ...fieldOnce("Budget", "Sprint"), kind: "sprint" as const },
    ];
    expect(chosen({}, all, both).names).toEqual([null, null, "Status"]);
  });
});
