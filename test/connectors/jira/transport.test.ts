import { describe, expect, test } from "vitest";
import { z } from "zod";
import { aClient, connection, failureOf, onlyPlannedCalls, wire } from "./acme.ts";

onlyPlannedCalls();

const Anything = z.unknown();
type Client = ReturnType<typeof aClient>["client"];

const read = (client: Client) =>
  client.call({
    what: "checking the account",
    schema: Anything,
    request: (api) => api.account(),
  });
const search = (client: Client) =>
  client.call({
    what: "reading issues",
    schema: Anything,
    request: (api) => api.search({ jql: "project = PAY", fields: ["summary"], maxResults: 100, token: null }),
  });
const edit = (client: Client) =>
  client.call({
    what: "updating PAY-1",
    schema: Anything,
    request: (api) => api.editIssue("1", { fields: { summary: "x" } }),
  });
const create = (client: Client) =>
  client.call({
    what: "creating an issue",
    schema: Anything,
    request: (api) => api.createIssue({ summary: "x" }, []),
  });

const myself = () => wire().get("/rest/api/3/myself");

describe("a request", () => {
  test("carries the credentials and asks for JSON", async () => {
    const basic = Buffer.from(`${connection.account}:${connection.token}`).toString("base64");
    wire()
      .get("/rest/api/3/myself")
      .matchHeader("authorization", `Basic ${basic}`)
      .matchHeader("accept", "application/json")
      .reply(200, { accountId: "1" });
    const { client } = aClient();
    expect(await read(client)).toEqual({ accountId: "1" });
    expect(client.requests).toBe(1);
  });

  test("is refused where a parameter would leave its place in the path", async () => {
    const { client } = aClient();
    const hostile = ["PAY-1/../../serverInfo", "PAY-1?x=1", "..", "%2e%2e", "PAY-1#x", "a b"];
    for (const issueIdOrKey of hostile) {
      const call = client.call({
        what: "reading",
        schema: Anything,
        request: (api) => api.issue(issueIdOrKey, []),
      });
      await expect(call).rejects.toThrow(TypeError);
    }
    expect(client.requests).toBe(0);
  });
});

