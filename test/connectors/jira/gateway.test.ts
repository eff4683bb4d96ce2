import { afterEach, describe, expect, test } from "vitest";
import { JiraRefusal } from "../../../connectors/jira/answer.ts";
import { missingScope, MissingScope, readScopes, withScopes, writeScope } from "../../../connectors/jira/scopes.ts";
import { scopeFindings } from "../../../connectors/jira/scope-check.ts";
import { Failure } from "../../../src/domain/failure.ts";
import type { SourcePage } from "../../../src/ports/connector.ts";
import { all, failureOf } from "./acme.ts";
import { aSite, startSite, type StartedSite, type StartOptions } from "./sandbox-site.ts";

/** A token with scopes works only on Atlassian's gateway, where each request needs its scope. */
const everyScope = [...readScopes, writeScope];
const rollup = { title: "Payments", labels: [], blocks: [], stamp: [] };
const marker = "rollup:payments:PAY";
const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Story" } as const;
const needs = { reads: ["PAY"], comments: ["PAY"], rollups: ["PAY"] };

const data = {
  ...aSite(),
  boards: [{ id: 9, name: "Checkout", type: "scrum", location: { projectKey: "PAY" } }],
  sprints: [{ id: 41, name: "Sprint 1", state: "active", originBoardId: 9 }],
};

let site: StartedSite | null = null;
afterEach(() => site?.close());

async function started(scopes: readonly string[], more: Partial<StartOptions> = {}): Promise<StartedSite> {
  site = await startSite({ data, scopes, scope: { containers: ["PAY"] }, ...more });
  return site;
}

const without = (...scopes: readonly string[]) => everyScope.filter((scope) => !scopes.includes(scope));
const stream = async ({ source }: StartedSite, name: string): Promise<readonly SourcePage[]> =>
  all(source.pull({ name }, null));

test("everything that Signalbox reads and writes goes through the gateway, and links lead to the site", async () => {
  const whole = await started(everyScope);
  const { sink, site: at } = whole;
  const pages = await stream(whole, "issues");
  const [item] = pages.flatMap(({ items }) => items);
  expect(item?.item.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/jira\/acme\/browse\/PAY-1$/u);
  const boxes = await stream(whole, "sprints");
  expect(boxes.flatMap(({ sprints }) => sprints.map(({ name }) => name))).toEqual(["Sprint 1"]);
  const written = await sink.createIssue(target, sink.render(rollup, marker), marker);
  expect(written.url).toContain(`/jira/acme/browse/${written.key}`);
  const comment = await sink.createComment({ key: "PAY-1", nativeId: "10001" }, sink.render(rollup, "c"), "c");
  await sink.updateComment({ key: "PAY-1", nativeId: "10001" }, comment, {
    rendered: sink.render({ ...rollup, title: "New" }, "c"),
    marker: "c",
  });
  expect(at.people.issue(written.key)).toMatchObject({ fields: { summary: "Payments" } });
});

