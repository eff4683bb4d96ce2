import { expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { api1, issue, openHub, pull, repo, web1 } from "./fixture.ts";

const NUMBERED = { repository: "acme/api", number: 6 };

test("records keep what they brought along, and addresses lead to this host", async () => {
  const raw = issue(1, {
    node_id: "I_given",
    author_association: "CONTRIBUTOR",
    issue_field_values: [],
    locked: true,
    repository_url: "https://api.github.com/repos/acme/api",
  });
  const { people, baseUrl, graph } = await openHub({ "acme/api": repo({ issues: [raw] }) });
  expect(people.issue(api1)).toMatchObject({
    node_id: "I_given",
    author_association: "CONTRIBUTOR",
    issue_field_values: [],
    locked: true,
    repository_url: `${baseUrl}/api/v3/repos/acme/api`,
  });
  expect(at(await graph('{node(id:"I_given"){...on Issue{number}}}'), "data", "node", "number")).toBe(1);
});

test("what is missing is made up: ids, milestones, labels, dates of closing", async () => {
  const sparse = {
    number: 1,
    title: "Sparse",
    state: "closed",
    labels: ["plain"],
    milestone: { title: "Known" },
    updated_at: "2026-11-03T00:00:00Z",
  };
  const { people, rest } = await openHub({
    "acme/api": repo({ issues: [sparse, { title: "No number" }], milestones: [{ number: 4, title: "Known" }] }),
  });
  const row = people.issue(api1);
  expect(row).toMatchObject({
    title: "Sparse",
    user: null,
    closed_at: "2026-11-03T00:00:00Z",
    state_reason: "completed",
    milestone: { number: 4 },
  });
  expect(row?.["id"]).toBeGreaterThan(2 ** 31);
  expect(objectsAt((await rest("GET", "/repos/acme/api/labels")).body).map(({ name }) => name)).toEqual(["plain"]);
  expect(people.issues("acme/api")).toHaveLength(1);
});

test("two records of one id in different repositories stay apart", async () => {
  const { people } = await openHub({
    "acme/api": repo({ issues: [issue(1)] }),
    "acme/web": repo({ issues: [issue(1)] }),
  });
  const ids = [api1, web1].map((address) => people.issue(address)?.["id"]);
  expect(ids).toEqual([expect.any(Number), expect.any(Number)]);
  expect(new Set(ids).size).toBe(2);
});

test("a list as the API gives it may have its pull requests among the issues", async () => {
  const row = issue(6, { pull_request: { url: "x" } });
  const { people } = await openHub({ "acme/api": repo({ issues: [issue(1), row, issue(6)], pulls: [pull(6)] }) });
  expect(people.issues("acme/api")).toHaveLength(2);
  expect(people.issue(NUMBERED)).toHaveProperty("pull_request");
  const alone = await openHub({ "acme/api": repo({ issues: [row] }) });
  expect(alone.people.issue(NUMBERED)).toHaveProperty("pull_request");
});

test("parents are read from the rows too, edges and comments that lead nowhere are left out", async () => {
  const { people } = await openHub({
    "acme/api": repo({
      issues: [issue(1), issue(2, { parent_issue_url: "https://api.github.com/repos/acme/api/issues/1" })],
      dependencies: [{ number: 1, blocked_by: [{ repository: "acme/nope", number: 1 }] }],
      subIssues: [{ number: 9, sub_issues: [{ repository: "acme/api", number: 1 }] }],
      comments: [{ id: 1, body: "lost", issue_url: "https://api.github.com/repos/acme/api/issues/9" }, { body: "odd" }],
    }),
  });
  expect(people.issue(api1)).toMatchObject({
    sub_issues_summary: { total: 1 },
    issue_dependencies_summary: { total_blocked_by: 0 },
    comments: 0,
  });
});

test("the next number follows the highest of issues and pull requests", async () => {
  const { people } = await openHub({ "acme/api": repo({ issues: [issue(3)], pulls: [pull(9)] }) });
  expect(people.createIssue("acme/api", { title: "x" }).number).toBe(10);
  expect(people.openPull("acme/api", { title: "y", head: "z" }).number).toBe(11);
});

test("hands that reach for what is not there are told so", async () => {
  const { people } = await openHub();
  expect(() => people.close({ repository: "acme/nope", number: 1 })).toThrow("no repository acme/nope");
  expect(() => people.close({ repository: "acme/api", number: 99 })).toThrow("acme/api#99");
  expect(() => people.setMilestone(api1, "Never")).toThrow("no milestone Never");
  expect(() => people.editMilestone("acme/api", "Never", {})).toThrow("no milestone Never");
  expect(() => people.editComment(1, "x")).toThrow("no comment 1");
  expect(() => people.mergePull(api1)).toThrow("no pull request");
  expect(() => people.transfer({ repository: "acme/api", number: 6 }, "acme/web")).toThrow("cannot be transferred");
  expect(people.issue({ repository: "acme/api", number: 99 })).toBeNull();
});

test("people write under their own names and take comments back", async () => {
  const { people } = await openHub();
  const id = people.as("zoe").comment(api1, "Mine");
  people.as("zoe").editComment(id, "Changed");
  expect(people.comments(api1).at(-1)).toMatchObject({ user: { login: "zoe" }, body: "Changed" });
  people.deleteComment(id);
  expect(people.comments(api1)).toHaveLength(1);
});
