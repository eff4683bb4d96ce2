import { describe, expect, test } from "vitest";
import { mapIssue } from "../../../connectors/jira/map.ts";
import { Issue } from "../../../connectors/jira/schema.ts";
import type { SiteFacts } from "../../../connectors/jira/site.ts";
import { connection, ownAccount, rawIssue } from "./acme.ts";

const facts = {
  accountId: ownAccount,
  sprintField: "customfield_10020",
  pointsFields: ["customfield_10026", "customfield_10016"],
  startFields: ["customfield_10022", "customfield_10015"],
  businessValueFields: [],
  linkTypes: [],
};

function mapped(fields: Record<string, unknown>, changelog?: unknown, changed: Partial<SiteFacts> = {}) {
  const issue = Issue.parse({ ...rawIssue(12, fields), changelog });
  return mapIssue(
    { connection, facts: { ...facts, ...changed }, statuses: new Map() },
    issue,
    issue.changelog?.histories ?? [],
  );
}

const item = (fields: Record<string, unknown>) => mapped(fields).pulled.item;
const status = (name: string, key: string) => ({ name, statusCategory: { key } });
const neighbour = (n: number) => ({
  id: String(n),
  key: `LED-${n}`,
  fields: { summary: `Other ${n}`, status: status("Done", "done"), issuetype: { name: "Bug", subtask: false } },
});

describe("status", () => {
  test.each([
    ["new", "To Do", null, "todo", "To Do"],
    ["indeterminate", "In Arbeit", null, "in-progress", "In Arbeit"],
    ["done", "Done", "Done", "done", "Done"],
    ["done", "Closed", "Fixed", "done", "Closed (Fixed)"],
    ["done", "Closed", "Won't Fix", "cancelled", "Closed (Won't Fix)"],
    ["done", "Closed", "Won’t Do", "cancelled", "Closed (Won’t Do)"],
    ["done", "Closed", "Duplicate", "cancelled", "Closed (Duplicate)"],
    ["done", "Closed", "Cannot Reproduce", "cancelled", "Closed (Cannot Reproduce)"],
    ["done", "Closed", "Invalid", "cancelled", "Closed (Invalid)"],
    ["done", "Cancelled", "Done", "cancelled", "Cancelled (Done)"],
    ["indeterminate", "Reopened", "Won't Fix", "in-progress", "Reopened (Won't Fix)"],
    ["done", "Abgebrochen", null, "cancelled", "Abgebrochen"],
    ["done", "Closed", "Frobbed", "done", "Closed (Frobbed)"],
    ["undefined", "Odd", null, "todo", "Odd"],
    ["undefined", "Erledigt", null, "done", "Erledigt"],
    ["undefined", "In Arbeit", null, "in-progress", "In Arbeit"],
    ["undefined", "On Hold", null, "todo", "On Hold"],
    ["undefined", "Rejected", null, "cancelled", "Rejected"],
    ["undefined", "Odd", "Fixed", "done", "Odd (Fixed)"],
  ])("%s %s with resolution %s is %s", (key, name, resolution, category, words) => {
    const read = item({ status: status(name, key), resolution: resolution === null ? null : { name: resolution } });
    expect([read.status, read.sourceStatus]).toEqual([category, words]);
  });

  test("closed at the resolution, else when the category changed, and never while open", () => {
    const dates = {
      resolutiondate: "2026-11-03T10:00:00.000+0100",
      statuscategorychangedate: "2026-11-04T10:00:00.000+0000",
    };
    const done = { status: status("Done", "done") };
    expect(item({ ...dates, ...done }).closedAt).toBe(Date.parse("2026-11-03T09:00:00Z"));
    expect(item({ ...dates, ...done, resolutiondate: null }).closedAt).toBe(Date.parse("2026-11-04T10:00:00Z"));
    expect(item(dates).closedAt).toBeNull();
  });
});

