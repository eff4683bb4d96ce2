import { describe, expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { api1, api2, api3, issue, openHub, other1, pull, repo, SECOND, web1 } from "./fixture.ts";

const ISSUES = "/repos/acme/api/issues";
const ID = (number: number) => 5_000_000_000 + number;
const numbers = (body: unknown) => objectsAt(body).map((row) => row["number"]);
const many = (count: number) => Array.from({ length: count }, (_, index) => issue(index + 1));

describe("dependencies", () => {
  const BLOCKERS = `${ISSUES}/3/dependencies/blocked_by`;

  test("are added by database id, seen from both ends, and do not count as an update", async () => {
    const { rest, people, pass } = await openHub();
    const updated = () => [people.issue(api3)?.["updated_at"], people.issue(web1)?.["updated_at"]];
    const before = updated();
    pass(SECOND);
    const made = await rest("POST", BLOCKERS, { body: { issue_id: 9_000_000_001 } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ number: 3, issue_dependencies_summary: { blocked_by: 1, total_blocked_by: 1 } });
    expect(objectsAt((await rest("GET", BLOCKERS)).body)).toEqual([expect.objectContaining({ id: 9_000_000_001 })]);
    const blocked = await rest("GET", "/repos/acme/web/issues/1/dependencies/blocking");
    expect(numbers(blocked.body)).toEqual([1, 3]);
    const removed = await rest("DELETE", `${BLOCKERS}/9000000001`);
    expect(removed.body).toMatchObject({ issue_dependencies_summary: { total_blocked_by: 0 } });
    expect(updated()).toEqual(before);
    expect((await rest("DELETE", `${BLOCKERS}/9000000001`)).status).toBe(404);
  });

  test("a closed blocker no longer counts as one, but in the total", async () => {
    const { people } = await openHub();
    people.close(web1);
    expect(people.issue(api1)).toMatchObject({ issue_dependencies_summary: { blocked_by: 0, total_blocked_by: 2 } });
  });

  test.each([
    ["itself", { issue_id: ID(3) }, 422],
    ["what it blocks already", { issue_id: ID(1) }, 422],
    ["nothing", {}, 422],
    ["an issue number, which is no id", { issue_id: 2 }, 404],
  ])("refuses %s", async (_name, body, status) => {
    const { rest, people } = await openHub();
    people.block(api1, api3);
    expect((await rest("POST", BLOCKERS, { body, undescribed: true })).status).toBe(status);
    expect(people.issue(api3)).toMatchObject({ issue_dependencies_summary: { total_blocked_by: 0 } });
  });

  test("refuses a pull request", async () => {
    const { rest, people } = await openHub();
    const id = people.issue({ repository: "acme/api", number: 6 })?.["id"];
    expect((await rest("POST", BLOCKERS, { body: { issue_id: id } })).status).toBe(422);
  });

  test("refuses the same twice and a fifty-first", async () => {
    const { rest } = await openHub({ "acme/api": repo({ issues: many(52) }) });
    for (let number = 2; number <= 51; number += 1) {
      await rest("POST", `${ISSUES}/1/dependencies/blocked_by`, { body: { issue_id: ID(number) } });
    }
    const again = await rest("POST", `${ISSUES}/1/dependencies/blocked_by`, { body: { issue_id: ID(2) } });
    expect(again.status).toBe(422);
    const more = await rest("POST", `${ISSUES}/1/dependencies/blocked_by`, { body: { issue_id: ID(52) } });
    expect(JSON.stringify(more.body)).toContain("more than 50");
    expect(numbers((await rest("GET", `${ISSUES}/1/dependencies/blocked_by`)).body)).toHaveLength(30);
  });
});

describe("sub-issues", () => {
  test("are added, listed in order, moved and taken away, without an update", async () => {
    const { rest, people, pass } = await openHub();
    const before = people.issue(api2)?.["updated_at"];
    pass(SECOND);
    const made = await rest("POST", `${ISSUES}/2/sub_issues`, { body: { sub_issue_id: 9_000_000_001 } });
    expect(made.status).toBe(201);
    const ids = async () => objectsAt((await rest("GET", `${ISSUES}/2/sub_issues`)).body).map(({ id }) => id);
    expect(await ids()).toEqual([ID(5), ID(4), 9_000_000_001]);
    const priority = `${ISSUES}/2/sub_issues/priority`;
    await rest("PATCH", priority, { body: { sub_issue_id: 9_000_000_001, before_id: ID(5) } });
    expect(await ids()).toEqual([9_000_000_001, ID(5), ID(4)]);
    await rest("PATCH", priority, { body: { sub_issue_id: 9_000_000_001, after_id: ID(5) } });
    expect(await ids()).toEqual([ID(5), 9_000_000_001, ID(4)]);
    expect((await rest("PATCH", priority, { body: { sub_issue_id: ID(1), after_id: ID(5) } })).status).toBe(422);
    expect(at((await rest("GET", "/repos/acme/web/issues/1/parent")).body, "number")).toBe(2);
    const gone = await rest("DELETE", `${ISSUES}/2/sub_issue`, { body: { sub_issue_id: 9_000_000_001 } });
    expect(gone.body).toMatchObject({ sub_issues_summary: { total: 2 } });
    expect((await rest("GET", "/repos/acme/web/issues/1/parent")).status).toBe(404);
    expect((await rest("DELETE", `${ISSUES}/2/sub_issue`, { body: { sub_issue_id: ID(1) } })).status).toBe(404);
    expect(people.issue(api2)?.["updated_at"]).toBe(before);
  });

  test("a second parent only where the first is given up", async () => {
    const { rest } = await openHub();
    const path = `${ISSUES}/1/sub_issues`;
    expect((await rest("POST", path, { body: { sub_issue_id: ID(5) } })).status).toBe(422);
    const taken = await rest("POST", path, { body: { sub_issue_id: ID(5), replace_parent: true } });
    expect(taken.body).toMatchObject({ sub_issues_summary: { total: 1 } });
    expect(numbers((await rest("GET", `${ISSUES}/2/sub_issues`)).body)).toEqual([4]);
    expect((await rest("POST", path, { body: { sub_issue_id: ID(5), replace_parent: true } })).status).toBe(422);
  });

  test("not of another owner, no pull request, not upside down", async () => {
    const { people } = await openHub();
    expect(() => people.addSubIssue(api1, other1)).toThrow("Validation Failed");
    expect(() => people.addSubIssue(api1, { repository: "acme/api", number: 6 })).toThrow("Validation Failed");
    expect(() => people.addSubIssue({ repository: "acme/api", number: 5 }, api2)).toThrow("Validation Failed");
    expect(() => people.addSubIssue(api1, api1)).toThrow("Validation Failed");
  });

  test("at most a hundred children, at most eight levels", async () => {
    const { people } = await openHub({ "acme/api": repo({ issues: many(120), pulls: [pull(200)] }) });
    const at = (number: number) => ({ repository: "acme/api", number });
    for (let number = 2; number <= 101; number += 1) {
      people.addSubIssue(at(1), at(number));
    }
    expect(() => people.addSubIssue(at(1), at(102))).toThrow("Validation Failed");
    for (let number = 103; number < 108; number += 1) {
      people.addSubIssue(at(number), at(number + 1));
    }
    people.addSubIssue(at(101), at(103));
    // 1 → 101 → 103 → … → 108 are eight.
    expect(() => people.addSubIssue(at(108), at(109))).toThrow("Validation Failed");
  });
});
