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
