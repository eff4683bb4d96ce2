import { expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { api1, api2, issue, openHub, repo, SECOND, web1 } from "./fixture.ts";

const ISSUES = "/repos/acme/api/issues";
const names = (body: unknown) => objectsAt(body).map(({ event }) => event);

test("everything that happens to an issue is in its history, oldest first", async () => {
  const { rest, people, pass } = await openHub();
  const steps = [
    () => people.edit(api1, { title: "Renamed" }),
    () => people.addLabel(api1, "late"),
    () => people.removeLabel(api1, "late"),
    () => people.edit(api1, { assignees: ["bob"] }),
    () => people.edit(api1, { assignees: [] }),
    () => people.setMilestone(api1, null),
    () => people.setMilestone(api1, "Sprint 1"),
    () => people.close(api1, "not_planned"),
    () => people.reopen(api1),
    () => people.block(api1, api2),
    () => people.unblock(api1, api2),
    () => people.addSubIssue(api1, web1),
    () => people.removeSubIssue(api1, web1),
    () => people.comment(api1, "That was much"),
  ];
  for (const step of steps) {
    pass(SECOND);
    step();
  }
  const { body } = await rest("GET", `${ISSUES}/1/timeline?per_page=100`);
  expect(names(body)).toEqual([
    "labeled",
    "milestoned",
    "commented",
    "renamed",
    "labeled",
    "unlabeled",
    "assigned",
    "unassigned",
    "demilestoned",
    "milestoned",
    "closed",
    "reopened",
    "blocked_by_added",
    "blocked_by_removed",
    "sub_issue_added",
    "sub_issue_removed",
    "commented",
  ]);
  const closed = objectsAt(body).find(({ event }) => event === "closed");
  expect(closed).toMatchObject({
    state_reason: "not_planned",
    actor: { login: "octocat" },
    created_at: "2026-11-20T10:00:08Z",
  });
  expect(objectsAt(body)[3]).toMatchObject({ rename: { from: "Issue 1", to: "Renamed" } });
  expect(names((await rest("GET", `${ISSUES}/1/events?per_page=5`)).body)).toEqual([
    "labeled",
    "milestoned",
    "renamed",
    "labeled",
    "unlabeled",
  ]);
});

test("the repository's feed is newest first and shows changed edges from both ends", async () => {
  const { rest, people, pass } = await openHub();
  pass(SECOND);
  people.as("zoe").block(api1, api2);
  const { body } = await rest("GET", `${ISSUES}/events?per_page=2`);
  expect(names(body)).toEqual(["blocking_added", "blocked_by_added"]);
  expect(at(body, 1)).toMatchObject({ actor: { login: "zoe" }, issue: { number: 1 }, blocked_by: { number: 2 } });
});

test("a record may bring its own history", async () => {
  const timeline = [
    {
      event: "milestoned",
      created_at: "2026-11-02T00:00:00Z",
      actor: { login: "ann" },
      milestone: { title: "Sprint 0" },
      id: 77,
    },
    { event: "commented", created_at: "2026-11-03T00:00:00Z", body: "not an event" },
    { event: "closed", created_at: "2026-11-04T00:00:00Z", actor: { login: "bob" }, state_reason: "completed" },
    { event: "broken" },
  ];
  const { rest } = await openHub({ "acme/api": repo({ issues: [issue(1, { timeline })] }) });
  const { body } = await rest("GET", `${ISSUES}/1/timeline`);
  expect(names(body)).toEqual(["milestoned", "closed"]);
  expect(at(body, 0)).toMatchObject({ id: 77, milestone: { title: "Sprint 0" } });
  expect((await rest("GET", `${ISSUES}/1`)).body).not.toHaveProperty("timeline");
});