describe("a refusal for lack of a scope", () => {
  const refused = (status: number, ...messages: readonly string[]) =>
    new JiraRefusal({ status, headers: new Headers() }, { messages, fields: {} });
  const lacking = refused(401, "Unauthorized; scope does not match");

  test.each([
    [
      "GET",
      "/rest/agile/1.0/board",
      ["read:board-scope:jira-software", "read:issue-details:jira", "read:project:jira"],
    ],
    ["GET", "/rest/agile/1.0/board/12/sprint", ["read:sprint:jira-software"]],
    ["GET", "/rest/agile/1.0/board/12/configuration", ["read:board-scope.admin:jira-software", "read:project:jira"]],
    ["GET", "/rest/api/3/myself", ["read:jira-user"]],
    ["GET", "/rest/api/3/user/search", ["read:jira-user"]],
    ["GET", "/rest/api/3/field", ["read:jira-work"]],
    ["POST", "/rest/api/3/search/jql", ["read:jira-work"]],
    ["POST", "/rest/api/3/changelog/bulkfetch", ["read:jira-work"]],
    ["POST", "/rest/api/3/issue", ["write:jira-work"]],
    ["PUT", "/rest/api/3/issue/10001/comment/1", ["write:jira-work"]],
    ["POST", "/rest/webhooks/1.0/webhook", []],
  ])("names what %s %s needs", (method, path, scopes) => {
    expect(withScopes(lacking, method, path)).toMatchObject({ status: 401, scopes });
  });

  test.each([
    ["that is about another thing", refused(401, "Unauthorized")],
    ["without words", refused(401)],
    ["that is no refusal of the token", refused(404, "No scope of that name")],
    ["that Jira did not answer", new Error("scope")],
  ])("is not one %s", (_, error) => {
    expect(withScopes(error, "GET", "/rest/api/3/field")).toBe(error);
  });

  test("is one with 403 too, which says nothing of hidden items", () => {
    expect(withScopes(refused(403, "Scope missing"), "GET", "/rest/api/3/field")).toMatchObject({ status: 401 });
  });

  test.each([
    [["a"], "The token of acme lacks the scope a (HTTP 401) while reading."],
    [["a", "b"], "The token of acme lacks one of the scopes a, b (HTTP 401) while reading."],
    [[], "acme does not take a token with scopes (HTTP 401) while reading."],
  ])("names %j", (scopes, what) => {
    expect(missingScope("acme", "reading", new MissingScope(lacking, scopes)).message).toBe(what);
  });
});

describe("a token that lacks a scope", () => {
  test.each([
    ["read:jira-work", "issues"],
    ["read:board-scope:jira-software", "sprints"],
    ["read:sprint:jira-software", "sprints"],
  ])("%s is named where %s are read", async (scope, name) => {
    const at = await started(without(scope));
    const failure = await failureOf(stream(at, name));
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(failure.message).toContain("The token of acme lacks");
    expect(failure.message).toContain(scope);
    expect(failure.remedy).toContain("docs/connect-jira.md");
  });

  test("for boards reads issues all the same", async () => {
    const at = await started(without("read:board-scope:jira-software"));
    expect((await stream(at, "issues")).flatMap(({ items }) => items)).toHaveLength(2);
  });

  test("for the account is not called expired", async () => {
    const { setup } = await started(without("read:jira-user"));
    const credentials = (await setup.reach()).find(({ group }) => group === "credentials");
    expect(credentials).toMatchObject({
      outcome: "blocks",
      means: expect.stringContaining("the scope read:jira-user"),
    });
  });

  test("for writing is named by doctor and by the write, which does nothing", async () => {
    const { setup, sink } = await started(without(writeScope));
    const failure = await failureOf(sink.createIssue(target, sink.render(rollup, marker), marker));
    expect(failure.message).toContain("lacks the scope write:jira-work");
    const findings = await setup.permissions(needs);
    expect(findings.filter(({ outcome }) => outcome === "blocks").map(({ id }) => id)).toEqual([
      "scope:acme:write:jira-work",
    ]);
  });

  test.each([
    ["read:board-scope:jira-software", "scope:acme:boards"],
    ["read:sprint:jira-software", "scope:acme:sprints"],
  ])("%s is named by doctor", async (scope, id) => {
    const { setup } = await started(without(scope));
    const findings = await setup.permissions(needs);
    expect(findings.filter(({ outcome }) => outcome === "blocks")).toMatchObject([
      { id, means: expect.stringContaining(scope) },
    ]);
  });

  test("for webhooks does not exist: an administrator registers it", async () => {
    const { hooks } = await started(everyScope, { connection: { webhookSecrets: ["long-enough-secret"] } });
    const failure = await failureOf(hooks.install("https://signalbox.example/webhooks/acme"));
    expect(failure.message).toContain("does not take a token with scopes");
    expect(failure.remedy).toContain("by hand");
  });

  test("for writing is not missed where nothing is written", async () => {
    const { setup } = await started(without(writeScope));
    const findings = await setup.permissions({ reads: ["PAY"], comments: [], rollups: [] });
    expect(findings.filter(({ id }) => id.startsWith("scope:"))).toMatchObject([{ id: "scope:acme", outcome: "ok" }]);
  });
});

