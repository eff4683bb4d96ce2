import { describe, expect, test } from "vitest";
import { searchPages } from "../../../connectors/jira/search.ts";
import { aClient, all, failureOf, onlyPlannedCalls, rawIssue, wire } from "./acme.ts";

onlyPlannedCalls();

const search = { jql: "project = PAY", fields: ["summary"], pageSize: 100, what: "reading issues" };
type Sent = { readonly maxResults: number; readonly nextPageToken?: string };

function page(maxResults: number, nextPageToken?: string) {
  return wire().post(
    "/rest/api/3/search/jql",
    (sent: Sent) => sent.maxResults === maxResults && sent.nextPageToken === nextPageToken,
  );
}

describe("a search whose pages are too much for Jira", () => {
  test("begins again with smaller pages, and reads on with those", async () => {
    page(100).times(4).reply(504);
    page(25).reply(200, { issues: [rawIssue(1)], nextPageToken: "a" });
    page(25, "a").reply(200, { issues: [rawIssue(2)] });
    expect(await all(searchPages(aClient().client, search))).toEqual([[rawIssue(1)], [rawIssue(2)]]);
  });

  test("begins again also from a later page, and after an answer that breaks off", async () => {
    page(100).reply(200, { issues: [rawIssue(1)], nextPageToken: "a" });
    page(100, "a").times(4).reply(200, '{"issues":[', { "content-type": "application/json" });
    page(25).reply(200, { issues: [rawIssue(1), rawIssue(2)] });
    expect(await all(searchPages(aClient().client, search))).toEqual([[rawIssue(1)], [rawIssue(1), rawIssue(2)]]);
  });

  test("fails if the smallest ones are too much as well", async () => {
    page(100).times(4).reply(502);
    page(25).times(4).reply(502);
    expect(await failureOf(all(searchPages(aClient().client, search)))).toMatchObject({ code: "tracker-unavailable" });
  });

  test("is not one whose pages repeat", async () => {
    page(100).reply(200, { issues: [], nextPageToken: "a" });
    page(100, "a").reply(200, { issues: [], nextPageToken: "a" });
    expect(await failureOf(all(searchPages(aClient().client, search)))).toMatchObject({ code: "unreadable-answer" });
  });
});
