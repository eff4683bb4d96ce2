import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { isDescribed, message, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

describe("who may come in", () => {
  test.each<[name: string, authorization: string | null]>([
    ["no credentials", null],
    ["a wrong token", `Basic ${Buffer.from("release-bot@acme.example:wrong").toString("base64")}`],
    ["a bearer token", "Bearer token-of-acme"],
  ])("%s: 401, not in the usual form of errors", async (_, authorization) => {
    const response = await fetch(
      `${jira.baseUrl}/rest/api/3/myself`,
      authorization === null ? {} : { headers: { authorization } },
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      message: "Client must be authenticated to access this resource.",
      "status-code": 401,
    });
    expect(response.headers.get("x-seraph-loginreason")).toBe("AUTHENTICATED_FAILED");
  });

  test("the account is told who it is and in which zone", async () => {
    expect((await jira.call("GET", "/rest/api/3/myself")).body).toMatchObject({
      accountId: jira.site.account.accountId,
      emailAddress: jira.site.account.email,
      timeZone: "Europe/Berlin",
    });
    expect((await jira.call("GET", "/rest/api/3/serverInfo")).body).toMatchObject({
      deploymentType: "Cloud",
      baseUrl: jira.baseUrl,
    });
  });
});

describe("what is not there", () => {
  test.each(["/rest/api/3/nope", "/rest/api/2/myself", "/rest/agile/1.0/nope", "/rest/software/1.0/nope"])(
    "%s is 404",
    async (path) => {
      const { status, body } = await jira.call("GET", path);
      expect({ status, body }).toEqual({
        status: 404,
        body: { message: `null for uri: ${jira.baseUrl}${path}`, "status-code": 404 },
      });
    },
  );

  test("a body that is no JSON is the client's mistake", async () => {
    const authorization = `Basic ${Buffer.from(`${jira.site.account.email}:${jira.site.account.token}`).toString("base64")}`;
    const response = await fetch(`${jira.baseUrl}/rest/api/3/search/jql`, {
      method: "POST",
      headers: { authorization },
      body: "{",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errorMessages: [expect.stringContaining("parsing JSON")] });
  });

  test("a parameter that should be a number is refused when it is none", async () => {
    expect((await jira.call("GET", "/rest/api/3/project/search?startAt=x")).status).toBe(400);
  });
});