describe("too many requests", () => {
  test("a read waits as long as it is told, then goes on", async () => {
    myself().reply(429, {}, { "Retry-After": "7", "RateLimit-Reason": "jira-burst-based" });
    myself().reply(200, { accountId: "1" });
    const { client, waits } = aClient();
    await read(client);
    expect(waits).toEqual([7000]);
    expect(client.requests).toBe(2);
  });

  test("without a time it backs off, each time twice as long, and gives up after four tries", async () => {
    wire().post("/rest/api/3/search/jql").times(4).reply(429, {});
    const { client, waits } = aClient();
    expect(await failureOf(search(client))).toMatchObject({ code: "rate-limited" });
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  test("a long wait is left to the caller", async () => {
    myself().reply(429, {}, { "Retry-After": "3600" });
    const { client, waits } = aClient();
    const failure = await failureOf(read(client));
    expect(failure).toMatchObject({ code: "rate-limited", verdict: { kind: "retry", afterMs: 3_600_000 } });
    expect(waits).toEqual([]);
  });

  test("a change is repeated, a create is not", async () => {
    wire().put("/rest/api/3/issue/1").reply(429, {}, { "Retry-After": "2" });
    wire().put("/rest/api/3/issue/1").reply(204);
    wire().post("/rest/api/3/issue").reply(429, {}, { "Retry-After": "2" });
    const { client, waits } = aClient();
    await edit(client);
    expect(waits).toEqual([2000]);
    expect(await failureOf(create(client))).toMatchObject({ code: "rate-limited" });
    expect(client.requests).toBe(3);
  });

  test("a create that had to wait for over a minute is not sent: somebody else may have made it meanwhile", async () => {
    const spent = { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-23T11:00:00Z" };
    myself().times(18).reply(200, {}, spent);
    const { client } = aClient();
    const reads = Array.from({ length: 18 }, () => read(client));
    expect(await failureOf(create(client))).toMatchObject({ code: "rate-limited", verdict: { kind: "retry" } });
    await Promise.all(reads);
    expect(client.requests).toBe(18);
  });

  test("a spent budget holds the next call until it is full again", async () => {
    myself().reply(200, {}, { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-23T10:00:05Z" });
    myself().reply(200, {}, { "X-RateLimit-NearLimit": "true" });
    myself().reply(200, {}, { "X-RateLimit-Remaining": "0" });
    myself().reply(200, {});
    const { client, waits } = aClient();
    for (let n = 0; n < 4; n += 1) await read(client);
    expect(waits).toEqual([5000, 250, 1000]);
  });

  test("an empty bucket of Data Center holds the next call until it gets new tokens", async () => {
    const bucket = { "X-RateLimit-Limit": "20", "X-RateLimit-Interval-Seconds": "5", "X-RateLimit-FillRate": "10" };
    myself().reply(200, {}, { ...bucket, "X-RateLimit-Remaining": "0", "Retry-After": "3" });
    myself().reply(200, {}, { ...bucket, "X-RateLimit-Remaining": "9", "Retry-After": "0" });
    myself().reply(200, {});
    const { client, waits } = aClient();
    for (let n = 0; n < 3; n += 1) await read(client);
    expect(waits).toEqual([5000]);
  });
});

describe("a budget that runs low", () => {
  const low = { "X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "9" };

  test.each([
    ["until it is full again", { ...low, "X-RateLimit-Reset": "2026-11-23T10:02:00Z" }, [120_000]],
    ["for a second where the site does not tell when", low, [1000]],
    [
      "for an hour at most, whatever the site says",
      { ...low, "X-RateLimit-Reset": "2027-11-23T10:00:00Z" },
      [3_600_000],
    ],
    ["not at all with a tenth left", { ...low, "X-RateLimit-Remaining": "10" }, []],
    ["not at all without a limit to compare with", { "X-RateLimit-Remaining": "9" }, []],
  ])("holds what can wait %s, and nothing else", async (_, headers, held) => {
    myself().reply(200, {}, headers);
    myself().times(2).reply(200, {});
    const { client, waits } = aClient();
    await read(client);
    await read(client);
    expect(waits).toEqual([]);
    await read(client.inBackground());
    expect(waits).toEqual(held);
    expect(client.requests).toBe(3);
  });

  test("one that is spent holds both", async () => {
    const spent = { ...low, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-23T10:02:00Z" };
    myself().reply(200, {}, spent);
    myself().times(2).reply(200, {});
    const { client, waits } = aClient();
    await read(client);
    await read(client);
    expect(waits).toEqual([30_000]);
    await read(client.inBackground());
    expect(waits).toEqual([30_000, 90_000]);
  });
});

describe("a tracker in trouble", () => {
  test("a read is tried again, a search too though it is a POST", async () => {
    myself().reply(503, "down");
    myself().replyWithError(new Error("socket hang up"));
    myself().reply(200, { accountId: "1" });
    wire().post("/rest/api/3/search/jql").reply(502);
    wire().post("/rest/api/3/search/jql").reply(200, { issues: [] });
    const { client, waits } = aClient();
    await read(client);
    await search(client);
    expect(waits).toEqual([1000, 2000, 1000]);
  });

  test("neither a change nor a create is repeated", async () => {
    wire().put("/rest/api/3/issue/1").reply(503);
    wire().post("/rest/api/3/issue").reply(503);
    const { client, waits } = aClient();
    expect(await failureOf(edit(client))).toMatchObject({ code: "tracker-unavailable" });
    expect(await failureOf(create(client))).toMatchObject({ code: "outcome-unknown" });
    expect(waits).toEqual([]);
  });
});

describe("an answer that cannot be read", () => {
  test("a page instead of JSON names the address to check", async () => {
    myself().reply(200, "<html>Log in</html>", { "Content-Type": "text/html; charset=UTF-8" });
    const { client } = aClient();
    const failure = await failureOf(read(client));
    expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "park" } });
    expect(failure.message).toBe("acme-jira answers with text/html instead of JSON while checking the account.");
    expect(failure.remedy).toContain(connection.site);
  });

  test.each([
    ["https://login.example/sso?token=s", "a redirect to login.example while"],
    ["/login.jsp", "a redirect to another page while"],
    ["http://[", "a redirect to another page while"],
  ])("a redirect to %s is not followed: it would take our credentials elsewhere", async (Location, says) => {
    myself().reply(302, "", { Location });
    const { client } = aClient();
    expect((await failureOf(read(client))).message).toContain(says);
  });

  test("a body that breaks off is read again, then reported as passing", async () => {
    myself().times(4).reply(200, '{"accountId": "1', { "Content-Type": "application/json" });
    const { client, waits } = aClient();
    const failure = await failureOf(read(client));
    expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "retry", afterMs: null } });
    expect(failure.message).toContain("breaks off");
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  test("a shape we do not know says where", async () => {
    myself().reply(200, { accountId: 7 });
    const { client } = aClient();
    const failure = await failureOf(
      client.call({
        what: "checking the account",
        schema: z.object({ accountId: z.string() }),
        request: (api) => api.account(),
      }),
    );
    expect(failure.code).toBe("unreadable-answer");
    expect(failure.message).toContain('at "accountId"');
  });
});

describe("a refusal", () => {
  test.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not-found"],
    [400, "request-refused"],
  ])("%i becomes %s, with Jira's words and without our token", async (status, code) => {
    myself().reply(status, { errorMessages: ["Not so."], errors: { summary: "too long" } });
    const { client } = aClient();
    const failure = await failureOf(read(client));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain('"Not so. summary: too long"');
    expect(`${failure.message} ${failure.remedy} ${failure.stack}`).not.toContain(connection.token);
  });

  test("a proxy's page is no quotation", async () => {
    myself().reply(403, "<html>Blocked</html>");
    const { client } = aClient();
    expect((await failureOf(read(client))).message).toBe(
      "acme-jira does not allow it (HTTP 403) while checking the account.",
    );
  });
});

describe("a token that has expired while Jira answers as to anyone", () => {
  const refused = { "X-Seraph-LoginReason": "AUTHENTICATED_FAILED" };

  test.each([
    ["an empty search", 200, { issues: [] }],
    ["a project that is hidden from the public", 400, { errorMessages: ["The value 'PAY' does not exist."] }],
    ["an issue that is hidden from the public", 404, { errorMessages: ["Issue does not exist."] }],
  ])("is refused, and not taken for %s", async (_, status, body) => {
    wire().post("/rest/api/3/search/jql").reply(status, body, refused);
    const { client } = aClient();
    const failure = await failureOf(search(client));
    expect(failure).toMatchObject({ code: "unauthorized", verdict: { kind: "stop" } });
    expect(failure.message).toContain("as to an anonymous caller");
  });

  test("is tried again while Jira is down", async () => {
    myself().reply(503, "down", refused);
    myself().reply(200, { accountId: "1" }, { "X-Seraph-LoginReason": "OK" });
    const { client, waits } = aClient();
    expect(await read(client)).toEqual({ accountId: "1" });
    expect(waits).toEqual([1000]);
  });
});
