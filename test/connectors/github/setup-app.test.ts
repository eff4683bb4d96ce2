import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import { aConnector, onlyPlannedCalls, wire } from "./hub.ts";

onlyPlannedCalls();

const privateKey = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
}).privateKey;
const app = (key = privateKey): Pick<GithubConnection, "auth"> => ({
  auth: { kind: "app", appId: "12", privateKey: key },
});

const needs = { reads: ["acme/api"], comments: ["acme/api"], rollups: [] };

function plannedInstallations(...rows: readonly object[]): void {
  wire().get("/app/installations").query({ per_page: 100, page: 1 }).reply(200, rows);
}

function plannedInstallation(login: string, change: object = {}): void {
  plannedInstallations({ id: 1, account: { login }, ...change });
}

test("an app is in order by its own credentials, also on a machine whose clock is wrong", async () => {
  const ahead = new Date(Date.parse("2026-11-23T10:00:00Z") + 600_000).toUTCString();
  wire().get("/app").reply(200, { slug: "signalbox" }, { date: ahead });
  plannedInstallation("acme", { target_type: "Organization", repository_selection: "all" });
  const found = await aConnector({}, app()).setup.reach();
  expect(found.map(({ group, outcome }) => [group, outcome])).toEqual([
    ["address", "ok"],
    ["tls", "ok"],
    ["proxy", "ok"],
    ["clock", "warning"],
    ["credentials", "ok"],
    ["credentials", "ok"],
  ]);
  expect(found.at(-1)?.means).toBe("The app is installed for all repositories of acme, later ones too.");
});

test("doctor says which installations are selective or suspended, and that there is none", async () => {
  const reach = async (...rows: readonly object[]) => {
    wire().get("/app").reply(200, { slug: "signalbox" });
    plannedInstallations(...rows);
    const found = await aConnector({}, app()).setup.reach();
    return found.filter(({ id }) => id.startsWith("installation"));
  };
  const selected = { id: 1, account: { login: "acme" }, repository_selection: "selected" };
  const suspended = { id: 2, account: { login: "mara" }, target_type: "User", suspended_at: "2026-11-20T08:00:00Z" };
  expect(await reach(selected, suspended, { id: 3, account: null })).toMatchObject([
    { outcome: "ok", means: expect.stringContaining("selected repositories of acme") },
    {
      outcome: "blocks",
      means: expect.stringContaining("for mara is suspended since 2026-11-20T08:00:00Z"),
      link: "https://github.com/settings/installations/2",
    },
  ]);
  expect(await reach()).toMatchObject([
    { outcome: "blocks", means: expect.stringContaining("not installed anywhere") },
  ]);
  wire().get("/app").reply(200, { slug: "signalbox" });
  wire().get("/app/installations").query({ per_page: 100, page: 1 }).reply(403, { message: "No" });
  const unread = await aConnector({}, app()).setup.reach();
  expect(unread.at(-1)).toMatchObject({ outcome: "not-tried" });
});

test("a key that is none, an app that GitHub does not know", async () => {
  const broken = await aConnector({}, app("no key")).setup.reach();
  expect(broken.find(({ group }) => group === "credentials")).toMatchObject({
    outcome: "blocks",
    means: expect.stringMatching(/^The private key of connection \S+ cannot be read\.$/u),
  });
  wire().get("/app").reply(401, { message: "A JSON web token could not be decoded" });
  const unknown = await aConnector({}, app()).setup.reach();
  expect(unknown.find(({ group }) => group === "credentials")).toMatchObject({ outcome: "blocks" });
});

test("an app without the permission to write, or that is not installed", async () => {
  plannedInstallation("acme");
  wire().post("/app/installations/1/access_tokens").reply(201, { token: "t", expires_at: "2030-01-01T00:00:00Z" });
  wire().get("/repos/acme/api/issues").query({ per_page: 1 }).reply(200, []);
  wire().get("/repos/acme/api/pulls").query({ per_page: 1 }).reply(200, []);
  wire()
    .post("/repos/acme/api/issues")
    .reply(
      403,
      { message: "Resource not accessible by integration" },
      { "x-accepted-github-permissions": "issues=write" },
    );
  const [found] = await aConnector({}, app()).setup.permissions(needs);
  expect(found).toMatchObject({
    outcome: "blocks",
    means: expect.stringContaining('it lacks "Issues: write"'),
    remedy: expect.stringContaining("Permissions & events"),
  });
  plannedInstallation("other");
  plannedInstallation("other");
  plannedInstallation("other");
  const [missing] = await aConnector({}, app()).setup.permissions(needs);
  expect(missing).toMatchObject({
    outcome: "blocks",
    means: expect.stringMatching(/is not installed for acme/u),
    link: expect.stringContaining("/organizations/acme/settings/installations"),
  });
});