describe("kind", () => {
  test.each([
    [{ name: "Initiative", subtask: false, hierarchyLevel: 2 }, "epic"],
    [{ name: "Épopée", subtask: false, hierarchyLevel: 1 }, "epic"],
    [{ name: "Epic", subtask: false }, "epic"],
    [{ name: "Epic", subtask: false, hierarchyLevel: 0 }, "other"],
    [{ name: "Technical task", subtask: true, hierarchyLevel: -1 }, "subtask"],
    [{ name: "User Story", subtask: false, hierarchyLevel: 0 }, "story"],
    [{ name: "Task", subtask: false, hierarchyLevel: 0 }, "task"],
    [{ name: "Bug", subtask: false, hierarchyLevel: 0 }, "bug"],
    [{ name: "New Feature", subtask: false, hierarchyLevel: 0 }, "other"],
  ])("%o is %s", (issuetype, kind) => {
    const read = item({ issuetype });
    expect([read.kind, read.sourceKind]).toEqual([kind, issuetype.name]);
  });
});

describe("boxes", () => {
  const sprint = {
    id: 12,
    name: "Checkout 4",
    state: "active",
    boardId: 7,
    startDate: "2026-11-16T09:00:00.000Z",
    endDate: "2026-11-30T09:00:00.000Z",
  };

  test("sprints as objects and as Java's text, versions after them", () => {
    const java =
      "com.atlassian.greenhopper.service.sprint.Sprint@1a2b[id=13,rapidViewId=3,state=FUTURE,name=id=9, really,goal=a, b]";
    const { pulled, boxes } = mapped({
      customfield_10020: [sprint, java],
      fixVersions: [{ id: "7", name: "1.2", released: false, archived: false, releaseDate: "2026-12-01" }],
    });
    expect(pulled.item.sprintIds).toEqual([
      "jira:acme-jira:sprint:12",
      "jira:acme-jira:sprint:13",
      "jira:acme-jira:version:7",
    ]);
    expect(boxes).toMatchObject([
      { id: "jira:acme-jira:sprint:12", state: "active", boardId: 7, startsAt: Date.parse(sprint.startDate) },
      { id: "jira:acme-jira:version:7", state: "active", container: "PAY", endsAt: Date.parse("2026-12-02T00:00:00Z") },
    ]);
  });

  test("a sprint without dates has none, not the year 1970", () => {
    const [box] = mapped({ customfield_10020: [{ ...sprint, startDate: null, endDate: undefined }] }).boxes;
    expect(box).toMatchObject({ startsAt: null, endsAt: null, completedAt: null });
  });

  test("old text with the id in another place, and text without one", () => {
    expect(item({ customfield_10020: ["Sprint@1[rapidViewId=3,id=44]", "Sprint@2[name=x]", 5] }).sprintIds).toEqual([
      "jira:acme-jira:sprint:44",
    ]);
  });
});

describe("estimate and dates", () => {
  test.each([
    [{ customfield_10026: 5, customfield_10016: 8 }, 5],
    [{ customfield_10026: null, customfield_10016: 8 }, 8],
    [{ customfield_10026: "5" }, 5],
    [{ customfield_10026: -1, customfield_10016: { value: "8" } }, 8],
    [{}, null],
  ])("%o gives %s points", (fields, points) => {
    expect(item(fields).points).toBe(points);
  });

  test("days stay days, nonsense is none", () => {
    expect(item({ duedate: "2026-12-24", customfield_10015: "2026-12-01" })).toMatchObject({
      dueOn: "2026-12-24",
      startOn: "2026-12-01",
    });
    expect(item({ duedate: "24/Dec/26", customfield_10015: null })).toMatchObject({ dueOn: null, startOn: null });
  });

  test("the first start day of an issue counts", () => {
    const starts = { customfield_10022: null, customfield_10015: "2026-12-01" };
    expect(item(starts).startOn).toBe("2026-12-01");
    expect(item({ ...starts, customfield_10022: "2026-11-30" }).startOn).toBe("2026-11-30");
    expect(item({ ...starts, customfield_10022: "soon" }).startOn).toBe("2026-12-01");
  });
});

