import { describe, expect, test } from "vitest";
import { isOwn } from "../../../connectors/github/map.ts";
import { withMarks } from "../../../connectors/github/managed-part.ts";
import { IssueNode } from "../../../connectors/github/schema.ts";
import { aConnector, anIssue, anOverview, onlyPlannedCalls, ownLogin, plannedGraph, plannedUser, wire } from "./hub.ts";

const marker = "rollup:payments:acme/trains";
const marked = withMarks("x", marker);

describe("an issue is ours", () => {
  const unnumbered = { login: ownLogin, id: null };
  const numbered = { login: ownLogin, id: "7" };
  const bot = { login: "signalbox[bot]", id: null };
  test.each([
    [true, "by mark and author", marked, { kind: "User", login: "Signalbox-Bot" }, unnumbered],
    [true, "under the login we had before", marked, { kind: "User", login: "before", id: 7 }, numbered],
    [false, "not where somebody took that login", marked, { kind: "User", login: ownLogin, id: 8 }, numbered],
    [false, "not where a person copied our text", marked, { kind: "User", login: "someone" }, unnumbered],
    [false, "not where our account's person wrote it", "text", { kind: "User", login: ownLogin }, unnumbered],
    [true, "by an app, whose login GraphQL gives bare", marked, { kind: "Bot", login: "signalbox", id: 9 }, bot],
    [false, "not where its account was deleted", marked, null, unnumbered],
  ])("%s: %s", (expected, _, body, author, self) => {
    expect(isOwn(IssueNode.parse(anIssue(1, { body, author })), self)).toBe(expected);
  });
});

describe("once our account was renamed", () => {
  onlyPlannedCalls();
  const url = "https://github.com/acme/trains/issues/3";
  const posted = (id: number, user: object) => ({
    id,
    number: 3,
    html_url: url,
    repository_url: "https://api.github.com/repos/acme/trains",
    title: "Payments: on track",
    body: marked,
    user,
  });

  test("a comment is ours by the id that the check told, and not where somebody else has our login by now", async () => {
    plannedGraph([], { data: { viewer: { login: ownLogin, id: 7 }, r0: anOverview() } });
    const { source, sink } = aConnector();
    expect((await source.probe()).account).toEqual({ id: "7", name: ownLogin });
    const comments = [posted(6001, { login: ownLogin, id: 8 }), posted(6002, { login: "renamed", id: 7 })];
    wire().get("/repos/acme/trains/issues/3/comments").query(true).reply(200, comments);
    const item = { key: "acme/trains#3", nativeId: "1003" };
    const found = { remoteId: "6002", key: item.key, url, marker };
    expect(await sink.findComments(item)).toEqual([found]);
  });

  test("our issues are looked for by the login that it has now", async () => {
    plannedUser({ login: "before", id: 7 });
    const { sink } = aConnector();
    expect(await sink.account()).toBe("before");
    plannedUser({ id: 7 });
    const query = { creator: ownLogin, state: "all", per_page: 100 };
    wire()
      .get("/repos/acme/trains/issues")
      .query(query)
      .reply(200, [posted(5001, { login: ownLogin, id: 7 })]);
    const target = { system: "github", connection: "hub", repo: "acme/trains" } as const;
    expect(await sink.findIssues(target, marker)).toEqual([{ remoteId: "5001", key: "acme/trains#3", url }]);
  });
});
