import { describe, expect, test } from "vitest";
import { clip, httpFailure, networkFailure } from "../../../connectors/kit/http-failure.ts";
import { retryAfterMs } from "../../../connectors/kit/rate-headers.ts";

const now = Date.parse("2026-11-23T10:00:00Z");

function refuse(status: number, headers: Record<string, string> = {}, detail: string | null = null) {
  return httpFailure({
    connection: "acme-jira",
    what: "reading the issues of PAY",
    status,
    headers: new Headers(headers),
    detail,
    now,
  });
}

describe("httpFailure", () => {
  test.each([
    { status: 401, code: "unauthorized", verdict: { kind: "stop" } },
    { status: 403, code: "forbidden", verdict: { kind: "park" } },
    { status: 404, code: "not-found", verdict: { kind: "park" } },
    { status: 410, code: "not-found", verdict: { kind: "park" } },
    { status: 400, code: "request-refused", verdict: { kind: "park" } },
    { status: 408, code: "tracker-unavailable", verdict: { kind: "retry", afterMs: null } },
    { status: 500, code: "tracker-unavailable", verdict: { kind: "retry", afterMs: null } },
    { status: 429, code: "rate-limited", verdict: { kind: "retry", afterMs: null } },
  ])("$status is $code", ({ status, code, verdict }) => {
    const failure = refuse(status);
    expect(failure).toMatchObject({ code, verdict });
    expect(failure.message).toContain(`acme-jira`);
    expect(failure.message).toContain(`(HTTP ${status}) while reading the issues of PAY.`);
    expect(failure.remedy).not.toBe("");
  });

  test("a 403 with a spent budget is a rate limit, with the time it says", () => {
    const failure = refuse(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 90) });
    expect(failure).toMatchObject({ code: "rate-limited", verdict: { kind: "retry", afterMs: 90_000 } });
    expect(failure.remedy).toBe("Run it again in 90 s.");
  });

  test("a 503 tells when to come back", () => {
    expect(refuse(503, { "retry-after": "7" }).verdict).toEqual({ kind: "retry", afterMs: 7000 });
  });

  test("quotes the tracker on one line, clipped", () => {
    const failure = refuse(400, {}, `bad\n\u0007${"x".repeat(400)}`);
    expect(failure.message).toContain(': "bad xxx');
    expect(failure.message.length).toBeLessThan(420);
  });
});

describe("retryAfterMs", () => {
  test.each<[string, Record<string, string>, number | null]>([
    ["seconds", { "retry-after": "12" }, 12_000],
    ["a date", { "retry-after": "Mon, 23 Nov 2026 10:00:30 GMT" }, 30_000],
    ["a date gone by", { "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" }, 0],
    [
      "a date of a clock an hour ahead of ours",
      { date: "Mon, 23 Nov 2026 11:00:00 GMT", "retry-after": "Mon, 23 Nov 2026 11:00:30 GMT" },
      30_000,
    ],
    [
      "a reset of a clock an hour behind ours",
      { date: "Mon, 23 Nov 2026 09:00:00 GMT", "x-ratelimit-reset": "2026-11-23T09:01:00Z" },
      60_000,
    ],
    ["the beta spelling", { "beta-retry-after": "3" }, 3000],
    ["an ISO reset without a count", { "x-ratelimit-reset": "2026-11-23T10:01:00Z" }, 60_000],
    ["a reset while something is left", { "x-ratelimit-remaining": "17", "x-ratelimit-reset": "1795428000" }, null],
    ["nonsense", { "retry-after": "soon", "x-ratelimit-reset": "later" }, null],
    ["nothing", {}, null],
  ])("%s", (_, headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
});

describe("networkFailure", () => {
  test.each([
    ["ENOTFOUND", "Correct the address, or this machine's name server. Then run it again."],
    ["ECONNREFUSED", "Correct host and port, or start the server there. Then run it again."],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS=/path/to/ca.pem"],
    ["UNKNOWN", "Check the address of connection acme-jira and the network. Then run it again."],
  ])("says how to mend %s", (code, remedy) => {
    const cause = new TypeError("fetch failed", { cause: Object.assign(new Error("it failed"), { code }) });
    const failure = networkFailure({ connection: "acme-jira", what: "checking the account", cause });
    expect(failure.remedy).toContain(remedy);
  });

  test.each<[string, unknown, string]>([
    [
      "the cause of fetch failed",
      new TypeError("fetch failed", { cause: new Error("ENOTFOUND acme") }),
      "ENOTFOUND acme",
    ],
    ["the first of several", new AggregateError([new Error("ECONNREFUSED ::1")], ""), "ECONNREFUSED ::1"],
    ["a time limit", new DOMException("x", "TimeoutError"), "no answer within the time limit"],
    ["a thrown text", "odd", "odd"],
  ])("names %s", (_, cause, reason) => {
    const failure = networkFailure({ connection: "acme-jira", what: "checking the account", cause });
    expect(failure.message).toBe(`acme-jira cannot be reached while checking the account: ${reason}.`);
    expect(failure).toMatchObject({ code: "unreachable", verdict: { kind: "retry", afterMs: null }, cause });
  });
});

test("clip keeps short text and ends long text with an ellipsis", () => {
  expect(clip(" a\r\nb ", 10)).toBe("a b");
  expect(clip("abcdefgh", 5)).toBe("abcd…");
  expect(clip("abc😀efgh", 5)).toBe("abc…");
});
