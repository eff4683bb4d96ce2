import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { api1, issue, openHub, repo } from "./fixture.ts";

const acme = { owner: "acme", repo: "api" };

async function openClient(count: number) {
  const hub = await openHub({
    "acme/api": repo({ issues: Array.from({ length: count }, (_, n) => issue(n + 1)) }),
    "acme/web": repo(),
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const octokit = new Octokit({ auth: hub.host.token, baseUrl: `${hub.baseUrl}/api/v3`, log });
  return { ...hub, octokit };
}

test("GitHub's own client pages through issues, and reaches GraphQL beside the REST root", async () => {
  const { octokit, host } = await openClient(250);
  const all = await octokit.paginate(octokit.rest.issues.listForRepo, { ...acme, state: "all", per_page: 100 });
  expect(new Set(all.map(({ number }) => number)).size).toBe(250);
  expect(host.requests()).toBe(3);
  const answer = await octokit.graphql("{viewer{login}}");
  expect(at(answer, "viewer", "login")).toBe(host.login);
});

test("a redirect is followed by a read, and turns a POST into a read", async () => {
  const { octokit, people } = await openClient(3);
  const blocker = Number(people.issue({ repository: "acme/api", number: 2 })?.["id"]);
  const moved = people.transfer(api1, "acme/web");
  const { data } = await octokit.rest.issues.get({ ...acme, issue_number: 1 });
  expect([data.number, data.repository_url]).toEqual([moved.number, expect.stringContaining("acme/web")]);
  const answer = await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by", {
    ...acme,
    issue_number: 1,
    issue_id: blocker,
  });
  // No error, and nothing was written: who writes must look for 201.
  expect(answer.status).toBe(200);
  expect(people.issue(moved)).toMatchObject({ issue_dependencies_summary: { total_blocked_by: 0 } });
});

test("errors arrive as the client knows them", async () => {
  const { octokit, people } = await openClient(1);
  people.delete(api1);
  await expect(octokit.rest.issues.get({ ...acme, issue_number: 1 })).rejects.toMatchObject({ status: 410 });
  await expect(octokit.rest.issues.create({ ...acme, title: "" })).rejects.toMatchObject({ status: 422 });
  await expect(octokit.graphql('{repository(owner:"no",name:"no"){id}}')).rejects.toMatchObject({
    errors: [{ type: "NOT_FOUND" }],
    data: { repository: null },
  });
});
