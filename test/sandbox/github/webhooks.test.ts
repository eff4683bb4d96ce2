import { describe, expect, test } from "vitest";
import type { GithubPeople } from "../../../sandbox/github/people.ts";
import { at, namesAt } from "../../support/json.ts";
import { recordingSender } from "../webhooks/recording-sender.ts";
import type { Recorded } from "../webhooks/recording-sender.ts";
import { api1, api2, api3, openHub, usualData, web1 } from "./fixture.ts";

const RECEIVER = "https://receiver.example/hook";
const API6 = { repository: "acme/api", number: 6 };

/** A hub whose repositories all have a webhook, and what it has sent since. */
async function openTold() {
  const webhookSender = recordingSender();
  const hub = await openHub(usualData(), 0, webhookSender);
  for (const repository of ["acme/api", "acme/web", "globex/docs"]) {
    hub.host.hooks.register({ repository, url: RECEIVER });
  }
  webhookSender.take();
  return { ...hub, take: () => webhookSender.take() };
}

/** `issues.opened acme/web`: what was told where. */
const said = ({ event, json }: Recorded) => `${event} ${String(at(json, "repository", "full_name"))}`;

type Row = readonly [name: string, doing: (people: GithubPeople) => unknown, said: string[], bodies: object[]];

const rows: readonly Row[] = [
  [
    "a new issue, and again what it is opened with",
    (people) =>
      people.createIssue("acme/api", {
        title: "New",
        labels: ["team/api", "fresh"],
        milestone: "Sprint 1",
        assignees: ["bob"],
      }),
    [
      "label.created acme/api",
      "issues.opened acme/api",
      "issues.labeled acme/api",
      "issues.labeled acme/api",
      "issues.assigned acme/api",
      "issues.milestoned acme/api",
    ],
    [
      { label: { name: "fresh" } },
      { issue: { number: 7, title: "New", labels: [{ name: "team/api" }, { name: "fresh" }] } },
      { label: { name: "team/api" } },
      { label: { name: "fresh" } },
      { assignee: { login: "bob" } },
      { milestone: { title: "Sprint 1" } },
    ],
  ],
  [
    "an edit of title and text",
    (people) => people.edit(api1, { title: "Other", body: "New text" }),
    ["issues.edited acme/api"],
    [{ issue: { title: "Other" }, changes: { title: { from: "Issue 1" }, body: { from: "Text of 1" } } }],
  ],
  ["an edit that changes nothing", (people) => people.edit(api1, { title: "Issue 1" }), [], []],
  [
    "an issue closed and opened again",
    (people) => {
      people.close(api1, "not_planned");
      people.reopen(api1);
    },
    ["issues.closed acme/api", "issues.reopened acme/api"],
    [
      { issue: { state: "closed", state_reason: "not_planned" } },
      { issue: { state: "open", state_reason: "reopened" } },
    ],
  ],
  [
    "labels given and taken",
    (people) => {
      people.addLabel(web1, "bug");
      people.removeLabel(web1, "team/api");
    },
    ["label.created acme/web", "issues.labeled acme/web", "issues.unlabeled acme/web"],
    [{}, { label: { name: "bug" } }, { label: { name: "team/api" }, issue: { labels: [{ name: "bug" }] } }],
  ],
  [
    "an issue handed over",
    (people) => people.edit(api3, { assignees: ["ann"] }),
    ["issues.assigned acme/api", "issues.unassigned acme/api"],
    [{ assignee: { login: "ann" } }, { assignee: { login: "bob" } }],
  ],
  [
    "an issue taken out of its milestone and put back",
    (people) => {
      people.setMilestone(api1, null);
      people.setMilestone(api1, "Sprint 1");
    },
    ["issues.demilestoned acme/api", "issues.milestoned acme/api"],
    [
      { issue: { milestone: null }, milestone: { title: "Sprint 1" } },
      { issue: { milestone: { title: "Sprint 1" } }, milestone: { number: 1 } },
    ],
  ],
  [
    "a deleted issue",
    (people) => people.delete(api2),
    ["issues.deleted acme/api"],
    [{ issue: { number: 2, sub_issues_summary: { total: 2 } } }],
  ],
  [
    "a transfer, where the issue left and where it came to",
    (people) => people.transfer(api2, "acme/web"),
    ["issues.transferred acme/api", "issues.opened acme/web"],
    [
      {
        issue: { id: 5_000_000_002, number: 2 },
        changes: { new_issue: { number: 2, title: "Issue 2" }, new_repository: { full_name: "acme/web" } },
      },
      {
        issue: { number: 2, title: "Issue 2" },
        changes: { old_issue: { id: 5_000_000_002 }, old_repository: { full_name: "acme/api" } },
      },
    ],
  ],
  [
    "a comment written, edited and deleted",
    (people) => {
      const id = people.comment(api1, "Hello");
      people.editComment(id, "Bye");
      people.deleteComment(id);
    },
    ["issue_comment.created acme/api", "issue_comment.edited acme/api", "issue_comment.deleted acme/api"],
    [
      { issue: { number: 1, comments: 2 }, comment: { body: "Hello", user: { login: "octocat" } } },
      { comment: { body: "Bye" }, changes: { body: { from: "Hello" } } },
      { issue: { comments: 1 }, comment: { body: "Bye" } },
    ],
  ],
  [
    "a comment on a pull request",
    (people) => people.comment(API6, "Hello"),
    ["issue_comment.created acme/api"],
    [{ issue: { number: 6, pull_request: { merged_at: null } } }],
  ],
  [
    "a dependency across repositories, once on each side",
    (people) => people.block(api3, web1),
    ["issue_dependencies.blocked_by_added acme/api", "issue_dependencies.blocking_added acme/web"],
    [
      {
        blocked_issue_id: 5_000_000_003,
        blocked_issue: { number: 3 },
        blocking_issue_id: 9_000_000_001,
        blocking_issue: { number: 1 },
        blocking_issue_repo: { full_name: "acme/web" },
      },
      { blocked_issue_id: 5_000_000_003, blocked_issue_repo: { full_name: "acme/api" }, blocking_issue: { number: 1 } },
    ],
  ],
  [
    "a dependency taken away",
    (people) => people.unblock(api1, web1),
    ["issue_dependencies.blocked_by_removed acme/api", "issue_dependencies.blocking_removed acme/web"],
    [{ blocked_issue: { issue_dependencies_summary: { total_blocked_by: 1 } } }, { blocking_issue: { number: 1 } }],
  ],
  [
    "a sub-issue across repositories, once on each side",
    (people) => people.addSubIssue(api3, web1),
    ["sub_issues.parent_issue_added acme/web", "sub_issues.sub_issue_added acme/api"],
    [
      {
        parent_issue_id: 5_000_000_003,
        parent_issue: { number: 3 },
        parent_issue_repo: { full_name: "acme/api" },
        sub_issue_id: 9_000_000_001,
        sub_issue: { number: 1 },
      },
      { parent_issue: { sub_issues_summary: { total: 1 } }, sub_issue_repo: { full_name: "acme/web" } },
    ],
  ],
  [
    "a sub-issue let go within a repository: twice there",
    (people) => people.removeSubIssue(api2, { repository: "acme/api", number: 5 }),
    ["sub_issues.parent_issue_removed acme/api", "sub_issues.sub_issue_removed acme/api"],
    [{ sub_issue: { number: 5 } }, { parent_issue: { number: 2 } }],
  ],
  [
    "a milestone made, moved and closed",
    (people) => {
      people.createMilestone("acme/web", { title: "Sprint 9" });
      people.editMilestone("acme/web", "Sprint 9", { title: "Sprint X", dueOn: Date.parse("2026-12-24T12:00:00Z") });
      people.editMilestone("acme/web", "Sprint X", { state: "closed", description: "Over" });
      people.editMilestone("acme/web", "Sprint X", { state: "open" });
    },
    [
      "milestone.created acme/web",
      "milestone.edited acme/web",
      "milestone.edited acme/web",
      "milestone.closed acme/web",
      "milestone.opened acme/web",
    ],
    [
      { milestone: { title: "Sprint 9", number: 1 } },
      { milestone: { title: "Sprint X" }, changes: { title: { from: "Sprint 9" }, due_on: { from: null } } },
      { changes: { description: { from: "" } } },
      { milestone: { state: "closed" } },
      { milestone: { state: "open" } },
    ],
  ],
  [
    "a pull request opened, edited and merged, which closes an issue in either repository",
    (people) => {
      const pull = people.openPull("acme/web", { title: "Do", body: "Fixes #1", head: "do" });
      people.edit(pull, { title: "Do it" });
      people.mergePull(pull);
    },
    [
      "pull_request.opened acme/web",
      "pull_request.edited acme/web",
      "pull_request.closed acme/web",
      "issues.closed acme/web",
    ],
    [
      { number: 2, pull_request: { title: "Do", merged: false, head: { ref: "do" } } },
      { pull_request: { title: "Do it" }, changes: { title: { from: "Do" } } },
      { pull_request: { state: "closed", merged: true, merged_by: { login: "octocat" } } },
      { issue: { number: 1, state: "closed", state_reason: "completed" } },
    ],
  ],
];

