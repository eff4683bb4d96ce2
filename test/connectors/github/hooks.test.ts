import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import nock from "nock";
import { createGithubHooks, type HooksOptions } from "../../../connectors/github/hooks.ts";
import { aClient, failureOf, type From, onlyPlannedCalls, server, wire } from "./hub.ts";

onlyPlannedCalls();

const url = "https://signalbox.acme.example/webhooks/hub";
const events = ["issue_dependencies", "issues", "milestone", "pull_request", "sub_issues"];
const path = "/repos/acme/api/hooks";

function start(repos: readonly string[] = ["acme/api"], from: From = {}, scope: Partial<HooksOptions["scope"]> = {}) {
  const { client, logged } = aClient({ webhookSecrets: ["present-secret", "old-secret"], ...from });
  return { hooks: createGithubHooks(client, { scope: { containers: repos, ...scope } }), client, logged };
}

function aHook(change: Readonly<Record<string, unknown>> = {}) {
  const config = { url, content_type: "json", insecure_ssl: "0", secret: "********" };
  return { id: 5, name: "web", active: true, events: events.toReversed(), config, ...change };
}

const foreign = aHook({ id: 4, config: { url: `${url}-of-another`, content_type: "form" } });
const lists = (...found: readonly object[]) => wire().get(`${path}?per_page=100`).reply(200, found);
const config = { url, content_type: "json", secret: "present-secret" };

describe("status", () => {
  test.each<[string, readonly object[], object]>([
    ["none of ours", [foreign], { state: "missing", detail: null }],
    ["as it should be", [foreign, aHook()], { state: "installed", detail: null }],
    [
      "never called",
      [aHook({ last_response: { code: null, status: "unused", message: null } })],
      { state: "installed", detail: null },
    ],
    ["called", [aHook({ last_response: { code: 202 } })], { state: "installed", detail: "the last delivery arrived" }],
    [
      "refused by us",
      [aHook({ last_response: { code: 401 } })],
      { state: "installed", detail: "the last delivery got HTTP 401", refused: 401 },
    ],
    [
      "not reaching us",
      [aHook({ last_response: { code: 0 } })],
      { state: "installed", detail: "the last delivery did not reach us", refused: 0 },
    ],
    ["switched off", [aHook({ active: false })], { state: "differs", detail: "it is switched off" }],
    [
      "sending forms",
      [aHook({ config: { url, content_type: "form" } })],
      { state: "differs", detail: "it does not send JSON" },
    ],
    [
      "other events",
      [aHook({ events: [...events.slice(2), "push"] })],
      {
        state: "differs",
        detail: "it lacks the events issue_dependencies, issues; it also sends push",
      },
    ],
    [
      "beside one of a former address of the service",
      [aHook(), aHook({ id: 6, config: { url: "https://old.example/webhooks/hub/x", content_type: "json" } })],
      { state: "installed", detail: null, elsewhere: ["https://old.example"] },
    ],
    [
      "with a former end, twice",
      [
        aHook({ config: { url: `${url}/a`, content_type: "json" } }),
        aHook({ id: 6, config: { url: `${url}/b`, content_type: "json" } }),
      ],
      { state: "differs", detail: "it calls a former address of our endpoint; 1 more of ours beside it" },
    ],
  ])("%s", async (_, found, expected) => {
    lists(...found);
    expect(await start().hooks.status(url)).toEqual([{ place: "acme/api", ...expected }]);
  });

  test("is told per repository, from all pages", async () => {
    const next = `https://api.github.com${path}?per_page=100&page=2`;
    wire()
      .get(`${path}?per_page=100`)
      .reply(200, [foreign], { link: `<${next}>; rel="next"` });
    wire().get(`${path}?per_page=100&page=2`).reply(200, [aHook()]);
    wire().get("/repos/acme/web/hooks?per_page=100").reply(200, []);
    expect((await start(["acme/api", "acme/web"]).hooks.status(url)).map(({ place, state }) => [place, state])).toEqual(
      [
        ["acme/api", "installed"],
        ["acme/web", "missing"],
      ],
    );
  });
});

