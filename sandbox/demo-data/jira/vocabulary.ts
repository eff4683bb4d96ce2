import type { RawRecord } from "../../data.ts";
import type { DraftKind, DraftState } from "../draft.ts";
import type { Person } from "../people.ts";

/** Address of the site the records were taken from. */
export const siteUrl = "https://acme.atlassian.net";

export const sprintField = "customfield_10020";
export const pointsField = "customfield_10026";

const categories = {
  todo: { self: `${siteUrl}/rest/api/3/statuscategory/2`, id: 2, key: "new", colorName: "blue-gray", name: "To Do" },
  begun: {
    self: `${siteUrl}/rest/api/3/statuscategory/4`,
    id: 4,
    key: "indeterminate",
    colorName: "yellow",
    name: "In Progress",
  },
  done: { self: `${siteUrl}/rest/api/3/statuscategory/3`, id: 3, key: "done", colorName: "green", name: "Done" },
} as const;

function status(id: string, name: string, category: keyof typeof categories) {
  return {
    self: `${siteUrl}/rest/api/3/status/${id}`,
    description: "",
    iconUrl: `${siteUrl}/`,
    name,
    id,
    statusCategory: categories[category],
  };
}

const done = status("10003", "Done", "done");

export const statuses = {
  todo: status("10000", "To Do", "todo"),
  "in-progress": status("10001", "In Progress", "begun"),
  "in-review": status("10002", "In Review", "begun"),
  done,
  cancelled: done,
} satisfies Record<DraftState, RawRecord>;

/** Null while the issue is open. */
export const resolutions: Readonly<
  Record<DraftState, Readonly<{ id: string; name: string; description: string }> | null>
> = {
  todo: null,
  "in-progress": null,
  "in-review": null,
  done: { id: "10000", name: "Done", description: "Work has been completed on this issue." },
  cancelled: { id: "10001", name: "Won't Do", description: "This issue won't be actioned." },
};

function issueType(id: string, name: string, hierarchyLevel: number) {
  return {
    self: `${siteUrl}/rest/api/3/issuetype/${id}`,
    id,
    description: "",
    name,
    subtask: false,
    hierarchyLevel,
  };
}

export const issueTypes = {
  feature: issueType("10000", "Epic", 1),
  story: issueType("10001", "Story", 0),
  task: issueType("10002", "Task", 0),
  bug: issueType("10004", "Bug", 0),
} satisfies Record<DraftKind, RawRecord>;

export const priorities = [
  ["1", "Highest"],
  ["2", "High"],
  ["3", "Medium"],
  ["4", "Low"],
].map(([id = "", name = ""]) => ({
  self: `${siteUrl}/rest/api/3/priority/${id}`,
  iconUrl: `${siteUrl}/images/icons/priorities/${name.toLowerCase()}.svg`,
  name,
  id,
}));

export const blocks = {
  id: "10000",
  name: "Blocks",
  inward: "is blocked by",
  outward: "blocks",
  self: `${siteUrl}/rest/api/3/issueLinkType/10000`,
};

export const relates = {
  id: "10003",
  name: "Relates",
  inward: "relates to",
  outward: "relates to",
  self: `${siteUrl}/rest/api/3/issueLinkType/10003`,
};

export const linkTypes: readonly RawRecord[] = [
  blocks,
  linkType("10001", "Cloners", ["is cloned by", "clones"]),
  linkType("10002", "Duplicate", ["is duplicated by", "duplicates"]),
  relates,
];

function linkType(id: string, name: string, [inward, outward]: readonly [string, string]): RawRecord {
  return { id, name, inward, outward, self: `${siteUrl}/rest/api/3/issueLinkType/${id}` };
}

export const fields: readonly RawRecord[] = [
  customField(sprintField, "Sprint", { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint" }),
  customField(pointsField, "Story Points", {
    type: "number",
    custom: "com.atlassian.jira.plugin.system.customfieldtypes:float",
  }),
];

function customField(id: string, name: string, schema: RawRecord): RawRecord {
  const customId = Number(id.slice("customfield_".length));
  return {
    id,
    key: id,
    name,
    untranslatedName: name,
    custom: true,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: [`cf[${customId}]`, name],
    schema: { ...schema, customId },
  };
}

const users = new Map<number, RawRecord>();

/** One object per person, shared by all records: there are many of them. */
export function user(person: Person): RawRecord {
  const known = users.get(person.number) ?? userRecord(person);
  users.set(person.number, known);
  return known;
}

function userRecord({ name, number }: Person): RawRecord {
  // Account ids are long hexadecimal words on most accounts.
  const accountId = `5f${(number * 2_654_435_761).toString(16).padStart(22, "a")}`;
  return {
    self: `${siteUrl}/rest/api/3/user?accountId=${accountId}`,
    accountId,
    displayName: name,
    active: true,
    timeZone: "Europe/Berlin",
    accountType: "atlassian",
  };
}

/** `2026-11-20T10:12:00.000+0000`, the form of issue fields. @param at epoch milliseconds */
export function instant(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}