describe("what people do is told", () => {
  test.each<Row>(rows)("%s", async (_, doing, wanted, bodies) => {
    const { people, take } = await openTold();
    doing(people);
    const sent = take();
    expect(sent.map(said)).toEqual(wanted);
    expect(sent.map(({ json }) => json)).toMatchObject(bodies);
    for (const { event, headers, json } of sent) {
      expect(`${headers["X-GitHub-Event"]}.${String(json["action"])}`).toBe(event);
      expect(json["sender"]).toMatchObject({ login: "octocat", type: "User" });
      expect(json["organization"]).toMatchObject({ login: at(json, "repository", "owner", "login") });
    }
  });

  test("edges leave `updated_at` as it is, and an issue's payload does not tell its parent", async () => {
    const { people, take } = await openTold();
    people.addSubIssue(api3, web1);
    const [child] = take();
    const before = people.issue(api3)?.["updated_at"];
    expect(at(child?.json, "parent_issue", "updated_at")).toBe(before);
    people.edit(web1, { title: "Other" });
    expect(people.issue(web1)).toHaveProperty("parent_issue_url");
    const [edited] = take();
    expect(edited?.json).toMatchObject({ action: "edited", issue: { title: "Other" } });
    expect(namesAt(edited?.json, "issue")).not.toContain("parent_issue_url");
  });

  test("with whoever did it as sender: somebody else, or the account through the API", async () => {
    const { people, rest, take, host } = await openTold();
    people.as("carol").close(api1);
    await rest("PATCH", "/repos/acme/api/issues/2", { body: { labels: [], title: "Other" } });
    await rest("POST", "/repos/acme/api/issues/2/comments", { body: { body: "Hello" } });
    await rest("POST", "/repos/acme/api/issues/2/dependencies/blocked_by", { body: { issue_id: 9_000_000_001 } });
    await rest("DELETE", "/repos/acme/api/milestones/1");
    await rest("PATCH", "/repos/acme/web/labels/team%2Fapi", {
      body: { new_name: "api", color: "ffffff", description: "d" },
    });
    await rest("PATCH", "/repos/acme/web/labels/api", { body: { new_name: "api" } });
    await rest("DELETE", "/repos/acme/web/labels/api");
    const sent = take();
    expect(sent.map(said)).toEqual([
      "issues.closed acme/api",
      "issues.edited acme/api",
      "issues.unlabeled acme/api",
      "issue_comment.created acme/api",
      "issue_dependencies.blocked_by_added acme/api",
      "issue_dependencies.blocking_added acme/web",
      "milestone.deleted acme/api",
      "label.edited acme/web",
      "label.deleted acme/web",
    ]);
    expect(sent[7]?.json).toMatchObject({
      label: { name: "api" },
      changes: { name: { from: "team/api" }, color: { from: "0e8a16" }, description: { from: "" } },
    });
    expect(sent.map(({ json }) => at(json, "sender", "login"))).toEqual(["carol", ...Array(8).fill(host.login)]);
  });
});
