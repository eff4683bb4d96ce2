import { describe, expect, test } from "vitest";
import { isToMend } from "../../../src/domain/setup/finding.ts";
import { aConnector, connection, failureOf, onlyPlannedCalls, wire } from "./acme.ts";

onlyPlannedCalls();

const marker = "rollup:payments:PMO";
const target = { system: "jira", connection: connection.key, project: "PMO", issueType: "Task" } as const;
const remote = { remoteId: "10077", key: "PMO-1", url: "https://acme.atlassian.net/browse/PMO-1" };
const document = { title: "T", labels: [], blocks: [], stamp: [] };
const notOnScreen = (field: string) =>
  `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;
const refusal = (...fields: readonly string[]) => ({
  errorMessages: [],
  errors: Object.fromEntries(fields.map((field) => [field, notOnScreen(field)])),
});

/** The create screen of the type, as Jira tells it. @param asks how often Signalbox reads the types before it */
function createScreen(fieldIds: readonly string[], asks: number) {
  const fields = fieldIds.map((fieldId) => ({ fieldId, name: fieldId, schema: { type: "string" } }));
  const types = { issueTypes: [{ id: "3", name: "Task", subtask: false }], total: 1 };
  wire().get("/rest/api/3/issue/createmeta/PMO/issuetypes").query(true).times(asks).reply(200, types);
  wire().get("/rest/api/3/issue/createmeta/PMO/issuetypes/3").query(true).reply(200, { fields, total: fields.length });
}

describe("a project whose screens lack the description", () => {
  const says = "A new Task in PMO of acme-jira takes no description, which holds the rollup.";
  const remedy =
    'Add the field "Description" to the screens of Task in PMO, or name another issue type under reports.rollup.';

  test("is named when Jira refuses the create", async () => {
    const { sink } = aConnector();
    wire().post("/rest/api/3/issue").reply(400, refusal("description"));
    createScreen(["summary"], 1);
    const failure = await failureOf(sink.createIssue(target, sink.render(document, marker), marker));
    expect(failure).toMatchObject({ code: "config-invalid", message: says, remedy, verdict: { kind: "park" } });
  });

  test.each([
    [["summary"], [{ means: `The rollup cannot be written: ${says}`, remedy }]],
    [["summary", "description"], []],
  ])("is named by the check of the set-up: %o", async (fieldIds, findings) => {
    const { setup } = aConnector();
    createScreen(fieldIds, 2);
    const names = { targets: [target], boards: [], shown: { here: [], elsewhere: false } };
    expect((await setup.names(names)).filter(isToMend)).toMatchObject(findings);
  });
});

describe("an issue that Jira does not let us edit, by its status, screen or our rights", () => {
  async function update(status: number, answer: object) {
    const { sink } = aConnector();
    const rendered = sink.render(document, marker);
    const fields = { summary: "T", description: JSON.parse(rendered.body) };
    wire().get("/rest/api/3/issue/10077").query(true).reply(200, { fields });
    wire().put("/rest/api/3/issue/10077").query(true).reply(status, answer);
    return failureOf(sink.updateIssue(remote, rendered, marker));
  }

  test.each([["description"], ["summary"]])("names what to look at: %s", async (field) => {
    const failure = await update(400, refusal(field));
    expect(failure).toMatchObject({ code: "request-refused", verdict: { kind: "park" } });
    expect(failure.message).toContain(notOnScreen(field));
    expect(failure.remedy).toBe(
      'Move PMO-1 to a status in which Jira allows edits, give the account of connection acme-jira the permission "Edit issues" for it, or add "Summary" and "Description" to its edit screen.',
    );
  });

  test.each([
    [400, refusal("priority")],
    [400, { errors: { description: "The entered text is too long." } }],
    [413, {}],
  ])("other answers keep their remedy: %i %o", async (status, answer) => {
    expect((await update(status, answer)).remedy).toContain("Read what the tracker says");
  });
});
