import { describe, expect, test } from "vitest";
import { withMarks } from "../../../connectors/github/managed-part.ts";
import { createGithubReceiver } from "../../../connectors/github/webhook.ts";
import type { GithubAuth } from "../../../src/ports/connection.ts";
import { connection, ownLogin } from "./hub.ts";

const secrets = ["new-secret", "old-secret"];
const auth: GithubAuth = { kind: "app", appId: "77", privateKey: "none" };

type Given = {
  readonly webhookSecrets?: readonly string[];
  readonly login?: string | null;
  readonly id?: string | null;
  readonly app?: boolean;
};

function receiver({ webhookSecrets = secrets, login = null, id = null, app = false }: Given = {}) {
  const given = { ...connection, webhookSecrets, ...(app ? { auth } : {}) };
  return createGithubReceiver(given, {
    scope: { containers: ["Acme/api", "acme/web"] },
    self: () => (login === null ? null : { login, id }),
  });
}

const read = (event: string, payload: object, given: Given = {}) =>
  receiver(given).read({ event, body: JSON.stringify(payload) });

const nothing = { reason: null, items: [], removed: [], streams: [], pullRequests: [], proposal: false, at: null };
const ignoredFor = (reason: string) => ({ ...nothing, kind: "ignored", reason });
const own = { ...nothing, kind: "own" };
const bad = { ...nothing, kind: "unreadable", reason: expect.any(String) };

const updated_at = "2026-11-23T10:00:00Z";
const at = Date.parse(updated_at);
const someone = { login: "someone" };
const issue = { node_id: "I_1", user: someone, body: "text", updated_at };

describe("an issue is read again", () => {
  test.each(["opened", "edited", "closed", "reopened", "labeled", "milestoned", "typed", "an_action_of_tomorrow"])(
    "%s",
    (action) => {
      const told = { action, issue, sender: someone };
      expect(read(`issues.${action}`, told)).toEqual({ ...nothing, kind: "understood", items: ["I_1"], at });
    },
  );

  test("with its repository by name and, where that is the one that tells, by id", () => {
    const of = (name: string) => `https://api.github.com/repos/acme/${name}`;
    const changes = { old_issue: { node_id: "I_0", repository_url: of("web") } };
    const moved = { ...issue, repository_url: of("api") };
    const told = { action: "opened", issue: moved, changes, repository: { id: 7, full_name: "acme/api" } };
    const places = new Map([
      ["I_1", { name: "acme/api", nativeId: "7" }],
      ["I_0", { name: "acme/web", nativeId: null }],
    ]);
    expect(read("issues.opened", told).places).toEqual(places);
    expect(read("issues.opened", { ...told, repository: { id: "odd" } }).places?.get("I_1")?.nativeId).toBeNull();
  });

  test("deleted: it may be gone", () => {
    expect(read("issues.deleted", { action: "deleted", issue, sender: someone })).toEqual({
      ...nothing,
      kind: "understood",
      items: ["I_1"],
      removed: ["I_1"],
    });
  });

  test("transferred: the old one may be gone, there is a new one", () => {
    const changes = { new_issue: { node_id: "I_9" }, new_repository: {} };
    expect(read("issues.transferred", { action: "transferred", issue, changes, sender: someone })).toEqual({
      ...nothing,
      kind: "understood",
      items: ["I_1", "I_9"],
      moved: [{ from: "I_1", to: "I_9" }],
      removed: ["I_1"],
    });
  });

  test("opened by a transfer: the same from the other side", () => {
    const changes = { old_issue: { node_id: "I_0" }, old_repository: {} };
    expect(read("issues.opened", { action: "opened", issue, changes, sender: someone })).toEqual({
      ...nothing,
      kind: "understood",
      items: ["I_1", "I_0"],
      moved: [{ from: "I_0", to: "I_1" }],
      removed: ["I_0"],
      at,
    });
  });
});

