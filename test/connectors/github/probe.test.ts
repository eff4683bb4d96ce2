import { describe, expect, test } from "vitest";
import type { Failure } from "../../../src/domain/failure.ts";
import {
  aConnector,
  anOverview,
  failureOf,
  onlyPlannedCalls,
  overviewAnswer,
  ownLogin,
  plannedGraph,
  type Sent,
  wire,
} from "./hub.ts";

onlyPlannedCalls();

const hidden = { type: "NOT_FOUND", message: "Could not resolve to a Repository", path: ["r0"] };
const repo = () => wire().get("/repos/acme/api");

/** Of the one repository that was asked for. */
async function whyLeftOut(): Promise<Failure> {
  const [container] = (await aConnector().source.probe()).containers;
  if (container?.failure == null) throw new Error("the repository can be read");
  return container.failure;
}

describe("the check", () => {
  test("asks who we are and for all repositories at once, names as variables", async () => {
    const sent: Sent[] = [];
    plannedGraph(sent, overviewAnswer(anOverview(), anOverview({ nameWithOwner: "other/web" })));
    const { source } = aConnector({ containers: ["acme/api", "other/web"] });
    expect(await source.probe()).toEqual({
      account: { id: ownLogin, name: ownLogin },
      notes: [],
      containers: [
        { name: "acme/api", nativeId: "900", key: "acme/api", failure: null },
        { name: "other/web", nativeId: "900", key: "other/web", failure: null },
      ],
      names: [],
    });
    expect(sent.map(({ variables }) => variables)).toEqual([
      { owner0: "acme", name0: "api", owner1: "other", name1: "web" },
    ]);
    expect(sent[0]?.query).not.toMatch(/acme|other/);
    expect(source.requests()).toBe(1);
  });

  test("twenty repositories a request", async () => {
    const names = Array.from({ length: 21 }, (_, n) => `acme/r${n}`);
    const overviews = names.map((nameWithOwner) => anOverview({ nameWithOwner }));
    const sent: Sent[] = [];
    plannedGraph(sent, overviewAnswer(...overviews.slice(0, 20)));
    plannedGraph(sent, overviewAnswer(...overviews.slice(20)));
    expect((await aConnector({ containers: names }).source.probe()).notes).toEqual([]);
    expect(sent[1]?.variables).toEqual({ owner0: "acme", name0: "r20" });
  });

  test("notes an archive, and tells a new name with the id", async () => {
    plannedGraph([], overviewAnswer(anOverview({ nameWithOwner: "acme/public-api", isArchived: true })));
    expect(await aConnector().source.probe()).toMatchObject({
      notes: [
        {
          group: "repositories",
          outcome: "warning",
          means: "acme/api is archived: it can be read but not written to",
          remedy: null,
        },
      ],
      containers: [{ name: "acme/api", nativeId: "900", key: "acme/public-api", failure: null }],
    });
  });

  test("names the repository that is not there, and the one without issues", async () => {
    plannedGraph([], { ...overviewAnswer(null), errors: [hidden] });
    repo().reply(404, { message: "Not Found" });
    const missing = await whyLeftOut();
    expect(missing).toMatchObject({ code: "not-found", verdict: { kind: "park" } });
    expect(missing.message + missing.remedy).toMatch(/repository acme\/api.*Correct the name acme\/api/);
    plannedGraph([], overviewAnswer(anOverview({ hasIssuesEnabled: false })));
    expect((await whyLeftOut()).message).toBe("Issues are switched off in acme/api (hub).");
  });

  test("names the permission that is missing", async () => {
    plannedGraph([], { ...overviewAnswer(null), errors: [{ ...hidden, type: "FORBIDDEN" }] });
    repo().reply(403, { message: "Nope" }, { "x-accepted-github-permissions": "metadata=read" });
    expect((await whyLeftOut()).remedy).toContain("Metadata: read");
  });

  test("names the single sign-on that is missing, which no permission replaces", async () => {
    plannedGraph([], { ...overviewAnswer(null), errors: [{ ...hidden, type: "FORBIDDEN" }] });
    const url = "required; url=https://github.com/orgs/acme/sso?authorization_request=1";
    repo().reply(403, { message: "Resource protected by organization SAML enforcement." }, { "x-github-sso": url });
    const { remedy } = await whyLeftOut();
    expect(remedy).toContain("single sign-on at https://github.com/orgs/acme/sso");
    expect(remedy).not.toContain("permission");
  });

  test("leaves out the repository that cannot be read, and finds the others", async () => {
    const errors = [{ ...hidden, path: ["r1"] }];
    plannedGraph([], { ...overviewAnswer(anOverview(), null, anOverview({ databaseId: 902 })), errors });
    wire().get("/repos/acme/old").reply(404, { message: "Not Found" });
    const { source } = aConnector({ containers: ["acme/api", "acme/old", "acme/web"] });
    const { containers } = await source.probe();
    expect(containers.map(({ name, nativeId, failure }) => [name, nativeId, failure?.code ?? null])).toEqual([
      ["acme/api", "900", null],
      ["acme/old", null, "not-found"],
      ["acme/web", "902", null],
    ]);
  });

  test("says so where only REST shows a repository", async () => {
    const errors = [{ ...hidden, type: "FORBIDDEN", path: ["r0", "pullRequests"] }];
    plannedGraph([], { ...overviewAnswer(null), errors });
    repo().reply(200, { id: 900, full_name: "acme/api" });
    const failure = await whyLeftOut();
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(failure.message).toBe("hub shows acme/api by REST but not by GraphQL.");
    expect(failure.remedy).toContain("on acme/api;");
  });

  test("an error about something inside of a repository leaves it readable", async () => {
    const error = { ...hidden, type: "FORBIDDEN", path: ["r0", "milestones", "nodes", 0] };
    const milestones = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [null] };
    plannedGraph([], { ...overviewAnswer(anOverview({ milestones })), errors: [error] });
    expect((await aConnector().source.probe()).containers).toMatchObject([{ name: "acme/api", failure: null }]);
  });

  test("another kind of trouble with one repository leaves that one out: each is asked for by itself", async () => {
    const error = { ...hidden, type: "MAX_NODE_LIMIT_EXCEEDED" };
    plannedGraph([], { ...overviewAnswer(anOverview(), anOverview()), errors: [error] });
    plannedGraph([], { ...overviewAnswer(anOverview()), errors: [error] });
    plannedGraph([], overviewAnswer(anOverview({ databaseId: 902, nameWithOwner: "acme/web" })));
    const { containers } = await aConnector({ containers: ["acme/api", "acme/web"] }).source.probe();
    expect(containers.map(({ name, failure }) => [name, failure?.code ?? null])).toEqual([
      ["acme/api", "request-refused"],
      ["acme/web", null],
    ]);
  });

  test("an error about something else is a failure of the whole, whatever came beside it", async () => {
    plannedGraph([], { ...overviewAnswer(anOverview()), errors: [{ type: "FORBIDDEN", message: "Nope" }] });
    expect(await failureOf(aConnector().source.probe())).toMatchObject({ code: "forbidden" });
  });

  test("a wrong token is told, and what to look at", async () => {
    plannedGraph([], { message: "Bad credentials" }, 401);
    expect(await failureOf(aConnector().source.probe())).toMatchObject({
      code: "unauthorized",
      remedy: "Check the token of connection hub; a token may have expired.",
      verdict: { kind: "stop" },
    });
  });

  test("a wrong address is told", async () => {
    plannedGraph([], { message: "Not Found" }, 404);
    expect((await failureOf(aConnector().source.probe())).remedy).toContain("https://api.github.com is the address");
  });

  test("an answer of another shape is none", async () => {
    plannedGraph([], overviewAnswer(anOverview({ databaseId: null })));
    expect(await whyLeftOut()).toMatchObject({ code: "unreadable-answer" });
  });

  test("without a repository only the account is asked for; a token of an installation is known by its login", async () => {
    wire().get("/user").reply(403, { message: "Resource not accessible by integration" });
    plannedGraph([], { data: { viewer: { login: "signalbox[bot]" } } });
    const { source } = aConnector({ containers: [] });
    expect((await source.probe()).account.id).toBe("signalbox[bot]");
  });

  test("a token that may not even say who it is is refused", async () => {
    wire().get("/user").reply(403, { message: "Nope" });
    plannedGraph([], { errors: [{ type: "FORBIDDEN", message: "Nope" }] });
    expect(await failureOf(aConnector({ containers: [] }).source.probe())).toMatchObject({ code: "forbidden" });
  });

  test("a team without a repository is a mistake in the train file", async () => {
    expect(await failureOf(aConnector({ containers: "all" }).source.probe())).toMatchObject({ code: "config-invalid" });
  });
});
