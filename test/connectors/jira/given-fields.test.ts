import { describe, expect, test } from "vitest";
import type { CreateField } from "../../../connectors/jira/create-fields.ts";
import { prepared } from "../../../connectors/jira/given-fields.ts";
import type { RawRecord } from "../../../sandbox/data.ts";
import { findingText, isToMend } from "../../../src/domain/setup/finding.ts";
import type { GivenFields } from "../../../src/domain/model/train.ts";
import { failureOf, rawIssue, siteFields } from "./acme.ts";
import { aSite, startSite } from "./sandbox-site.ts";

const marker = "rollup:payments:PAY";
const prefix = "com.atlassian.jira.plugin.system.customfieldtypes";
const levels = ["Gold", "Silver", "Bronze"].map((value, n) => ({ id: `${n + 1}`, value }));

/** A field of the screen for new issues. */
function aField(
  type: string,
  change: Partial<CreateField> & { readonly items?: string; readonly custom?: string } = {},
) {
  const { items, custom, ...rest } = change;
  const schema = { type, ...(items === undefined ? {} : { items }), ...(custom === undefined ? {} : { custom }) };
  return { fieldId: "customfield_1", name: "Field", required: false, hasDefaultValue: false, schema, ...rest };
}

const people = new Map([["mara@acme.example", "id-mara"]]);
const one = (field: CreateField, value: GivenFields[string]) => prepared([field], { Field: value }, people);

describe("a value as people write it", () => {
  test.each<readonly [string, CreateField, GivenFields[string], unknown]>([
    ["a text", aField("string"), "Cards", "Cards"],
    ["a number as text", aField("number"), "3.5", 3.5],
    ["a number in a text field", aField("string"), 7, "7"],
    ["a day", aField("date"), "2026-12-01", "2026-12-01"],
    ["an instant", aField("datetime"), "2026-12-01T09:00:00Z", "2026-12-01T09:00:00.000+0000"],
    ["an option by name, in any case", aField("option", { allowedValues: levels }), "gold", { id: "1" }],
    ["an option by id", aField("option", { allowedValues: levels }), "3", { id: "3" }],
    [
      "several options",
      aField("array", { items: "option", allowedValues: levels }),
      ["Gold", "Bronze"],
      [{ id: "1" }, { id: "3" }],
    ],
    ["one of several", aField("array", { items: "option", allowedValues: levels }), "Silver", [{ id: "2" }]],
    ["a priority", aField("priority", { allowedValues: [{ id: "9", name: "High" }] }), "High", { id: "9" }],
    ["a component where no values are told", aField("array", { items: "component" }), "API", [{ name: "API" }]],
    ["a person", aField("user"), "mara@acme.example", { accountId: "id-mara" }],
    ["people", aField("array", { items: "user" }), ["mara@acme.example"], [{ accountId: "id-mara" }]],
    ["a group", aField("group"), "pmo", { name: "pmo" }],
    ["a parent", aField("issuelink"), "pmo-1", { key: "PMO-1" }],
    ["words as labels", aField("array", { items: "string" }), ["a", "b"], ["a", "b"]],
    ["a sprint", aField("array", { items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint" }), 12, 12],
    [
      "an option with a child",
      aField("option-with-child", {
        allowedValues: [{ id: "1", value: "Cards", children: [{ id: "11", value: "Debit" }] }],
      }),
      "Cards / debit",
      { id: "1", child: { id: "11" } },
    ],
    [
      "a long text",
      aField("string", { custom: `${prefix}:textarea` }),
      "Words",
      { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text: "Words" }] }] },
    ],
    [
      "whatever else, as it is written",
      aField("any", { custom: "com.pyxis.greenhopper.jira:gh-epic-link" }),
      "PMO-1",
      "PMO-1",
    ],
  ])("%s takes the form that the field wants", (_, field, given, value) => {
    expect(one(field, given)).toEqual({ fields: { customfield_1: value }, problems: [] });
  });

  test.each<readonly [string, CreateField, GivenFields[string], string]>([
    [
      "an option",
      aField("option", { allowedValues: levels }),
      "Golden",
      '"Golden" is no value of "Field", which takes "Gold", "Silver", "Bronze"',
    ],
    ["a number", aField("number"), "many", '"Field" takes a number, not "many"'],
    ["a day", aField("date"), "2026-02-31", '"Field" takes a day such as 2026-12-01, not "2026-02-31"'],
    ["an instant", aField("datetime"), "soon", '"Field" takes an instant such as 2026-12-01T09:00:00Z, not "soon"'],
    ["a person", aField("user"), "nobody", '"Field" takes one person on this site, not "nobody"'],
    ["too many", aField("number"), [1, 2], '"Field" takes one value'],
    ["a label", aField("array", { items: "string" }), "two words", 'a value of "Field" holds no spaces: "two words"'],
    [
      "a child",
      aField("option-with-child", {
        allowedValues: [{ id: "1", value: "Cards", children: [{ id: "11", value: "Debit" }] }],
      }),
      ["Cards", "Credit"],
      '"Credit" is no value of "Field" under "Cards", which takes "Debit"',
    ],
  ])("%s that is none is named with what the field takes", (_, field, given, problem) => {
    expect(one(field, given)).toEqual({ fields: {}, problems: [problem] });
  });

  test("of many values ten are named, and the rest is counted", () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ id: `${n}`, value: `V${n}` }));
    const [problem] = one(aField("option", { allowedValues: many }), "x").problems;
    expect(problem).toMatch(/"V9" and 30 more$/u);
  });
});