describe("doctor tries no scope", () => {
  test("of a token without scopes", async () => {
    const { setup } = await started([], { connection: { gateway: undefined } as never, scopes: undefined as never });
    expect((await setup.permissions(needs)).filter(({ id }) => id.startsWith("scope:"))).toEqual([]);
  });

  test("while Jira cannot be asked", async () => {
    const failure = new Failure({
      code: "unreachable",
      what: "",
      remedy: "",
      verdict: { kind: "retry", afterMs: null },
    });
    const connection = { key: "acme", gateway: "https://api.atlassian.com/ex/jira/1" };
    const client = { connection, call: () => Promise.reject(failure) };
    await expect(scopeFindings(client as never, needs)).rejects.toBe(failure);
  });
});

test("doctor finds every scope, and writes nothing", async () => {
  const { setup, site: at } = await started(everyScope);
  const findings = await setup.permissions(needs);
  expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
  expect(findings.map(({ id }) => id)).toContain("scope:acme");
  expect(at.people.issue("PAY-1")).toMatchObject({ fields: { summary: "Issue 1" } });
});

test("doctor warns of searches that show nothing", async () => {
  const { setup } = await started(everyScope, { data: { ...data, issues: [], projects: [{ id: "1", key: "PAY" }] } });
  const findings = await setup.permissions({ ...needs, reads: ["PAY"] });
  expect(findings.find(({ id }) => id === "scope:acme:search")).toMatchObject({ outcome: "warning" });
});

describe("the wrong address for the token", () => {
  test("at the site's address doctor names the gateway", async () => {
    const { setup } = await started(everyScope, { connection: { gateway: undefined } as never });
    const found = (await setup.reach()).find(({ group }) => group === "credentials");
    expect(found?.remedy).toMatch(
      /write `gateway: http:\/\/127\.0\.0\.1:\d+\/ex\/jira\/cloud-id-of-acme` below `site`/u,
    );
  });

  test("an expired token is no token with scopes", async () => {
    const { setup } = await started(everyScope, { connection: { gateway: undefined, token: "expired" } as never });
    const found = (await setup.reach()).find(({ group }) => group === "credentials");
    expect(found).toMatchObject({ outcome: "blocks", remedy: expect.stringContaining("Create an API token") });
  });

  test("an expired token of a Data Center has no gateway", async () => {
    const { setup } = await started([], {
      dataCenter: "10.3.0",
      connection: { gateway: undefined, token: "expired" } as never,
    });
    const found = (await setup.reach()).find(({ group }) => group === "credentials");
    expect(found).toMatchObject({ outcome: "blocks", remedy: expect.stringContaining("personal access token") });
  });

  test("a page in place of the gateway is not blamed on its path, which it needs", async () => {
    const { setup } = await started(everyScope, { gatewayPath: "/ex/jira/elsewhere" });
    const found = (await setup.reach()).find(({ outcome }) => outcome === "blocks");
    expect(found).toMatchObject({ group: "proxy", remedy: expect.not.stringContaining("has the path") });
  });

  test("a token without scopes needs no gateway", async () => {
    const { source, setup, site: at } = await started(everyScope);
    at.administration.giveScopes(null);
    const failure = await failureOf(source.probe());
    expect(failure).toMatchObject({ code: "unauthorized", remedy: expect.stringContaining("leave `gateway` out") });
    const found = (await setup.reach()).find(({ group }) => group === "credentials");
    expect(found?.remedy).toContain("leave http://127.0.0.1");
  });
});
