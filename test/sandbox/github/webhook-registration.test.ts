import { expect, test } from "vitest";
import type { Attempt } from "../../../sandbox/webhooks/webhook-sender.ts";
import { at, isObject, objectsAt } from "../../support/json.ts";
import { recordingSender } from "../webhooks/recording-sender.ts";
import { api1, openHub, START, usualData, web1 } from "./fixture.ts";

const HOOKS = "/repos/acme/api/hooks";
const URL = "https://receiver.example/hook";

async function openWatched() {
  const webhookSender = recordingSender();
  const hub = await openHub(usualData(), 0, webhookSender);
  const create = (body: object) => hub.rest("POST", HOOKS, { body });
  return { ...hub, webhookSender, create };
}

const usual = { events: ["issues", "milestone"], config: { url: URL, content_type: "json", secret: "hush" } };

test("a webhook is made, shown without its secret, changed and removed", async () => {
  const { rest, create, pass, baseUrl } = await openWatched();
  const made = await create(usual);
  const id = Number(at(made.body, "id"));
  const url = `${baseUrl}/api/v3${HOOKS}/${id}`;
  expect(made.status).toBe(201);
  expect(made.headers.get("location")).toBe(url);
  expect(made.body).toEqual({
    type: "Repository",
    id,
    name: "web",
    active: true,
    events: ["issues", "milestone"],
    config: { content_type: "json", insecure_ssl: "0", secret: "********", url: URL },
    created_at: "2026-11-20T10:00:00Z",
    updated_at: "2026-11-20T10:00:00Z",
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: "unused", message: null },
  });
  expect((await rest("GET", HOOKS)).body).toEqual([made.body]);
  pass(60_000);
  const body = { add_events: ["label", "issues"], remove_events: ["milestone"], active: false };
  const changed = await rest("PATCH", `${HOOKS}/${id}`, { body });
  expect(changed.body).toEqual({
    ...(isObject(made.body) ? made.body : {}),
    events: ["issues", "label"],
    active: false,
    updated_at: "2026-11-20T10:01:00Z",
  });
  expect((await rest("GET", `${HOOKS}/${id}`)).body).toEqual(changed.body);
  expect((await rest("GET", "/repos/acme/web/hooks")).body).toEqual([]);
  expect((await rest("GET", `/repos/acme/web/hooks/${id}`)).status).toBe(404);
  expect((await rest("DELETE", `${HOOKS}/${id}`)).status).toBe(204);
  expect((await rest("GET", `${HOOKS}/${id}`)).status).toBe(404);
});

test("a configuration replaces the one before: the secret that is not repeated is gone", async () => {
  const { rest, create } = await openWatched();
  const id = Number(at((await create(usual)).body, "id"));
  const body = { events: ["*"], config: { url: `${URL}/2`, content_type: "json" } };
  expect((await rest("PATCH", `${HOOKS}/${id}`, { body })).body).toMatchObject({
    events: ["*"],
    config: { content_type: "json", insecure_ssl: "0", url: `${URL}/2` },
  });
  expect(at((await rest("GET", `${HOOKS}/${id}`)).body, "config")).not.toHaveProperty("secret");
});

test.each<[string, object, string]>([
  ["no address", {}, "Config must contain URL"],
  ["an address that is no http", { config: { url: "ftp://x" } }, "http or https"],
  ["the address of another", usual, "Hook already exists"],
])("%s is refused", async (_, body, message) => {
  const { create } = await openWatched();
  await create(usual);
  const { status, body: answer } = await create(body);
  expect(status).toBe(422);
  expect(at(answer, "errors", 0, "message")).toContain(message);
});

test("a webhook is greeted by a ping when it is made, and whenever asked for", async () => {
  const { rest, create, webhookSender, host } = await openWatched();
  const { body } = await create(usual);
  const [ping] = webhookSender.take();
  expect(ping).toMatchObject({ event: "ping", url: URL, headers: { "X-GitHub-Event": "ping" } });
  expect(ping?.json).toMatchObject({
    hook_id: at(body, "id"),
    hook: body,
    repository: { full_name: "acme/api" },
    sender: { login: host.login },
  });
  expect(ping?.json).not.toHaveProperty("action");
  expect((await rest("POST", `${HOOKS}/${String(at(body, "id"))}/pings`)).status).toBe(204);
  expect(webhookSender.take()).toHaveLength(1);
});

test("a webhook that says nothing gets pushes only, as a form", async () => {
  const { create, people, webhookSender, rest } = await openWatched();
  const { body } = await create({ config: { url: URL } });
  expect(body).toMatchObject({ events: ["push"], config: { content_type: "form" } });
  const [ping] = webhookSender.take();
  expect(ping?.headers["Content-Type"]).toBe("application/x-www-form-urlencoded");
  expect(JSON.parse(new URLSearchParams(ping?.body).get("payload") ?? "")).toMatchObject({ hook_id: at(body, "id") });
  people.close(api1);
  expect(webhookSender.take()).toEqual([]);
  await rest("PATCH", `${HOOKS}/${String(at(body, "id"))}`, { body: { events: ["issues"] } });
  people.reopen(api1);
  people.close(web1);
  expect(webhookSender.take().map(({ event }) => event)).toEqual(["issues.reopened"]);
});

test("what became of deliveries is shown, the newest first, where the webhook sender remembers it", async () => {
  const attempts: Attempt[] = [];
  const inner = recordingSender();
  const webhookSender = { ...inner, attempts: () => attempts };
  const { host, rest, people } = await openHub(usualData(), 0, webhookSender);
  const id = host.hooks.register({ repository: "acme/api", url: URL });
  const other = host.hooks.register({ repository: "acme/web", url: URL });
  people.close(api1);
  const statuses = [200, null, 503];
  attempts.push(
    ...inner.take().map((delivery, n) => ({
      id: n + 1,
      delivery,
      retry: 0,
      at: START,
      durationMs: 250,
      status: statuses[n] ?? null,
    })),
  );
  const { body } = await rest("GET", `${HOOKS}/${id}/deliveries`);
  expect(objectsAt({ body }, "body")).toMatchObject([
    { id: 3, event: "issues", action: "closed", status: "Invalid HTTP Response: 503", status_code: 503 },
    { id: 1, event: "ping", action: null, status: "OK", status_code: 200, duration: 0.25, redelivery: false },
  ]);
  const last = async (path: string) => at((await rest("GET", path)).body, "last_response");
  expect(await last(`${HOOKS}/${id}`)).toMatchObject({ code: 503, status: "failed" });
  expect(await last(`/repos/acme/web/hooks/${other}`)).toMatchObject({
    code: 0,
    status: "failed",
    message: "failed to connect to host",
  });
  attempts.pop();
  expect(await last(`${HOOKS}/${id}`)).toEqual({ code: 200, status: "active", message: "OK" });
});

test("the permission for webhooks is one of its own", async () => {
  const { rest, admin, create } = await openWatched();
  admin.withhold("repository_hooks=write");
  const { status, headers } = await create(usual);
  expect([status, headers.get("x-accepted-github-permissions")]).toEqual([403, "repository_hooks=write"]);
  expect((await rest("GET", HOOKS)).body).toEqual([]);
});