describe("links", () => {
  const depends = { id: "10020", name: "Depends", inward: "is dependent of", outward: "depends on" };

  test("an outward issue is the target, an inward issue the source, both as stubs", () => {
    const { pulled } = mapped({
      issuelinks: [
        { id: "1", type: depends, outwardIssue: neighbour(5) },
        { id: "2", type: depends, inwardIssue: neighbour(6) },
      ],
    });
    const self = "jira:acme-jira:issue:10012";
    expect(pulled.links).toEqual([
      {
        id: "jira:acme-jira:link:1",
        origin: "jira-link",
        typeId: "10020",
        typeName: "Depends",
        source: self,
        target: "jira:acme-jira:issue:5",
        duplicate: null,
      },
      expect.objectContaining({ id: "jira:acme-jira:link:2", source: "jira:acme-jira:issue:6", target: self }),
    ]);
    expect(pulled.stubs).toMatchObject([
      { key: "LED-5", container: "LED", presence: "stub", status: "done", kind: "bug", title: "Other 5" },
      { key: "LED-6" },
    ]);
    expect(pulled.completeOrigins).toEqual(["jira-link", "text"]);
  });

  test("Jira's own bookkeeping is no link; one without an end is set aside, the issue is not", () => {
    const { pulled, rejected } = mapped({
      issuelinks: [
        { id: "1", type: { id: "1", name: "Epic-Story Link" }, outwardIssue: neighbour(5) },
        { id: "2", type: { id: "2", name: "jira_subtask_link" }, outwardIssue: neighbour(5) },
        { id: "3", type: depends },
      ],
    });
    expect(pulled.links).toEqual([]);
    expect(rejected).toEqual([{ ref: "PAY-12", reason: "one of its links has no id, type or other end" }]);
  });

  test("a parent is known by id, and described as a stub", () => {
    const { pulled } = mapped({ parent: neighbour(8) });
    expect(pulled.item.parentId).toBe("jira:acme-jira:issue:8");
    expect(pulled.stubs).toMatchObject([{ key: "LED-8", presence: "stub" }]);
  });

  test("words in the description, whatever form it has; the own key does not count", () => {
    const card = { type: "inlineCard", attrs: { url: "https://github.com/acme/api/issues/7" } };
    const doc = {
      type: "doc",
      version: 1,
      content: [
        { type: "paragraph", content: [{ type: "text", text: "Depends on " }, card] },
        { type: "codeBlock", content: [{ type: "text", text: "blocked by PAY-99" }] },
        { type: "paragraph", content: [{ type: "text", text: "Blocks led-3. Blocked by PAY-12." }] },
        { type: "paragraph", content: [{ type: "text", text: "Blocked by https://acme.atlassian.net/browse/PAY-12" }] },
      ],
    };
    const self = "jira:acme-jira:issue:10012";
    expect(mapped({ description: doc }).pulled.links).toMatchObject([
      {
        id: `text:${self}:blocked-by:key:github:acme/api#7@github.com`,
        origin: "text",
        source: "key:github:acme/api#7@github.com",
        target: self,
      },
      { id: `text:${self}:blocks:key:jira:LED-3`, source: self, target: "key:jira:LED-3" },
    ]);
    expect(mapped({ description: "h2. Notes\nBlocked by LED-4" }).pulled.links).toMatchObject([
      { source: "key:jira:LED-4", target: self },
    ]);
    const said = "PAY-12 is blocked by LED-4. PAY-13 is blocked by LED-5.";
    expect(mapped({ description: said }).pulled.links).toMatchObject([{ source: "key:jira:LED-4", target: self }]);
  });
});

test.each([
  [8, 8],
  ["13", 13],
  [null, null],
  [undefined, null],
  ["high", null],
])("a business value of %j is %j, and none without a field for it", (given, expected) => {
  const fields = { customfield_7: given };
  expect(mapped(fields, undefined, { businessValueFields: ["customfield_7"] }).pulled.item.businessValue).toBe(
    expected,
  );
  expect(item(fields).businessValue).toBeNull();
});