describe("an edge is read at both ends", () => {
  const parent_issue = { node_id: "I_1" };
  const sub_issue = { node_id: "I_2" };
  const blocked_issue = { node_id: "I_3" };
  const blocking_issue = { node_id: "I_4" };

  test.each([
    ["sub_issues.sub_issue_added", { parent_issue, sub_issue }, ["I_2", "I_1"]],
    ["sub_issues.parent_issue_removed", { parent_issue, sub_issue }, ["I_2", "I_1"]],
    ["issue_dependencies.blocked_by_added", { blocked_issue, blocking_issue }, ["I_3", "I_4"]],
    ["issue_dependencies.blocking_removed", { blocked_issue, blocking_issue }, ["I_3", "I_4"]],
    ["issue_dependencies.blocked_by_added", { blocked_issue, blocking_issue: null }, ["I_3"]],
    ["sub_issues.sub_issue_added", { parent_issue: sub_issue, sub_issue }, ["I_2"]],
  ])("%s %j", (event, ends, items) => {
    expect(read(event, { action: "x", sender: someone, ...ends })).toEqual({ ...nothing, kind: "understood", items });
  });

  test.each(["sub_issues.sub_issue_added", "issue_dependencies.blocking_added"])("%s without ends is none", (event) => {
    expect(read(event, { action: "x", sender: someone })).toEqual(bad);
  });
});

test.each(["created", "edited", "closed", "opened", "deleted"])("a milestone is %s: they are read anew", (action) => {
  expect(read(`milestone.${action}`, { action, milestone: { number: 3, updated_at } })).toEqual({
    ...nothing,
    kind: "understood",
    streams: ["milestones"],
    at,
  });
});

describe("a pull request", () => {
  const pull_request = {
    id: 5_668_939_484,
    number: 12,
    title: "PAY-3: pay later",
    body: "Fixes #7",
    head: { ref: "feature/PAY-4-later" },
    base: { repo: { full_name: "acme/API" } },
    state: "open",
    merged: false,
    updated_at,
    closed_at: null,
  };
  const record = {
    id: "github:hub:pull:5668939484",
    connection: "hub",
    key: "acme/API#12",
    container: "acme/API",
    url: "https://github.com/acme/API/pull/12",
    title: "PAY-3: pay later",
    state: "open",
    updatedAt: at,
    closedAt: null,
  };

  test.each<[string, object, object]>([
    ["opened", {}, {}],
    ["edited", { body: null }, {}],
    ["closed", { state: "closed", closed_at: updated_at }, { state: "closed", closedAt: at }],
    ["closed", { state: "closed", merged: true, closed_at: updated_at }, { state: "merged", closedAt: at }],
  ])("%s %j is stored as told, and its stream read for what it closes", (action, change, expected) => {
    expect(read(`pull_request.${action}`, { action, pull_request: { ...pull_request, ...change } })).toEqual({
      ...nothing,
      kind: "understood",
      // As the train file writes it.
      streams: ["pulls:Acme/api"],
      pullRequests: [{ ...record, ...expected }],
      at,
    });
  });

  test("what only moves its `updated` is left to polls", () => {
    const reason = "nothing that the record of a pull request tells";
    expect(read("pull_request.synchronize", { action: "synchronize", pull_request })).toEqual(ignoredFor(reason));
  });

  test("one of a repository that no team names is not stored", () => {
    const elsewhere = { ...pull_request, base: { repo: { full_name: "acme/attic" } } };
    expect(read("pull_request.opened", { action: "opened", pull_request: elsewhere })).toMatchObject({
      kind: "ignored",
      pullRequests: [],
    });
  });
});

describe("ignored on purpose", () => {
  test.each([
    ["ping", { zen: "", hook: {} }],
    ["label.edited", { action: "edited", label: {} }],
    ["label.deleted", { action: "deleted", label: {} }],
    ["repository.renamed", { action: "renamed" }],
    ["repository.transferred", { action: "transferred" }],
    ["installation.created", { action: "created" }],
    ["installation_repositories.added", { action: "added" }],
    ["issue_comment.created", { action: "created", issue, comment: { ...issue, user: someone }, sender: someone }],
    ["issue_relates_to.relates_to_added", { action: "relates_to_added" }],
    ["push", { ref: "refs/heads/main" }],
    ["constructor", {}],
  ])("%s", (event, payload) => {
    expect(read(event, payload)).toEqual({ ...nothing, kind: "ignored", reason: expect.stringMatching(/\w/) });
  });
});

