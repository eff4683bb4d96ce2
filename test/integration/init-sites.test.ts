import { describe, expect, test } from "vitest";
import type { JiraSiteData, RawRecord, SandboxData } from "../../sandbox/data.ts";
import { at, listAt } from "../support/json.ts";
import { startInitWorld } from "../support/init-world.ts";
import { smallData } from "../support/small-train.ts";

const site = smallData.jira["acme"];
if (site === undefined) throw new Error("the small train has no Jira");

const none: SandboxData = { jira: {}, github: {}, trainFile: "", problems: [] };

async function proposed(data: SandboxData): Promise<unknown> {
  const { init } = await startInitWorld(data);
  const { stdout, stderr, code } = await init("--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

function jiraOf(changes: Partial<JiraSiteData>): SandboxData {
  return { ...none, jira: { acme: { ...site, ...changes } as JiraSiteData } };
}

function withFields(issue: RawRecord, changes: object): RawRecord {
  return { ...issue, fields: { ...(issue["fields"] as object), ...changes } };
}

const numberField = (id: string, name: string) => ({
  id,
  name,
  schema: { type: "number", custom: "com.atlassian.jira.plugin.system.customfieldtypes:float", customId: 1 },
});

test("a Jira alone", async () => {
  const printed = await proposed(jiraOf({}));
  expect(listAt(printed, "teams").map((team) => at(team, "key"))).toEqual(["checkout"]);
  expect(listAt(printed, "trackers")).toHaveLength(1);
});

test("a GitHub alone, without milestones: the calendar is a guess", async () => {
  const printed = await proposed({ ...none, github: smallData.github });
  expect(listAt(printed, "teams").map((team) => at(team, "key"))).toEqual(["api"]);
  expect(at(printed, "calendar", "confidence")).toBe("guess");
  expect(listAt(printed, "notes")).toContain("github has no milestones: its items have no iteration.");
});

test("a site without issues says so, and its project is a team", async () => {
  const printed = await proposed(jiraOf({ issues: [], boards: [], sprints: [] }));
  expect(listAt(printed, "notes")).toContain("acme-jira has no issues yet.");
  expect(listAt(printed, "teams").map((team) => at(team, "from", "projects", 0))).toEqual(["PAY"]);
});

test("a site without anything is no train", async () => {
  const { init, file } = await startInitWorld(jiraOf({ issues: [], boards: [], sprints: [], projects: [] }));
  const { code, stderr } = await init("--yes");
  expect(code).toBe(1);
  expect(stderr).toContain("acme-jira: Signalbox sees no project or repository of which a team could be made.");
  expect(file()).toBe("");
});

describe("two fields called Story Points", () => {
  const fields = [
    ...site.fields,
    numberField("customfield_1", "Story Points"),
    numberField("customfield_2", "Story Points"),
  ];

  test("init takes the one that is used, and writes it into the file", async () => {
    const issues = site.issues.map((issue) => withFields(issue, { customfield_2: 5 }));
    const { init, file } = await startInitWorld(jiraOf({ fields, issues }));
    const { code, stderr } = await init("--yes");
    expect(code, stderr).toBe(0);
    // The board estimates with the first one, as the stand-in's boards do: a question with that as its best guess.
    expect(file()).toMatch(/pointsField: customfield_[12] # \d+ % of the sample have it/u);
  });

  test("both are used: init asks, and takes the guess", async () => {
    const issues = site.issues.map((issue) => withFields(issue, { customfield_1: 3, customfield_2: 5 }));
    const printed = await proposed(jiraOf({ fields, issues }));
    const asked = listAt(printed, "questions").find((question) => at(question, "id") === "estimate:acme-jira");
    expect(listAt(asked, "options").map((option) => at(option, "value"))).toEqual(["customfield_1", "customfield_2"]);
  });
});

test("sprints without dates are named, and the calendar is a guess", async () => {
  const sprints = site.sprints.map(({ startDate: _s, endDate: _e, ...sprint }) => sprint);
  const issues = site.issues.map((issue) => withFields(issue, { customfield_10020: [] }));
  const printed = await proposed(jiraOf({ sprints, issues }));
  expect(listAt(printed, "notes")).toContain(
    "2 of 2 sprints of acme-jira have no dates: what is in them has no iteration until they get some.",
  );
});

test("of ten thousand projects init reads those that changed last, in few requests", async () => {
  const more = Array.from({ length: 10_000 }, (_, n) => ({ id: String(100 + n), key: `X${n}`, name: `Project ${n}` }));
  const { init, connections } = await startInitWorld(jiraOf({ projects: [...site.projects, ...more] }));
  expect(connections).toHaveLength(1);
  const { stdout, stderr, code } = await init("--json");
  expect(code, stderr).toBe(0);
  const printed: unknown = JSON.parse(stdout);
  expect(listAt(printed, "trackers", 0, "containers")).toEqual(["PAY"]);
  expect(listAt(printed, "notes")).toContain(
    "acme-jira has 10002 projects: Signalbox looked at the 1 that changed last.",
  );
});

test("titles and names of a tracker stay data in the file and on the terminal", async () => {
  const nasty = "# x: {y}\n- \u001B[31mred\u2028 “é” ${NOT_SET}";
  const projects = [{ id: "1", key: "PAY", name: nasty }];
  const boards = [{ id: 7, name: nasty, type: "scrum", location: { projectKey: "PAY" } }];
  const { init, file } = await startInitWorld(jiraOf({ projects, boards }));
  const { code, stdout, stderr } = await init("--yes");
  expect(code, stderr).toBe(0);
  expect(stdout).not.toContain("\u001B");
  expect(file()).not.toContain("\u001B");
  expect(file()).not.toContain("${NOT_SET}, ");
});
