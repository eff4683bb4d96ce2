import { describe, expect, test } from "vitest";
import { JiraClient } from "../../../connectors/jira/client.ts";
import { hookEvents } from "../../../connectors/jira/wanted-hook.ts";
import { createJiraHooks } from "../../../connectors/jira/hooks.ts";
import type { JiraConnection } from "../../../src/ports/connection.ts";
import type { Scope } from "../../../src/ports/connector.ts";
import { bodyOf, connection, failureOf, onlyPlannedCalls, timeline, wire } from "./acme.ts";

onlyPlannedCalls();

const endpoint = "/rest/webhooks/1.0/webhook";
const url = "https://signalbox.acme.example/webhooks/acme-jira";
const place = connection.site;

function hooks(from: Partial<JiraConnection> = { webhookSecrets: ["s3cret"] }, scope: Partial<Scope> = {}) {
  const client = new JiraClient({ connection: { ...connection, ...from }, ...timeline() });
  return createJiraHooks(client, { scope: { containers: ["PAY", "LED"], jqls: [], ...scope } });
}

/** A webhook as Jira lists it. */
function registered(id: number, change: object = {}) {
  return {
    name: "Signalbox",
    url,
    excludeBody: false,
    filters: { "issue-related-events-section": 'project in ("PAY", "LED")' },
    events: hookEvents.toReversed(),
    enabled: true,
    self: `${connection.site}${endpoint}/${id}`,
    lastUpdatedUser: "admin",
    lastUpdated: 1_752_095_647_212,
    isSigned: true,
    ...change,
  };
}

const others = [
  registered(3, { url: "https://elsewhere.example/hook" }),
  registered(4, { url: `${url}-of-another` }),
  { url, name: "no id" },
  "odd",
];

function listed(...standing: object[]): void {
  wire()
    .get(endpoint)
    .reply(200, [...others, ...standing]);
}

describe("the state of our webhook", () => {
  test.each([
    ["there as it should be", registered(72), "installed", null],
    ["on a site that does not tell of signatures", registered(72, { isSigned: undefined }), "installed", null],
    ["switched off", registered(72, { enabled: false }), "differs", "switched off"],
    ["without bodies", registered(72, { excludeBody: true }), "differs", "without a body"],
    ["not signed", registered(72, { isSigned: false }), "differs", "not signed"],
    [
      "with other events",
      registered(72, { events: [...hookEvents.slice(1), "comment_created"] }),
      "differs",
      "without jira:issue_created; with comment_created",
    ],
    [
      "for other projects",
      registered(72, { filters: {} }),
      "differs",
      'filtered by "" instead of "project in ("PAY", "LED")"',
    ],
  ])("%s", async (_, standing, state, detail) => {
    listed(standing);
    expect(await hooks().status(url)).toEqual([{ place, state, detail }]);
  });

  test("beside one of a former address of the service, and one with a former end", async () => {
    const old = registered(74, { url: "https://old.example/webhooks/acme-jira/s3cret" });
    listed(registered(73, { url: `${url}/former` }), registered(72), old);
    expect(await hooks().status(url)).toEqual([
      { place, state: "differs", detail: "1 more of ours beside it", elsewhere: ["https://old.example"] },
    ]);
  });

  test("missing, whatever else there is", async () => {
    listed();
    expect(await hooks().status(url)).toEqual([{ place, state: "missing", detail: null }]);
  });
});

