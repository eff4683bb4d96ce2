import { createSign, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { at, listAt, textAt } from "../../support/json.ts";
import { formIn, pageAt, submit } from "../../support/web-form.ts";
import { api1, openHub, START } from "./fixture.ts";

const manifest = {
  name: "Signalbox acme",
  url: "https://box.example",
  hook_attributes: { url: "https://box.example/webhooks/hub" },
  redirect_url: "http://127.0.0.1:9/created",
  default_permissions: { issues: "read", metadata: "read" },
  default_events: ["issues"],
};

type Hub = Awaited<ReturnType<typeof openHub>>;

function offer({ baseUrl }: Hub, content: object | string = manifest): Promise<Response> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const action = `${baseUrl}/organizations/acme/settings/apps/new?state=s1`;
  return submit({ action, fields: new URLSearchParams({ manifest: text }) });
}

function jwt(issuer: unknown, pem: string, lifetime = 600): string {
  const now = START / 1000;
  const [header, payload] = [{ alg: "RS256" }, { iss: issuer, iat: now - 30, exp: now + lifetime }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signed = `${header}.${payload}`;
  return `bearer ${signed}.${createSign("RSA-SHA256").update(signed).sign(pem).toString("base64url")}`;
}

/** Without the description, which wants each account to be a user and an enterprise at once. */
async function installationsOf(
  { baseUrl }: Hub,
  headers: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  const answer = await fetch(`${baseUrl}/api/v3/app/installations`, { headers });
  return listAt(await answer.json());
}

/** An app with its installation on `acme/api`, whose token reads. */
async function installed(hub: Hub) {
  const back = await submit(formIn(await (await offer(hub)).text()));
  const { searchParams } = new URL(back.headers.get("location") ?? "");
  expect(searchParams.get("state")).toBe("s1");
  const path = `/app-manifests/${searchParams.get("code")}/conversions`;
  // The published slice lacks this operation.
  const app = (await hub.rest("POST", path, { undescribed: true })).body;
  const again = await hub.rest("POST", path, { undescribed: true });
  const asApp = { headers: { authorization: jwt(at(app, "id"), textAt(app, "pem") ?? "") } };
  const page = await pageAt(`${textAt(app, "html_url")}/installations/new`);
  const repository = /value="(\d+)" \/> acme\/api</u.exec(page)?.[1] ?? "";
  const settings = await submit({
    action: formIn(page).action,
    fields: new URLSearchParams({ target: "selected", repository }),
  });
  const [installation] = await installationsOf(hub, asApp.headers);
  const mint = () => hub.rest("POST", `/app/installations/${String(at(installation, "id"))}/access_tokens`, asApp);
  const asInstallation = async () => ({ headers: { authorization: `token ${textAt((await mint()).body, "token")}` } });
  return { app, again, asApp, installation, mint, asInstallation, settings: settings.headers.get("location") ?? "" };
}

test("a manifest makes an app, whose code hands it over once", async () => {
  const hub = await openHub();
  const { app, again, asApp } = await installed(hub);
  expect(app).toMatchObject({ slug: "signalbox-acme", owner: { login: "acme" }, permissions: { issues: "read" } });
  expect(again.status).toBe(404);
  expect((await hub.rest("GET", "/app", asApp)).body).toMatchObject({ events: ["issues"], installations_count: 1 });
  expect((await hub.rest("GET", "/app/hook/config", asApp)).body).toMatchObject({
    url: "https://box.example/webhooks/hub",
  });
});

test("an app's own requests need a token that its key signed, for ten minutes at most", async () => {
  const hub = await openHub();
  const { app } = await installed(hub);
  const pem = textAt(app, "pem") ?? "";
  const other = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  }).privateKey;
  const statusOf = async (authorization: string) =>
    (await hub.rest("GET", "/app", { headers: { authorization } })).status;
  expect(await statusOf(jwt(at(app, "client_id"), pem))).toBe(200);
  expect(await statusOf(jwt(at(app, "id"), other))).toBe(401);
  expect(await statusOf(jwt(1, pem))).toBe(401);
  expect(await statusOf(jwt(at(app, "id"), pem, 3600))).toBe(401);
  expect(await statusOf(jwt(at(app, "id"), pem, -1))).toBe(401);
  expect(await statusOf("bearer nothing")).toBe(401);
});

test("an installation's token sees the selected repositories, acts as the app, and expires in an hour", async () => {
  const hub = await openHub();
  const { asInstallation, installation } = await installed(hub);
  expect(installation).toMatchObject({
    repository_selection: "selected",
    suspended_at: null,
    target_type: "Organization",
  });
  const token = await asInstallation();
  const list = (await hub.rest("GET", "/installation/repositories", token)).body;
  expect(listAt(list, "repositories").map((one) => at(one, "full_name"))).toEqual(["acme/api"]);
  expect((await hub.rest("GET", "/repos/acme/api/issues/1", token)).status).toBe(200);
  expect((await hub.rest("GET", "/repos/acme/web/issues/1", token)).status).toBe(404);
  expect((await hub.rest("GET", "/user", token)).status).toBe(403);
  expect((await hub.rest("GET", "/installation/repositories")).status).toBe(403);
  hub.pass(3_600_000);
  expect((await hub.rest("GET", "/repos/acme/api/issues/1", token)).status).toBe(401);
});

test("an installation has the permissions of the manifest only", async () => {
  const hub = await openHub();
  const { asInstallation } = await installed(hub);
  const pulls = await hub.rest("GET", "/repos/acme/api/pulls", await asInstallation());
  expect(pulls).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
  const write = { ...(await asInstallation()), body: { body: "Hello" } };
  const comments = hub.people.comments(api1).length;
  expect((await hub.rest("POST", "/repos/acme/api/issues/1/comments", write)).status).toBe(403);
  expect(hub.people.comments(api1)).toHaveLength(comments);
});

test("a suspended installation gets no token, and its tokens end", async () => {
  const hub = await openHub();
  const { asApp, asInstallation, mint, settings } = await installed(hub);
  const token = await asInstallation();
  await submit(formIn(await pageAt(settings)));
  expect((await hub.rest("GET", "/repos/acme/api/issues/1", token)).status).toBe(401);
  expect(await mint()).toMatchObject({ status: 403, body: { message: "This installation has been suspended" } });
  const [one] = await installationsOf(hub, asApp.headers);
  expect(at(one, "suspended_at")).toBe("2026-11-20T10:00:00Z");
  await submit(formIn(await pageAt(settings)));
  expect((await mint()).status).toBe(201);
});

test.each([
  ["no JSON", "not JSON"],
  [{ ...manifest, url: "box" }, "url must be a URL"],
  [{ ...manifest, hook_attributes: { active: false } }, "Hook url cannot be blank"],
  [{ ...manifest, default_events: ["issues", "tea"] }, "Default events unsupported: tea"],
  [{ ...manifest, name: "a".repeat(35) }, "Name is too long"],
])("a manifest that GitHub refuses: %#", async (content, why) => {
  const refused = await offer(await openHub(), content);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain(why);
});
