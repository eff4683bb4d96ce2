import { expect, test } from "vitest";
import { BulkIssues, CommentList } from "../../../../connectors/jira/schema.ts";
import { aClient, failureOf, onlyPlannedCalls, wire } from "../acme.ts";

onlyPlannedCalls();

const issuePath = "/rest/api/2/issue/10001?fields=summary";
const propertyPath = "/rest/api/2/comment/7/properties/signalbox";
type Client = ReturnType<typeof aClient>["client"];

const issues = (client: Client) =>
  client.call({ what: "reading issues", schema: BulkIssues, request: (api) => api.issues(["10001"], ["summary"]) });
const comments = (client: Client) =>
  client.call({ what: "looking for comments", schema: CommentList, request: (api) => api.commentsById([7]) });

test.each([403, 404])("an issue or a marker that Jira says it does not show (%i) is left out", async (status) => {
  const says = { errorMessages: ["Issue Does Not Exist"], errors: {} };
  wire().get(issuePath).reply(status, says);
  wire().get(propertyPath).reply(status, says);
  const { client } = aClient({ account: null });
  expect((await issues(client)).issues).toEqual([]);
  expect((await comments(client)).values).toEqual([{ id: "7", properties: [] }]);
});

test.each([403, 404])(
  "a page in place of Jira's answer (%i) is a failure: nothing is known to be gone",
  async (status) => {
    const page = "<html>The requested resource is not available</html>";
    wire().get(issuePath).reply(status, page, { "Content-Type": "text/html" });
    wire().get(propertyPath).reply(status, page, { "Content-Type": "text/html" });
    const { client } = aClient({ account: null });
    const code = status === 403 ? "forbidden" : "not-found";
    expect(await failureOf(issues(client))).toMatchObject({ code, verdict: { kind: "park" } });
    expect(await failureOf(comments(client))).toMatchObject({ code, verdict: { kind: "park" } });
  },
);