describe("rates", () => {
  test("every answer says how much is left; it is never near the end", async () => {
    const left = [];
    for (let count = 0; count < 200; count += 1) {
      const { headers } = await jira.call("GET", "/rest/api/3/myself");
      left.push(Number(headers.get("x-ratelimit-remaining")));
      expect([headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-nearlimit")]).toEqual(["350", "false"]);
    }
    expect(Math.min(...left)).toBeGreaterThan(150);
    expect(jira.site.requests()).toBe(200);
  });

  test("a throttled site answers 429 with when to come back, as often as told", async () => {
    jira.site.people.throttle(2);
    const answers = [
      await jira.call("GET", "/rest/api/3/myself"),
      await jira.call("GET", "/rest/api/3/myself"),
      await jira.call("GET", "/rest/api/3/myself"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(Object.fromEntries(answers[0]?.headers ?? [])).toMatchObject({
      "retry-after": "1",
      "ratelimit-reason": "jira-burst-based",
      "x-ratelimit-reset": "2026-11-02T09:00:01.000Z",
    });
  });
});

describe("a project that may not be written to", () => {
  test.each<[method: string, path: string, body: object | undefined]>([
    ["POST", "/rest/api/3/issue", { fields: { project: { key: "LED" }, summary: "x", issuetype: { name: "Task" } } }],
    ["PUT", "/rest/api/3/issue/LED-1", { fields: { summary: "x" } }],
    ["DELETE", "/rest/api/3/issue/LED-1", undefined],
    ["POST", "/rest/api/3/issue/LED-1/comment", { body: adf("x") }],
    ["POST", "/rest/api/3/issue/LED-1/transitions", { transition: { id: "11" } }],
    [
      "POST",
      "/rest/api/3/issueLink",
      { type: { name: "Blocks" }, inwardIssue: { key: "LED-1" }, outwardIssue: { key: "PAY-1" } },
    ],
    ["POST", "/rest/api/3/issue/LED-1/remotelink", { object: { url: "https://example.com", title: "x" } }],
  ])("%s %s is 403 and changes nothing", async (method, path, body) => {
    jira.site.people.setReadOnly("LED", true);
    const before = jira.site.people.issue("LED-1");
    const answer = await jira.call(method, path, body);
    expect(answer.status).toBe(403);
    expect(message(answer)).toMatch(/^You do not have permission to .* in this project\.$/);
    expect(jira.site.people.issue("LED-1")).toEqual(before);
    jira.site.people.setReadOnly("LED", false);
    expect((await jira.call(method, path, body)).status).toBeLessThan(300);
  });
});

describe("projects and what is in them", () => {
  test("projects are found by key, id or words", async () => {
    const keys = async (query: string) =>
      objectsAt((await jira.call("GET", `/rest/api/3/project/search${query}`)).body, "values").map(({ key }) => key);
    await expect(keys("")).resolves.toEqual(["LED", "PAY"]);
    await expect(keys("?keys=PAY")).resolves.toEqual(["PAY"]);
    await expect(keys("?query=ledg&maxResults=1")).resolves.toEqual(["LED"]);
    expect((await jira.call("GET", "/rest/api/3/project/PAY")).body).toMatchObject({
      id: "10100",
      key: "PAY",
      issueTypes: expect.any(Array),
    });
    expect(message(await jira.call("GET", "/rest/api/3/project/NOPE"))).toBe(
      "No project could be found with key 'NOPE'.",
    );
    expect(message(await jira.call("GET", "/rest/api/3/project/1"))).toBe("No project could be found with id '1'.");
  });

  test("a project has the versions of its issues, paged or whole", async () => {
    expect(await jira.read("/rest/api/3/project/PAY/versions")).toMatchObject([{ id: "88", name: "1.0" }]);
    expect((await jira.call("GET", "/rest/api/3/project/PAY/version?maxResults=10")).body).toMatchObject({
      total: 1,
      isLast: true,
    });
    expect(await jira.read("/rest/api/3/project/LED/versions")).toEqual([]);
  });

  test("types, their fields, statuses and priorities can be listed", async () => {
    const types = objectsAt((await jira.call("GET", "/rest/api/3/issue/createmeta/PAY/issuetypes")).body, "issueTypes");
    expect(types.map(({ name }) => name)).toEqual(["Epic", "Story", "Task"]);
    const task = String(types.at(-1)?.["id"]);
    const { body } = await jira.call("GET", `/rest/api/3/issue/createmeta/PAY/issuetypes/${task}`);
    expect(
      objectsAt(body, "fields")
        .filter(({ required }) => required === true)
        .map(({ fieldId }) => fieldId),
    ).toEqual(["summary", "issuetype", "project"]);
    expect((await jira.call("GET", "/rest/api/3/issue/createmeta/PAY/issuetypes/1")).status).toBe(404);
    expect(objectsAt({ list: await jira.read("/rest/api/3/status") }, "list").map(({ name }) => name)).toEqual([
      "To Do",
      "In Progress",
      "Done",
    ]);
    expect(await jira.read("/rest/api/3/priority", 0, "name")).toBe("Medium");
    expect(await jira.read("/rest/api/3/issuetype", 0, "name")).toBe("Epic");
  });

  test("an empty site still answers", async () => {
    const empty = await startSite();
    expect(await empty.read("/rest/api/3/project/search", "values")).toEqual([]);
    expect(await empty.read("/rest/api/3/status", 0, "name")).toBe("To Do");
    await empty.close();
  });
});

test("an observer sees each request with its answer until it is dismissed", async () => {
  const seen: unknown[] = [];
  const dismiss = jira.site.onRequest(({ method, path, query, body, status, response }) =>
    seen.push([method, path, query.get("fields"), body, status, at(response, "key")]),
  );
  await jira.call("GET", "/rest/api/3/issue/PAY-1?fields=summary");
  await jira.call("POST", "/rest/api/3/nope", { a: 1 });
  dismiss();
  await jira.call("GET", "/rest/api/3/myself");
  expect(seen).toEqual([
    ["GET", "/rest/api/3/issue/PAY-1", "summary", undefined, 200, "PAY-1"],
    ["POST", "/rest/api/3/nope", null, { a: 1 }, 404, undefined],
  ]);
});

test.skipIf(!isDescribed)("everything sent and answered fits the published description", async () => {
  const paths = [
    "myself",
    "serverInfo",
    "field",
    "status",
    "issuetype",
    "priority",
    "project/search?maxResults=50&keys=PAY",
    "project/PAY",
    "project/PAY/version?maxResults=5",
    "project/PAY/versions",
    "issue/createmeta/PAY/issuetypes",
    "issue/createmeta/PAY/issuetypes/10004",
  ];
  for (const path of paths) {
    expect((await jira.call("GET", `/rest/api/3/${path}`)).status).toBe(200);
  }
  expect(jira.problems()).toEqual([]);
});
