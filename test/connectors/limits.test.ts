import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as github from "./github/hub.ts";
import * as jira from "./jira/acme.ts";

github.onlyPlannedCalls();

/** The same request path behind both trackers: a read and a create, and answers to them. */
function atJira() {
  const { client, ...time } = jira.aClient();
  const call = (what: string, request: Parameters<typeof client.call>[0]["request"], of = client) =>
    of.call({ what, schema: z.unknown(), request });
  return {
    ...time,
    sent: () => client.requests,
    read: () => call("reading", (api) => api.account()),
    readInBackground: () => call("reading", (api) => api.account(), client.inBackground()),
    create: () => call("creating", (api) => api.createIssue({ summary: "x" }, [])),
    answers: () => jira.wire().get("/rest/api/3/myself"),
    createAnswers: () => jira.wire().post("/rest/api/3/issue"),
  };
}

function atGithub() {
  const { client, ...time } = github.aClient();
  const call = { what: "reading", owner: "acme", schema: z.unknown() };
  const where = { owner: "acme", repo: "api" };
  const read = (of: typeof client) => of.rest({ ...call, request: ({ rest }) => rest.repos.get(where) });
  return {
    ...time,
    sent: () => client.requests,
    read: () => read(client),
    readInBackground: () => read(client.inBackground()),
    create: () =>
      client.rest({ ...call, kind: "create", request: ({ rest }) => rest.issues.create({ ...where, title: "x" }) }),
    answers: () => github.wire().get("/repos/acme/api"),
    createAnswers: () => github.wire().post("/repos/acme/api/issues"),
  };
}

describe.each([
  ["Jira", atJira],
  ["GitHub", atGithub],
])("%s", (_, at) => {
  test("is sent nothing for as long as it said, however long: what waits is told when it may go on", async () => {
    const { read, readInBackground, answers, sent, clock, wait, waits } = at();
    const begun = clock();
    answers().reply(429, {}, { "retry-after": "1800" });
    expect(await github.failureOf(read())).toMatchObject({ verdict: { kind: "retry", afterMs: 1_800_000 } });
    await wait(600_000);
    for (const late of [read, readInBackground]) {
      expect(await github.failureOf(late())).toMatchObject({
        code: "rate-limited",
        verdict: { kind: "retry", afterMs: 1_200_000 },
        remedy: "Run it again in 1200 s.",
      });
    }
    expect([sent(), waits]).toEqual([1, [600_000]]);
    await wait(1_190_000);
    answers().reply(200, {});
    await read();
    expect([sent(), clock() - begun]).toEqual([2, 1_800_000]);
  });

  test("is sent no more than what was under way when it said so", async () => {
    const { read, answers, sent } = at();
    answers().times(6).optionally().reply(429, {}, { "retry-after": "1800" });
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => read()));
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => "rejected"));
    expect(sent()).toBeLessThanOrEqual(6);
  });

  test("is asked again after an hour where it names a time beyond any budget's", async () => {
    const { read, answers, sent, wait } = at();
    answers().reply(429, {}, { "retry-after": "31536000" });
    await github.failureOf(read());
    await wait(3_600_000);
    answers().reply(200, {});
    await read();
    expect(sent()).toBe(2);
  });

  test("is given the time that it asks for while it is not available", async () => {
    const { read, answers, waits } = at();
    answers().reply(503, "", { "retry-after": "7" });
    answers().reply(200, {});
    await read();
    expect(waits).toEqual([7000]);
  });

  test("is asked again after a 408, and never for a create", async () => {
    const { read, create, answers, createAnswers, waits, sent } = at();
    answers().reply(408, "");
    answers().reply(200, {});
    await read();
    expect(waits).toEqual([1000]);
    createAnswers().reply(408, "");
    const failure = await github.failureOf(create());
    expect(failure).toMatchObject({ code: "outcome-unknown", verdict: { kind: "retry", afterMs: null } });
    expect(failure.message).toContain("is not available (HTTP 408) while");
    expect(failure.message).toContain("It may be done or not.");
    expect(sent()).toBe(3);
  });
});

describe("GitHub's budget that is spent for longer than a process waits", () => {
  test.each([
    ["as ours", 0],
    ["an hour behind ours", -3600],
    ["an hour ahead of ours", 3600],
  ])("holds what comes after, without a request, where its clock is %s", async (_, aheadS) => {
    const { read, answers, sent, clock } = atGithub();
    const toldS = clock() / 1000 + aheadS;
    const date = new Date(toldS * 1000).toUTCString();
    answers().reply(200, {}, { date, "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(toldS + 1800) });
    await read();
    expect(await github.failureOf(read())).toMatchObject({ code: "rate-limited", verdict: { afterMs: 1_800_000 } });
    expect(sent()).toBe(1);
  });

  test("is asked for again after growing pauses where it should be full again and is not", async () => {
    const { read, answers, waits, clock } = atGithub();
    const now = String(clock() / 1000);
    answers().times(3).reply(403, {}, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": now });
    answers().reply(200, {});
    await read();
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  test("as a growing pause does that GitHub leaves to us", async () => {
    const { read, answers, waits } = atGithub();
    answers().times(3).reply(403, { message: "You have exceeded a secondary rate limit." });
    expect(await github.failureOf(read())).toMatchObject({ verdict: { afterMs: 240_000 } });
    expect(await github.failureOf(read())).toMatchObject({ verdict: { afterMs: 240_000 } });
    expect(waits).toEqual([60_000, 120_000]);
  });
});