describe("unreadable", () => {
  test.each<[string, string]>([
    ["issues.opened", "{"],
    ["issues.opened", "5"],
    ["issues.opened", "null"],
    ["issues.opened", "[]"],
    ["issues.opened", "{}"],
    ["issues.opened", '{"issue":{"number":7}}'],
    ["issue_comment.created", "{}"],
    ["milestone.created", '{"milestone":7}'],
    ["pull_request.opened", '{"pull_request":{"id":"x"}}'],
    ["", ""],
  ])("%s %s", (event, body) => {
    expect(receiver().read({ event, body })).toEqual(bad);
  });
});

describe("our own writes", () => {
  const bot = { login: ownLogin };
  const marked = withMarks("a rollup", "rollup:titanium:acme/api");
  const ours = { ...issue, user: bot, body: marked };
  const viaApp = { ...ours, performed_via_github_app: { id: 77, client_id: "Iv1.abc" } };
  const edited = (change: object, sender: object = bot) => ({ action: "edited", issue: change, sender });

  /** An account can be a person's, who ticks the box of a proposal. */
  const ownRollup = { ...own, proposal: true };

  test("a rollup issue, however the login is written", () => {
    expect(read("issues.edited", edited(ours), { login: ownLogin.toUpperCase() })).toEqual(ownRollup);
    expect(read("issues.opened", { ...edited(ours), action: "opened" }, { login: ownLogin })).toEqual(own);
  });

  test("a rollup issue, under the login that our account had before", () => {
    const before = { login: "before", id: 7 };
    const renamed = edited({ ...ours, user: before }, { ...before, login: ownLogin });
    expect(read("issues.edited", renamed, { login: ownLogin, id: "7" })).toEqual(ownRollup);
  });

  test.each([
    ["a proposal in it may have been answered", marked, true],
    ["no proposal is in it any more", "by hand", false],
    ["it has no text", null, false],
  ])("when somebody edits it, %s", (_, body, proposal) => {
    expect(read("issues.edited", edited({ ...ours, body }, someone), { login: ownLogin })).toMatchObject({ proposal });
  });

  test("a comment", () => {
    const told = { action: "created", issue, comment: ours, sender: bot };
    expect(read("issue_comment.created", told, { login: ownLogin })).toEqual(own);
  });

  test("before the login is known: the app's id tells, or author, sender and marks together", () => {
    expect(read("issues.edited", edited(viaApp), { app: true })).toEqual(ownRollup);
    expect(read("issues.edited", edited(ours))).toEqual(ownRollup);
  });

  test.each<[string, object, Given]>([
    ["text without our marks", edited({ ...ours, body: "by hand" }), { login: ownLogin }],
    ["our issue, changed by somebody", edited(ours, someone), { login: ownLogin }],
    ["somebody's issue with our marks pasted", edited({ ...ours, user: someone }, someone), { login: ownLogin }],
    ["somebody's issue, labelled by us", edited({ ...ours, user: someone }), { login: ownLogin }],
    [
      "somebody's with the login that was ours",
      edited({ ...ours, user: { ...bot, id: 8 } }, { ...bot, id: 8 }),
      { login: ownLogin, id: "7" },
    ],
    ["no author", edited({ ...ours, user: null }), { login: ownLogin }],
    ["no sender", { action: "edited", issue: ours }, { login: ownLogin }],
    ["another app's", edited({ ...viaApp, performed_via_github_app: { id: 78 } }), { app: true }],
    ["no app's", edited(ours), { app: true }],
  ])("not: %s", (_, told, given) => {
    expect(read("issues.edited", told, given)).toMatchObject({ kind: "understood", items: ["I_1"] });
  });
});