describe("which field is meant", () => {
  const twins = [aField("string", { fieldId: "customfield_1" }), aField("string", { fieldId: "customfield_2" })];

  test("an id goes before a name; two of one name are told by their ids", () => {
    expect(prepared(twins, { customfield_2: "x" }, people)).toMatchObject({ fields: { customfield_2: "x" } });
    expect(prepared(twins, { field: "x" }, people).problems).toEqual([
      'several fields are called "field": name one by its id, customfield_1, customfield_2',
    ]);
  });

  test("one that is not there is named with the nearest", () => {
    expect(one(aField("string", { name: "Cost centre" }), "x").problems).toEqual([
      expect.stringMatching(/^there is no field "Field" to be set/u),
    ]);
    expect(prepared([aField("string", { name: "Cost centre" })], { "Cost center": 1 }, people).problems[0]).toContain(
      "Cost centre",
    );
  });

  test("what is asked for and not given is named with its values, but what Jira fills in", () => {
    const asked = [
      aField("option", { fieldId: "customfield_7", name: "Level", required: true, allowedValues: levels }),
      aField("string", { fieldId: "customfield_8", name: "Filled", required: true, hasDefaultValue: true }),
      aField("user", { fieldId: "reporter", name: "Reporter", required: true }),
      aField("string", { fieldId: "summary", name: "Summary", required: true }),
    ];
    expect(prepared(asked, {}, people).problems).toEqual([
      'it asks for "Level" (customfield_7), one of "Gold", "Silver", "Bronze"',
    ]);
  });
});

test.each([undefined, "10.3.5"])(
  "an issue type is found behind the first fifty (Data Center: %s)",
  async (dataCenter) => {
    const types = Array.from({ length: 60 }, (_, n) => ({ id: String(900 + n), name: `Kind ${n}`, subtask: false }));
    const data = aSite(types.map((issuetype, n) => rawIssue(n + 1, { issuetype })));
    const site = await startSite({ data, ...(dataCenter !== undefined && { dataCenter }) });
    const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Kind 59" } as const;
    const findings = await site.setup.names({ targets: [target], boards: [], shown: { here: [], elsewhere: false } });
    await site.close();
    expect(findings.map(({ outcome }) => outcome)).toEqual(["ok"]);
  },
);

