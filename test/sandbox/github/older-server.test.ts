import { describe, expect, test } from "vitest";
import type { GithubRepoData, RawRecord } from "../../../sandbox/data.ts";
import { blockedBy } from "../../../sandbox/github/load/older-data.ts";
import { openHub } from "./fixture.ts";

const issue = (number: number, change: RawRecord = {}): RawRecord => ({
  number,
  title: `Issue ${number}`,
  body: "Words",
  state: "open",
  user: { login: "octocat" },
  created_at: "2026-11-01T08:00:00Z",
  updated_at: "2026-11-20T08:00:00Z",
  ...change,
});
const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
const added = { event: "blocked_by_added", created_at: "2026-11-02T08:00:00Z" };
const labeled = { event: "labeled", created_at: "2026-11-02T08:00:00Z", label: { name: "api" } };
const data = {
  "acme/api": {
    ...empty,
    issues: [
      issue(1, { labels: ["api"], type: { name: "Bug" }, timeline: [added, labeled] }),
      issue(2, { state: "closed", state_reason: "duplicate" }),
    ],
    dependencies: [
      {
        number: 1,
        blocked_by: [
          { repository: "acme/api", number: 2 },
          { repository: "acme/web", number: 3 },
        ],
      },
    ],
    subIssues: [{ number: 2, sub_issues: [{ repository: "acme/api", number: 1 }] }],
  },
  "acme/web": { ...empty, issues: [issue(3)] },
};
const open = () => openHub(data, 0, undefined, "enterprise-server");

describe("an old Enterprise Server", () => {
  test("has the same data, as its people would have entered it", async () => {
    const { people } = await open();
    const [first, second] = people.issues("acme/api");
    expect(first).toMatchObject({
      body: "Words\n\nBlocked by #2\n\nBlocked by acme/web#3",
      labels: [{ name: "api" }, { name: "Bug" }],
    });
    expect(second).toMatchObject({ state_reason: "not_planned" });
    expect(blockedBy("acme/web", { repository: "acme/web", number: 3 })).toBe("Blocked by #3");
  });

  test("refuses a field that it lacks in GitHub's words, and the whole query with it", async () => {
    const { graph } = await open();
    const asked = (fields: string) =>
      graph(`query { repository(owner: "acme", name: "api") { issue(number: 1) { number ${fields} } } }`);
    expect(await asked("blockedBy(first: 1) { totalCount }")).toEqual({
      errors: [
        {
          message: "Field 'blockedBy' doesn't exist on type 'Issue'",
          locations: [{ line: 1, column: 76 }],
          path: ["query", "blockedBy"],
          extensions: { code: "undefinedField", typeName: "Issue", fieldName: "blockedBy" },
        },
      ],
    });
    expect(await asked("title")).toMatchObject({ data: { repository: { issue: { title: "Issue 1" } } } });
  });

  test("has no rate limits", async () => {
    const { rest, graph, admin } = await open();
    admin.allow("core", { limit: 1, remaining: 0 });
    const { status, body, headers } = await rest("GET", "/rate_limit", { undescribed: true });
    expect([status, body, headers.get("x-ratelimit-limit")]).toEqual([
      404,
      expect.objectContaining({ message: "Rate limiting is not enabled." }),
      null,
    ]);
    expect(await graph("query { rateLimit { cost } }")).toEqual({ data: { rateLimit: null } });
  });

  test("has neither dependencies nor sub-issues nor their events, until it is updated", async () => {
    const { rest, people, admin } = await open();
    const one = { repository: "acme/api", number: 1 };
    const blockers = () => rest("GET", "/repos/acme/api/issues/1/dependencies/blocked_by", { undescribed: true });
    const hook = { config: { url: "https://example.test" }, events: ["issues", "sub_issues"] };
    const create = () => rest("POST", "/repos/acme/api/hooks", { body: hook, undescribed: true });
    expect(() => people.block(one, one)).toThrow("GitHub Enterprise Server 3.14.2 has no relations");
    expect([(await blockers()).status, (await create()).status]).toEqual([404, 422]);
    admin.update();
    expect([(await blockers()).status, (await create()).status]).toEqual([200, 201]);
    expect((await rest("GET", "/meta", { undescribed: true })).body).toMatchObject({ installed_version: "3.21.0" });
  });
});
