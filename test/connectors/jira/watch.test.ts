import { describe, expect, test } from "vitest";
import { JiraSource } from "../../../connectors/jira/source.ts";
import type { Source } from "../../../src/ports/connector.ts";
import { aConnector, all, failureOf, onlyPlannedCalls, plannedProbe, rawIssue, siteFields, wire } from "./acme.ts";

onlyPlannedCalls();

const issues = { name: "issues", mode: "incremental" } as const;

describe("a site that is watched for long", () => {
  const points = siteFields.filter(({ name }) => name !== "Story Points");
  const pointsOf = async (source: Source) => {
    const pages = await all(source.pull(issues, null));
    return pages.flatMap(({ items }) => items.map(({ item }) => item.points));
  };
  const searched = (jql: string) =>
    wire()
      .post("/rest/api/3/search/jql", (body: { jql: string }) => body.jql.startsWith(jql))
      .reply(200, { issues: [rawIssue(1, { customfield_10026: 5 })] });

  test("is known anew once it is probed again: its fields, and its projects where all are read", async () => {
    const { source } = aConnector({ containers: "all" });
    plannedProbe(["PAY"], points);
    await source.probe();
    searched('(project in ("PAY"))');
    expect(await pointsOf(source)).toEqual([null]);
    plannedProbe(["PAY", "NEW"]);
    await source.probe();
    searched('(project in ("NEW", "PAY"))');
    expect(await pointsOf(source)).toEqual([5]);
  });

  test("stays as it was known where a later probe fails", async () => {
    const { source } = aConnector();
    plannedProbe();
    await source.probe();
    wire().get("/rest/api/3/myself").times(4).reply(503);
    expect(await failureOf(source.probe())).toMatchObject({ code: "tracker-unavailable" });
    searched("(project");
    expect(await pointsOf(source)).toEqual([5]);
  });

  test("is asked again where the first look went wrong", async () => {
    const { source } = aConnector();
    wire().get("/rest/api/3/myself").times(4).reply(503);
    expect(await failureOf(pointsOf(source))).toMatchObject({ code: "tracker-unavailable" });
    plannedProbe();
    searched("(project");
    expect(await pointsOf(source)).toEqual([5]);
  });

  test("a listing that does not reach its last page fails: who is missing from it is not gone", async () => {
    plannedProbe();
    const page = (id: string) => ({ issues: [{ id }], nextPageToken: "a" });
    wire().post("/rest/api/3/search/jql").reply(200, page("1"));
    wire().post("/rest/api/3/search/jql").reply(200, page("2"));
    const { source } = aConnector();
    if (!(source instanceof JiraSource)) throw new TypeError("not a source that can be watched");
    const listing = async () => {
      for await (const some of source.identities()) expect(some).toHaveLength(1);
    };
    expect(await failureOf(listing())).toMatchObject({ code: "unreadable-answer", verdict: { kind: "retry" } });
  });

  test("what can wait lets the reading of single items pass when the budget runs low", async () => {
    plannedProbe();
    const { source, waits } = aConnector();
    await source.probe();
    const low = {
      "X-RateLimit-Limit": "100",
      "X-RateLimit-Remaining": "3",
      "X-RateLimit-Reset": "2026-11-23T10:05:00Z",
    };
    wire()
      .post("/rest/api/3/issue/bulkfetch")
      .times(2)
      .reply(200, { issues: [rawIssue(1)] }, low);
    await all(source.fetch(["10001"]));
    await all(source.fetch(["10001"]));
    expect(waits).toEqual([]);
    searched("(project");
    await pointsOf(source);
    expect(waits).toEqual([300_000]);
  });
});