describe("a project whose new issues have mandatory fields", () => {
  const fields: readonly RawRecord[] = [
    ...siteFields,
    {
      id: "customfield_50",
      name: "Level",
      custom: true,
      schema: { type: "option", custom: `${prefix}:select`, customId: 50 },
    },
    {
      id: "customfield_51",
      name: "Cost centre",
      custom: true,
      schema: { type: "number", custom: `${prefix}:float`, customId: 51 },
    },
  ];
  const createFields: readonly RawRecord[] = [
    { project: "PAY", fieldId: "customfield_50", required: true, allowedValues: levels },
    { project: "PAY", fieldId: "customfield_51", required: true },
  ];
  const mara = { accountId: "id-mara", displayName: "Mara Jones", emailAddress: "mara@acme.example" };
  const issues = [rawIssue(1, { assignee: mara, components: [{ id: "1", name: "API" }] })];
  const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Story" } as const;
  const document = { title: "Payments", labels: [], blocks: [], stamp: [] };

  async function aProject(ending: AsyncDisposableStack) {
    const site = await startSite({ data: { ...aSite(issues), fields, createFields } });
    ending.defer(() => site.close());
    const create = (given?: GivenFields) =>
      site.sink.createIssue(
        given === undefined ? target : { ...target, fields: given },
        site.sink.render(document, marker),
        marker,
      );
    const faults = async (given?: GivenFields) => {
      const targets = [given === undefined ? target : { ...target, fields: given }];
      const findings = await site.setup.names({ targets, boards: [], shown: { here: [], elsewhere: false } });
      return findings.filter(isToMend).map(findingText);
    };
    const postsOf = () => site.seen.filter(({ method, path }) => method === "POST" && path.endsWith("/issue")).length;
    return { site, create, faults, postsOf };
  }

  test("holds a rollup once the train file says what they shall be", async () => {
    await using ending = new AsyncDisposableStack();
    const { site, create, faults } = await aProject(ending);
    const given = {
      Level: "silver",
      "cost CENTRE": "4711",
      labels: ["pmo"],
      components: "API",
      assignee: "Mara Jones",
      parent: "PAY-1",
    };
    expect(await faults(given)).toEqual([]);
    const { key, remoteId, url } = await create(given);
    expect(site.site.people.issue(key)?.["fields"]).toMatchObject({
      customfield_50: { id: "2" },
      customfield_51: 4711,
      components: [{ name: "API" }],
      assignee: { accountId: "id-mara" },
      parent: { key: "PAY-1" },
      labels: expect.arrayContaining(["pmo", "signalbox"]),
    });
    expect(await site.sink.findIssues({ ...target, fields: given }, marker)).toEqual([{ key, remoteId, url }]);
  });

  test("leaves to people what they change of them", async () => {
    await using ending = new AsyncDisposableStack();
    const { site, create } = await aProject(ending);
    const remote = await create({ Level: "Gold", "Cost centre": 1, labels: "pmo" });
    site.site.people.editIssue(remote.key, { customfield_50: { id: "3" }, labels: ["signalbox", "theirs"] });
    const changed = { ...document, title: "Payments: at risk" };
    expect(await site.sink.updateIssue(remote, site.sink.render(changed, marker), marker)).toBe("updated");
    expect(site.site.people.issue(remote.key)?.["fields"]).toMatchObject({
      summary: "Payments: at risk",
      customfield_50: { id: "3" },
      labels: expect.not.arrayContaining(["pmo"]),
    });
  });

  test("is named by the check of the set-up with what it asks for and its values", async () => {
    await using ending = new AsyncDisposableStack();
    const { faults } = await aProject(ending);
    expect(await faults()).toEqual([
      'The rollup cannot be written: A new Story in PAY of acme cannot be created: it asks for "Level" (customfield_50), one of "Gold", "Silver", "Bronze"; it asks for "Cost centre" (customfield_51). Correct `fields` of this place under reports.rollup.',
    ]);
    expect(await faults({ Level: "Golden", "Cost centre": 1 })).toEqual([
      expect.stringContaining('"Golden" is no value of "Level", which takes "Gold", "Silver", "Bronze"'),
    ]);
  });

  test("refuses a create with the same words where nothing, or something wrong, is given", async () => {
    await using ending = new AsyncDisposableStack();
    const { create, postsOf } = await aProject(ending);
    const failure = await failureOf(create());
    expect(failure).toMatchObject({ code: "config-invalid", verdict: { kind: "park" } });
    expect(failure.message).toContain('it asks for "Level" (customfield_50), one of "Gold", "Silver", "Bronze"');
    expect(postsOf()).toBe(1);
    expect((await failureOf(create({ Level: "Golden" }))).message).toContain('"Golden" is no value of "Level"');
    expect(postsOf()).toBe(1);
  });

  test("asks nothing more of the site where the train file gives no fields", async () => {
    await using ending = new AsyncDisposableStack();
    const site = await startSite({ data: aSite(issues) });
    ending.defer(() => site.close());
    await site.sink.createIssue(target, site.sink.render(document, marker), marker);
    expect(site.seen.map(({ method }) => method)).toEqual(["POST"]);
  });
});