describe("install", () => {
  test("creates what is missing, signed with the present secret", async () => {
    lists(foreign);
    wire().post(path, { config, events }).reply(201, aHook());
    expect(await start().hooks.install(url)).toEqual([{ place: "acme/api", outcome: "created" }]);
  });

  test("leaves alone what is right", async () => {
    lists(aHook({ last_response: { code: 500 } }));
    expect(await start().hooks.install(url)).toEqual([{ place: "acme/api", outcome: "unchanged" }]);
  });

  test.each([
    ["other events", { events: ["push"] }],
    ["switched off", { active: false }],
    ["forms", { config: { url, content_type: "form" } }],
    ["a last delivery that our endpoint refused", { last_response: { code: 401 } }],
  ])("sets right: %s, the secret too", async (_, change) => {
    lists(foreign, aHook(change));
    wire().patch(`${path}/5`, { config, events, active: true }).reply(200, aHook());
    expect(await start().hooks.install(url)).toEqual([{ place: "acme/api", outcome: "updated" }]);
  });

  test("moves one with a former end, and removes what repeats it", async () => {
    const former = (end: string) => ({ url: `${url}/${end}`, content_type: "json" });
    lists(aHook({ config: former("a") }), aHook({ id: 6, config: former("b") }));
    wire().patch(`${path}/5`, { config, events, active: true }).reply(200, aHook());
    wire().delete(`${path}/6`).reply(204);
    expect(await start().hooks.install(url)).toEqual([{ place: "acme/api", outcome: "updated" }]);
  });

  test("in the other repositories where GitHub refuses some, which it names", async () => {
    const ofRepo = (repo: string) => `/repos/acme/${repo}/hooks?per_page=100`;
    wire().get(ofRepo("docs")).reply(404, { message: "Not Found" });
    lists();
    wire().post(path, { config, events }).reply(201, aHook());
    wire().get(ofRepo("web")).reply(403, { message: "Must have admin rights to Repository." });
    const failure = await failureOf(start(["acme/docs", "acme/api", "acme/web"]).hooks.install(url));
    expect(failure).toMatchObject({ code: "not-found", remedy: expect.stringContaining("on acme/docs") });
    expect(failure.message).toMatch(/webhooks of acme\/docs.*webhooks of acme\/web: "Must have admin rights/u);
  });

  test("nothing without a secret", async () => {
    const { hooks } = start(["acme/api"], { webhookSecrets: [] });
    expect(await failureOf(hooks.install(url))).toMatchObject({ code: "config-invalid", verdict: { kind: "stop" } });
  });

  test("a lost answer is looked for the next time, not sent twice", async () => {
    lists();
    wire().post(path).reply(502, "");
    const { hooks, client } = start();
    expect(await failureOf(hooks.install(url))).toMatchObject({ code: "outcome-unknown" });
    expect(client.requests).toBe(2);
  });
});

describe("on an Enterprise Server that has sub-issues but no events of them", () => {
  const named = (...names: readonly string[]) => names.map((name) => ({ name }));
  const { apiUrl, webUrl } = server;
  const onServer = { apiUrl, webUrl };
  const host = () => nock(apiUrl);
  const wanted = ["issue_dependencies", "issues", "milestone", "pull_request"];

  function planned(...found: readonly object[]): void {
    const schema = {
      issueSchema: { fields: named("blockedBy", "parent") },
      closedSchema: { fields: [] },
      timelineSchema: { possibleTypes: [] },
    };
    host().get(`${path}?per_page=100`).reply(200, found);
    nock(webUrl).post("/api/graphql").reply(200, { data: schema });
  }

  test("they are left out once the server has refused them", async () => {
    planned();
    host()
      .post(path, { config, events: [...wanted, "sub_issues"] })
      .reply(422, { message: "Validation Failed" });
    host().post(path, { config, events: wanted }).reply(201, aHook());
    expect(await start(["acme/api"], onServer).hooks.install(url)).toEqual([{ place: "acme/api", outcome: "created" }]);
  });

  test("the hook lacks nothing", async () => {
    planned(aHook({ events: wanted }));
    expect(await start(["acme/api"], onServer).hooks.status(url)).toMatchObject([{ state: "installed", detail: null }]);
  });

  test("another refusal is not repeated", async () => {
    planned();
    host().post(path).reply(403, { message: "Must have admin rights" });
    const { hooks, client } = start(["acme/api"], onServer);
    expect(await failureOf(hooks.install(url))).toMatchObject({ code: "forbidden" });
    expect(client.requests).toBe(3);
  });
});

describe("remove", () => {
  test("takes away ours and no other", async () => {
    lists(foreign, aHook(), aHook({ id: 6 }));
    wire().delete(`${path}/5`).reply(204);
    wire().delete(`${path}/6`).reply(204);
    expect(await start().hooks.remove(url)).toEqual([{ place: "acme/api", outcome: "removed" }]);
  });

  test("nothing where there is none of ours", async () => {
    lists(foreign);
    expect(await start().hooks.remove(url)).toEqual([{ place: "acme/api", outcome: "unchanged" }]);
  });
});

test.each([
  [403, "forbidden"],
  [404, "not-found"],
])("HTTP %i names the permission", async (status, code) => {
  wire().get(`${path}?per_page=100`).times(3).reply(status, { message: "Nope" });
  const { logged, hooks } = start();
  for (const action of ["status", "install", "remove"] as const) {
    const failure = await failureOf(hooks[action](url));
    expect(failure).toMatchObject({ code, remedy: expect.stringContaining('"Webhooks: read and write" on acme/api') });
    expect(JSON.stringify([failure.message, failure.remedy, logged])).not.toContain("secret");
  }
});

describe("an app", () => {
  const privateKey = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  }).privateKey;
  const app = () => start(["acme/api"], { auth: { kind: "app", appId: "7", privateKey } }).hooks;

  test.each<[string, object, readonly string[], string, RegExp]>([
    ["ours", { url, content_type: "json" }, [...events, "push"], "installed", /^whether it is active/],
    ["sending forms", { url, content_type: "form" }, events, "differs", /^it does not send JSON; /],
    [
      "fewer events",
      { url, content_type: "json" },
      events.slice(1),
      "differs",
      /not subscribed to issue_dependencies; /,
    ],
    ["another address", { url: "https://other.example", content_type: "json" }, events, "missing", /another address/],
    ["no address", {}, events, "missing", /or none/],
  ])("has one hook for all: %s", async (_, hook, subscribed, state, detail) => {
    wire().get("/app").reply(200, { slug: "signalbox", events: subscribed });
    wire().get("/app/hook/config").reply(200, hook);
    expect(await app().status(url)).toEqual([{ place: "app signalbox", state, detail: expect.stringMatching(detail) }]);
  });

  test("needs the event of project items where a team names a project", async () => {
    wire().get("/app").reply(200, { slug: "signalbox", events });
    wire().get("/app/hook/config").reply(200, { url, content_type: "json" });
    const project = { address: "acme/5", iterationField: null, pointsField: null, statusField: null };
    const { hooks } = start([], { auth: { kind: "app", appId: "7", privateKey } }, { projects: [project] });
    const detail = expect.stringContaining("the app is not subscribed to projects_v2_item");
    expect(await hooks.status(url)).toEqual([{ place: "app signalbox", state: "differs", detail }]);
  });

  test("is set up by its owner: nothing is changed", async () => {
    const hooks = app();
    expect(await failureOf(hooks.install(url))).toMatchObject({
      code: "request-refused",
      remedy: expect.stringMatching(/subscribe to .*issues/),
    });
    expect(await failureOf(hooks.remove(url))).toMatchObject({ code: "request-refused" });
  });
});
