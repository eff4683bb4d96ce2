import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { listRepositories } from "../../../connectors/github/look-repositories.ts";
import { LookParts } from "../../../connectors/kit/look-parts.ts";
import { aClient, onlyPlannedCalls, wire } from "./hub.ts";

onlyPlannedCalls();

const asked = (page: number) => ({ per_page: "100", page: String(page), sort: "pushed", direction: "desc" });
const repository = (name: string, more: object = {}) => ({ full_name: name, has_issues: true, ...more });

test("lists what the token sees, without what cannot hold a team's issues", async () => {
  const records = [
    repository("acme/api", { permissions: { push: true } }),
    repository("acme/docs", { permissions: { push: false, triage: false } }),
    repository("acme/old", { archived: true }),
    repository("acme/off", { disabled: true }),
    repository("acme/fork", { has_issues: false }),
    { id: 1 },
  ];
  wire().get("/user/repos").query(asked(1)).reply(200, records);
  expect(await listRepositories(aClient().client, new LookParts())).toEqual({
    repositories: [
      { name: "acme/api", mayWrite: true },
      { name: "acme/docs", mayWrite: false },
    ],
    notes: [],
  });
});

test("reads three pages at most, and says which organisations single sign-on keeps back", async () => {
  const sso = { "x-github-sso": "partial-results; organizations=21955855,20582480" };
  for (const page of [1, 2, 3]) {
    const records = Array.from({ length: 100 }, (_, n) => repository(`acme/r${page}-${n}`));
    wire().get("/user/repos").query(asked(page)).reply(200, records, sso);
  }
  const { repositories, notes } = await listRepositories(aClient().client, new LookParts());
  expect(repositories).toHaveLength(300);
  expect(notes).toEqual([
    "hub hides repositories of organisations with single sign-on (21955855,20582480). Authorise the token for them: https://github.com/settings/tokens, “Configure SSO”.",
  ]);
});

test("a refused list is a part that is missing; a token that is refused is the end", async () => {
  const parts = new LookParts();
  wire().get("/user/repos").query(asked(1)).reply(403, { message: "Resource not accessible by personal access token" });
  expect(await listRepositories(aClient().client, parts)).toEqual({ repositories: [], notes: [] });
  expect(parts.refused).toEqual([expect.stringContaining('with "Metadata: read" and "Issues: read".')]);
  wire().get("/user/repos").query(asked(1)).reply(401, { message: "Bad credentials" });
  await expect(listRepositories(aClient().client, parts)).rejects.toThrow("does not accept our credentials");
});

test("lists what each installation of an app covers, the last changed first, and says which one is suspended", async () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const installed = [
    { id: 1, account: { login: "acme" }, permissions: { issues: "write" } },
    { id: 2, account: { login: "mara" }, permissions: { issues: "read" } },
    { id: 3, account: { login: "old" }, target_type: "User", suspended_at: "2026-11-20T08:00:00Z" },
  ];
  // For the list itself, and for its tokens.
  wire().get("/app/installations").query({ per_page: 100, page: 1 }).times(2).reply(200, installed);
  const covered = [
    [repository("acme/api", { pushed_at: "2026-11-01T00:00:00Z" }), repository("acme/old", { archived: true })],
    [repository("mara/notes", { pushed_at: "2026-11-02T00:00:00Z" }), repository("mara/new")],
  ];
  for (const [place, repositories] of covered.entries()) {
    const token = { token: `t${place}`, expires_at: "2030-01-01T00:00:00Z" };
    wire()
      .post(`/app/installations/${place + 1}/access_tokens`)
      .reply(201, token);
    wire()
      .get("/installation/repositories")
      .query({ per_page: 100, page: 1 })
      .matchHeader("authorization", `token t${place}`)
      .reply(200, { total_count: 2, repositories });
  }
  const { client } = aClient({ auth: { kind: "app", appId: "12", privateKey } });
  expect(await listRepositories(client, new LookParts())).toEqual({
    repositories: [
      { name: "mara/notes", mayWrite: false },
      { name: "acme/api", mayWrite: true },
      { name: "mara/new", mayWrite: false },
    ],
    notes: ["The app's installation for old is suspended: https://github.com/settings/installations/3."],
  });
});