describe("installing", () => {
  async function sent(method: "post" | "put", path: string, install: () => Promise<unknown>) {
    let body: unknown;
    const planned = method === "post" ? wire().post(path) : wire().put(path);
    planned.reply(method === "post" ? 201 : 200, async (request: Request) => {
      body = await bodyOf(request);
      return registered(72);
    });
    return { outcome: await install(), body };
  }

  test("registers it, signed, for what we read", async () => {
    listed();
    const { outcome, body } = await sent("post", endpoint, () => hooks().install(url));
    expect(outcome).toEqual([{ place, outcome: "created" }]);
    expect(body).toEqual({
      name: "Signalbox",
      url,
      events: hookEvents,
      filters: { "issue-related-events-section": 'project in ("PAY", "LED")' },
      excludeBody: false,
      enabled: true,
      secret: "s3cret",
    });
  });

  test.each<Partial<Scope>>([{ containers: "all" }, { containers: [] }, { jqls: ["component = core"] }])(
    "filters nothing for %j",
    async (scope) => {
      listed();
      const { body } = await sent("post", endpoint, () => hooks({ webhookSecrets: ["s"] }, scope).install(url));
      expect(body).toMatchObject({ filters: {} });
    },
  );

  test("leaves one alone that is right", async () => {
    listed(registered(72));
    expect(await hooks().install(url)).toEqual([{ place, outcome: "unchanged" }]);
  });

  test("corrects one that differs", async () => {
    listed(registered(72, { enabled: false }));
    const { outcome, body } = await sent("put", `${endpoint}/72`, () => hooks().install(url));
    expect(outcome).toEqual([{ place, outcome: "updated" }]);
    expect(body).toMatchObject({ enabled: true, secret: "s3cret" });
  });

  test("gives one with a former end the present address, and removes what repeats it", async () => {
    listed(registered(72, { url: `${url}/former` }), registered(73, { url: `${url}/older` }));
    wire().delete(`${endpoint}/73`).reply(204);
    const { outcome, body } = await sent("put", `${endpoint}/72`, () => hooks().install(url));
    expect(outcome).toEqual([{ place, outcome: "updated" }]);
    expect(body).toMatchObject({ url });
  });

  test("sends the new secret while there are two, since Jira does not show which it has", async () => {
    listed(registered(72));
    const { outcome, body } = await sent("put", `${endpoint}/72`, () =>
      hooks({ webhookSecrets: ["new", "old"] }).install(url),
    );
    expect(outcome).toEqual([{ place, outcome: "updated" }]);
    expect(body).toMatchObject({ secret: "new" });
  });

  test("goes without a secret where only the path proves a call", async () => {
    listed();
    const { body } = await sent("post", endpoint, () =>
      hooks({ webhookPath: "Zq3vJ8nR2xW5tK9bM4cD7fGh" }).install(url),
    );
    expect(body).not.toHaveProperty("secret");
  });

  test("is refused where nothing could prove a call", async () => {
    const failure = await failureOf(hooks({}).install(url));
    expect(failure).toMatchObject({ code: "config-invalid", verdict: { kind: "stop" } });
    expect(failure.remedy).toContain("webhookSecret of connection acme-jira");
  });

  test("is not repeated when its answer is lost: the next one finds it by its address", async () => {
    listed();
    wire().post(endpoint).replyWithError(new Error("socket hang up"));
    expect(await failureOf(hooks().install(url))).toMatchObject({
      code: "outcome-unknown",
      verdict: { kind: "retry" },
    });
    listed(registered(72));
    expect(await hooks().install(url)).toEqual([{ place, outcome: "unchanged" }]);
  });

  test("never repeats our secret path, which Jira quotes", async () => {
    const webhookPath = "Zq3vJ8nR2xW5tK9bM4cD7fGh";
    listed();
    wire()
      .post(endpoint)
      .reply(400, { errorMessages: [`The url ${url}/${webhookPath} is not https.`] });
    const failure = await failureOf(hooks({ webhookPath }).install(`${url}/${webhookPath}`));
    expect(failure.message).toContain(`The url ${url}/… is not https.`);
    expect(`${failure.message} ${failure.remedy}`).not.toContain(webhookPath);
  });
});

describe("removing", () => {
  test("takes those with our address, no other", async () => {
    listed(registered(72), registered(73, { name: "by hand" }));
    wire().delete(`${endpoint}/72`).reply(204);
    // Somebody else was faster.
    wire().delete(`${endpoint}/73`).reply(404);
    expect(await hooks().remove(url)).toEqual([
      { place, outcome: "removed" },
      { place, outcome: "removed" },
    ]);
  });

  test("is nothing to do where there is none", async () => {
    listed();
    expect(await hooks().remove(url)).toEqual([]);
  });
});

describe("a site that says no", () => {
  test.each([
    [401, "unauthorized", "Administer Jira"],
    [403, "forbidden", "Administer Jira"],
    [404, "not-found", "set it up by hand"],
  ])("with %i", async (status, code, remedy) => {
    wire().get(endpoint).reply(status, "");
    const failure = await failureOf(hooks().status(url));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain("listing its webhooks");
    expect(failure.remedy).toContain(remedy);
  });
});
