import { describe, expect, test } from "vitest";
import { commentAs, comments, graph, query, read, repo } from "./calls.ts";
import { aClient, failureOf, onlyPlannedCalls, server, wire } from "./hub.ts";

onlyPlannedCalls();

const json = { "content-type": "application/json; charset=utf-8" };
const comment = commentAs("create");

describe("every request", () => {
  test("names us, the version of the API and our credential", async () => {
    repo()
      .matchHeader("x-github-api-version", "2022-11-28")
      .matchHeader("user-agent", /^signalbox /)
      .matchHeader("authorization", "token s3cret-token")
      .reply(200, { id: 1 });
    const { client } = aClient();
    expect(await read(client)).toEqual({ status: 200, link: null, etag: null, singleSignOn: null, data: { id: 1 } });
    expect(client.requests).toBe(1);
  });

  test("goes to an Enterprise Server's own GraphQL address", async () => {
    wire({ ...server, apiUrl: server.webUrl })
      .post("/api/graphql")
      .reply(200, { data: { a: 1 } });
    expect(await query(aClient(server).client)).toEqual({ a: 1 });
  });
});

describe("a read that fails in passing is tried again", () => {
  test.each([500, 502, 503, 504])("HTTP %i", async (status) => {
    repo().times(2).reply(status, "<html>");
    repo().reply(200, {});
    const { client, waits } = aClient();
    await read(client);
    expect([waits, client.requests]).toEqual([[1000, 2000], 3]);
  });

  test("no answer at all, four times, is a failure that names the reason", async () => {
    repo()
      .times(4)
      .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    const { client, waits } = aClient();
    expect(await failureOf(read(client))).toMatchObject({ code: "unreachable", verdict: { kind: "retry" } });
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  test("JSON that breaks off", async () => {
    repo().reply(200, '{"id": 1', json);
    repo().reply(200, { id: 1 });
    const { client, waits } = aClient();
    expect((await read(client)).data).toEqual({ id: 1 });
    expect(waits).toEqual([1000]);
  });

  test("a GraphQL answer that could not be finished", async () => {
    graph().reply(200, { data: null, errors: [{ message: "Something went wrong while executing your query." }] });
    graph().reply(200, { data: { a: 1 } });
    expect(await query(aClient().client)).toEqual({ a: 1 });
  });

  test.each(["{", "", "null"])("a GraphQL answer that is none: '%s'", async (body) => {
    graph().times(4).reply(200, body, json);
    expect(await failureOf(query(aClient().client))).toMatchObject({ code: "unreadable-answer" });
  });
});

const at = (seconds: number) => String(Date.parse("2026-11-23T10:00:00Z") / 1000 + seconds);

describe("limits", () => {
  test.each<[string, number, string, Record<string, string>, number]>([
    ["Retry-After", 429, "slow", { "retry-after": "7" }, 7000],
    [
      "a spent budget",
      403,
      "API rate limit exceeded",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": at(30) },
      30_000,
    ],
    ["a secondary limit without a time", 403, "You have exceeded a secondary rate limit.", {}, 60_000],
    ["content that came too fast", 422, "Validation Failed; was submitted too quickly", {}, 60_000],
  ])("%s is waited for", async (_, status, message, headers, ms) => {
    repo().reply(status, { message }, headers);
    repo().reply(200, {});
    const { client, waits } = aClient();
    await read(client);
    expect(waits).toEqual([ms]);
  });

  test("GraphQL says so in a 200", async () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": at(40), "x-ratelimit-resource": "graphql" };
    graph().reply(200, { data: null, errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] }, headers);
    graph().reply(200, { data: { a: 1 } });
    const { client, waits } = aClient();
    await query(client);
    expect(waits).toEqual([40_000]);
  });

  test("a GraphQL secondary limit in a 200 is waited for as well", async () => {
    const errors = [{ message: "You have exceeded a secondary rate limit. Please wait." }];
    graph().reply(200, { data: null, errors }, { "retry-after": "9" });
    graph().reply(200, { data: { a: 1 } });
    const { client, waits } = aClient();
    await query(client);
    expect(waits).toEqual([9000]);
  });

  test("a wait too long for a process is left to whoever called", async () => {
    repo().reply(403, { message: "no" }, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": at(3000) });
    const { client, waits } = aClient();
    expect(await failureOf(read(client))).toMatchObject({
      code: "rate-limited",
      verdict: { kind: "retry", afterMs: 3_000_000 },
      remedy: "Run it again in 3000 s.",
    });
    expect(waits).toEqual([]);
  });

  test("the last of a budget holds the next call of that kind only", async () => {
    repo().reply(
      200,
      {},
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": at(50), "x-ratelimit-resource": "core" },
    );
    graph().reply(200, { data: { a: 1 } });
    repo().reply(200, {});
    const { client, waits } = aClient();
    await read(client);
    await query(client);
    expect(waits).toEqual([]);
    await read(client);
    expect(waits).toEqual([50_000]);
  });

  test("one call's limit holds those that wait behind it", async () => {
    repo().reply(429, {}, { "retry-after": "5" });
    repo().times(9).reply(200, {});
    const { client, clock } = aClient();
    const before = clock();
    await Promise.all(Array.from({ length: 9 }, () => read(client)));
    expect(client.requests).toBe(10);
    expect(clock() - before).toBeGreaterThanOrEqual(5000);
  });
});

describe("a create is sent once", () => {
  test.each([500, 502, 504, 408])("HTTP %i: nobody knows", async (status) => {
    comments().reply(status, "");
    const { client } = aClient();
    expect(await failureOf(comment(client))).toMatchObject({ code: "outcome-unknown", verdict: { kind: "retry" } });
    expect(client.requests).toBe(1);
  });

  test.each([
    ["a lost answer", "ECONNRESET", "outcome-unknown"],
    ["a host that cannot be reached", "ECONNREFUSED", "unreachable"],
  ])("%s", async (_, code, expected) => {
    comments().replyWithError(Object.assign(new Error("x"), { code }));
    expect(await failureOf(comment(aClient().client))).toMatchObject({ code: expected });
  });

  test("an answer that cannot be read", async () => {
    comments().reply(201, "{", json);
    comments().reply(201, { nothing: true });
    const { client } = aClient();
    expect(await failureOf(comment(client))).toMatchObject({ code: "outcome-unknown" });
    expect(await failureOf(comment(client))).toMatchObject({ code: "outcome-unknown" });
  });

  test("a limit is a refusal, not an unknown outcome", async () => {
    comments().reply(429, {}, { "retry-after": "5" });
    const { client } = aClient();
    expect(await failureOf(comment(client))).toMatchObject({ code: "rate-limited" });
    expect(client.requests).toBe(1);
  });

  test("nor is it sent once it had to wait for over a minute: somebody else may have made it meanwhile", async () => {
    const spent = (seconds: number) => ({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": at(seconds) });
    repo().reply(200, {}, spent(60)).get("/repos/acme/api").reply(200, {}, spent(121));
    comments().reply(201, { id: 1 });
    const { client } = aClient();
    await read(client);
    expect(await comment(client)).toMatchObject({ status: 201 });
    await read(client);
    expect(await failureOf(comment(client))).toMatchObject({ code: "rate-limited", verdict: { kind: "retry" } });
    expect(client.requests).toBe(3);
  });

  test("a redirect is not followed: it would turn the create into a read", async () => {
    comments().reply(301, "", { location: "https://api.github.com/repositories/9/issues/7/comments" });
    expect(await failureOf(comment(aClient().client))).toMatchObject({ code: "not-found" });
  });
});

describe("writes", () => {
  test("go one at a time, a second apart on github.com", async () => {
    comments().times(3).reply(201, { id: 1 });
    const { client, waits } = aClient();
    await Promise.all([comment(client), comment(client), comment(client)]);
    expect(waits).toEqual([1000, 1000]);
  });

  test("are not held back on an Enterprise Server, which has no such limit unless it says so", async () => {
    wire(server).post("/repos/acme/api/issues/7/comments").times(3).reply(201, { id: 1 });
    const { client, waits } = aClient(server);
    await Promise.all([comment(client), comment(client), comment(client)]);
    expect(waits).toEqual([]);
  });
});

test("a field that the schema lacks is a refusal with a remedy, and asked for once", async () => {
  const message = "Field 'fullDatabaseId' doesn't exist on type 'Issue'";
  const extensions = { code: "undefinedField", typeName: "Issue", fieldName: "fullDatabaseId" };
  graph().reply(200, { errors: [{ path: ["query A", "a"], extensions, locations: [], message }] }, json);
  const { client } = aClient();
  const failure = await failureOf(query(client));
  expect(failure).toMatchObject({ code: "request-refused", verdict: { kind: "park" } });
  expect([failure.message, failure.remedy].join(" ")).toMatch(/doesn't exist on type 'Issue'.*from 3\.14 on/u);
  expect(client.requests).toBe(1);
});
