import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { createJiraReceiver } from "../../../connectors/jira/webhook.ts";
import type { JiraConnection } from "../../../src/ports/connection.ts";
import type { Notice } from "../../../src/ports/webhook.ts";
import { connection } from "./acme.ts";

const path = "Zq3vJ8nR2xW5tK9bM4cD7fGh";
const bytes = (text: string) => new TextEncoder().encode(text);
const signature = (secret: string, body: string) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

function verify(
  webhooks: Partial<Pick<JiraConnection, "webhookSecrets" | "webhookPath">>,
  body: string,
  { headers = {}, at = null }: { headers?: Record<string, string | undefined>; at?: string | null } = {},
) {
  return createJiraReceiver({ ...connection, ...webhooks }).verify({ headers, body: bytes(body) }, at);
}

describe("a call is proven", () => {
  test("by the signature of Atlassian's documentation", () => {
    const headers = {
      "x-hub-signature": "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
    };
    const call = verify({ webhookSecrets: ["It's a Secret to Everybody"] }, "Hello World!", { headers });
    expect(call).toMatchObject({ event: "unknown", body: "Hello World!" });
  });

  const good = signature("new", "{}");
  const one = { webhookSecrets: ["new"] };
  const two = { webhookSecrets: ["new", "old"] };
  const pathOnly = { webhookPath: path };
  const both = { ...one, webhookPath: path };

  test.each([
    ["signed", one, good, null, true],
    ["signed by the old secret while both stand", two, signature("old", "{}"), null, true],
    ["signed by another secret", two, signature("other", "{}"), null, false],
    ["signed over another body", one, signature("new", "{} "), null, false],
    ["not signed", one, undefined, null, false],
    ["signed by nothing", one, "", null, false],
    ["signed by another method", one, `sha1=${createHmac("sha1", "new").update("{}").digest("hex")}`, null, false],
    ["signed with half a digest", one, good.slice(0, 39), null, false],
    ["signed, the digest in capitals", one, good.replace(/[a-f]/g, (c) => c.toUpperCase()), null, true],
    ["signed, with a path that nobody asked for", one, good, path, true],
    ["at the secret path, which is all there is", pathOnly, undefined, path, true],
    ["at another path", pathOnly, undefined, `${path}x`, false],
    ["at no path", pathOnly, undefined, null, false],
    ["at the empty path", pathOnly, good, "", false],
    ["signed and at the path", both, good, path, true],
    ["signed, not at the path", both, good, null, false],
    ["at the path, not signed", both, undefined, path, false],
    ["signed where nothing is configured", {}, good, null, false],
    ["signed with an empty secret where nothing is configured", {}, signature("", "{}"), "", false],
  ])("%s", (_, webhooks, header, at, proven) => {
    const call = verify(webhooks, "{}", { headers: { "x-hub-signature": header }, at });
    expect(call !== null).toBe(proven);
  });

  test.each([
    ["with another's signature", two, signature("other", "{}"), null, true],
    ["without a signature", one, undefined, null, false],
    ["with a malformed one", one, "sha256=", null, false],
    ["at the path", pathOnly, undefined, path, true],
    ["at another path", pathOnly, undefined, `${path}x`, false],
    ["with a signature, not at the path", both, good, null, false],
    ["at the path, without a signature", both, undefined, path, false],
    ["where nothing is configured", {}, good, null, false],
  ])("it can be Jira's before its body is there: %s", (_, webhooks, header, at, plausible) => {
    const receiver = createJiraReceiver({ ...connection, ...webhooks });
    expect(receiver.isPlausible({ headers: { "x-hub-signature": header } }, at)).toBe(plausible);
  });
});

describe("a call is kept", () => {
  const kept = (body: string, headers: Record<string, string> = {}) =>
    verify({ webhookPath: path }, body, { headers, at: path });

  test("under Jira's identifier and its event, as it arrived", () => {
    const body = '{ "webhookEvent": "jira:issue_updated", "x": "ä" }';
    const headers = { "x-atlassian-webhook-identifier": "d7e4-11", "x-atlassian-webhook-retry": "2" };
    expect(kept(body, headers)).toEqual({ deliveryId: "d7e4-11", event: "jira:issue_updated", body });
  });

  test("under its digest where there is no usable identifier", () => {
    const sha = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    for (const id of ["", "two words", "x".repeat(201)]) {
      expect(kept("{}", { "x-atlassian-webhook-identifier": id })?.deliveryId).toBe(sha);
    }
    expect(kept("{}")?.deliveryId).toBe(sha);
    const longest = "x".repeat(200);
    expect(kept("{}", { "x-atlassian-webhook-identifier": longest })?.deliveryId).toBe(longest);
  });

  test.each(["", "null", "[]", "{", '{"webhookEvent":7}', String.raw`{"webhookEvent":"a\u0000b"}`])(
    "as unknown: %j",
    (body) => {
      expect(kept(body)?.event).toBe("unknown");
    },
  );
});

const receiver = createJiraReceiver(connection);

function read(event: string, payload: object): Notice {
  return receiver.read({
    event,
    body: JSON.stringify({ timestamp: 1_700_000_000_000, webhookEvent: event, ...payload }),
  });
}

const issue = (fields: object = {}) => ({ issue: { id: "10001", key: "PAY-1", fields } });
const changelog = (...items: object[]) => ({ changelog: { id: "1", items } });
const ends = {
  issuelinks: [
    { id: "7", outwardIssue: { id: "10002", key: "PAY-2" } },
    { id: "8", inwardIssue: { id: "10003", key: "PAY-3" } },
    { id: "9" },
    "odd",
  ],
};

describe("what an issue's call asks to read", () => {
  test("with the projects of the issue and of those around it, as far as their keys tell", () => {
    const around = issue({ ...ends, parent: { id: "9", key: "OPS-9" }, project: { id: "100", key: "PAY" } });
    const { places } = read("jira:issue_created", around);
    expect(places?.get("10001")).toEqual({ name: "PAY", nativeId: "100" });
    expect(places?.get("9")).toEqual({ name: "OPS", nativeId: null });
    expect([...(read("jira:issue_updated", { issue: { id: 10001, fields: null } }).places ?? [])]).toEqual([]);
  });

  test.each<[what: string, event: string, payload: object, items: readonly string[], removed?: readonly string[]]>([
    ["a new one", "created", issue(), ["10001"]],
    ["a new one with its parent", "created", issue({ parent: { id: "9", key: "PAY-9" } }), ["10001", "9"]],
    ["a new one with links", "created", issue(ends), ["10001", "10002", "10003"]],
    ["an edit leaves links alone", "updated", { ...issue(ends), ...changelog({ field: "summary" }) }, ["10001"]],
    [
      "a link that came, by the id of its other end",
      "updated",
      { ...issue(ends), ...changelog({ field: "Link", from: null, to: "PAY-2", toString: "This issue blocks PAY-2" }) },
      ["10001", "10002"],
    ],
    [
      "a link that went, by the key of its other end",
      "updated",
      { ...issue(), ...changelog({ field: "Link", from: "PAY-4", to: null }, { field: "Link", to: "a sentence" }) },
      ["10001", "PAY-4"],
    ],
    [
      "both parents of a change",
      "updated",
      { ...issue({ parent: { id: 12 } }), ...changelog({ field: "IssueParentAssociation", from: "11", to: "12" }) },
      ["10001", "12", "11"],
    ],
    [
      "an epic of old, named by id only where it is one",
      "updated",
      { ...issue(), ...changelog({ field: "Epic Link", from: "PAY-5", to: "13" }) },
      ["10001", "13"],
    ],
    [
      "a move: the id stays",
      "updated",
      {
        ...issue(),
        issue_event_type_name: "issue_moved",
        ...changelog({ field: "Key", from: null, fromString: "OLD-1", to: null }),
      },
      ["10001"],
    ],
    ["one that is gone, with its neighbours", "deleted", issue(ends), ["10001", "10002", "10003"], ["10001"]],
    ["a site that tells no id", "updated", { issue: { key: "PAY-1" } }, ["PAY-1"]],
    ["a site that tells ids as numbers and no fields", "updated", { issue: { id: 10001, fields: null } }, ["10001"]],
    ["odd parts", "updated", { issue: { id: "10001", fields: { parent: 3, issuelinks: {}, labels: "x" } } }, ["10001"]],
  ])("%s", (_, event, payload, items, removed = []) => {
    const { places: _places, ...notice } = read(`jira:issue_${event}`, payload);
    expect(notice).toEqual({
      kind: "understood",
      reason: null,
      items,
      removed,
      streams: [],
      pullRequests: [],
      proposal: false,
      at: 1_700_000_000_000,
    });
  });

  test("our own rollup is nothing to do; people's use of our label is", () => {
    const ours = read("jira:issue_updated", issue({ labels: ["signalbox", "signalbox-0123456789ab"] }));
    expect(ours).toMatchObject({ kind: "own", items: [], proposal: true });
    const theirs = read("jira:issue_updated", issue({ labels: ["signalbox", "signalbox-reader"] }));
    expect(theirs).toMatchObject({ kind: "understood", items: ["10001"] });
  });
});

describe("what other calls ask to read", () => {
  test.each(["issuelink_created", "issuelink_deleted"])("%s: both ends", (event) => {
    const payload = { issueLink: { id: 7, sourceIssueId: 20192, destinationIssueId: 20734 } };
    expect(read(event, payload)).toMatchObject({ kind: "understood", items: ["20192", "20734"], removed: [] });
  });

  test.each([
    ["sprint_created", ["sprints"]],
    ["sprint_updated", ["sprints"]],
    ["sprint_started", ["sprints", "issues"]],
    ["sprint_closed", ["sprints", "issues"]],
    ["sprint_deleted", ["sprints", "issues"]],
    ["board_created", ["sprints"]],
    ["board_configuration_changed", ["sprints"]],
    ["jira:version_released", ["versions"]],
    ["jira:version_deleted", ["versions"]],
    ["jira:version_merged", ["versions"]],
  ])("%s: the streams %j", (event, streams) => {
    expect(read(event, {})).toMatchObject({ kind: "understood", items: [], streams });
  });

  test.each([
    "comment_created",
    "worklog_updated",
    "issue_property_set",
    "attachment_created",
    "project_updated",
    "user_deleted",
    "filter_created",
    "option_voting_changed",
    "jira_expression_evaluation_failed",
    "something_new",
  ])("%s: nothing, and it says why", (event) => {
    const notice = read(event, issue());
    expect(notice).toMatchObject({ kind: "ignored", items: [], streams: [], reason: expect.stringMatching(/\S/) });
  });

  test.each([
    ["jira:issue_updated", "{", "the body is not JSON"],
    ["jira:issue_updated", "7", "it names no issue"],
    ["jira:issue_updated", '{"issue":{}}', "it names no issue"],
    ["issuelink_created", '{"issueLink":{"sourceIssueId":1}}', "it names no two issues"],
    ["unknown", "{}", "it names no event"],
  ])("%s with %s is unreadable", (event, body, reason) => {
    expect(receiver.read({ event, body })).toMatchObject({ kind: "unreadable", reason, items: [], at: null });
  });

  test.each([
    [{ timestamp: "1700000000001" }, 1_700_000_000_001],
    [{ timestamp: null }, null],
    [{ timestamp: "yesterday" }, null],
    [{ timestamp: 1e300 }, null],
  ])("the time in %j is %s", (payload, at) => {
    expect(read("sprint_created", payload).at).toBe(at);
  });

  property.prop([
    fc.constantFrom("jira:issue_created", "jira:issue_updated", "issuelink_created", "sprint_closed", "unknown", "x"),
    fc.oneof(fc.json(), fc.string()),
  ])("whatever comes, nothing is thrown", (event, body) => {
    expect(receiver.read({ event, body }).removed).toEqual([]);
  });
});

const folder = "../shared/data/jira-webhooks";
const recorded = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"))
  : [];

describe.skipIf(recorded.length === 0)("recorded calls (skipped where the shared data are absent)", () => {
  const notices = recorded.map((name) => {
    const call = verify({ webhookPath: path }, readFileSync(join(folder, name), "utf8"), { at: path });
    return { name, call, notice: call === null ? null : receiver.read(call) };
  });

  test("are all understood or ignored, each with its time", () => {
    expect(notices.filter(({ call }) => call === null || call.event === "unknown")).toEqual([]);
    const told = notices.map(({ notice }) => notice);
    expect(told.filter((notice) => notice?.at === null || notice?.kind === "unreadable")).toEqual([]);
  });

  test("ask for what they are about", () => {
    const asked = new Map(notices.map(({ name, notice }) => [name, notice]));
    expect(asked.get("pinpt/issuelink_created.json")?.items).toEqual(["20192", "20734"]);
    expect(asked.get("pinpt/jira-issue_updated.sprint_ids.json")?.items).toEqual(["19518"]);
    expect(asked.get("pinpt/sprint_closed.json")?.streams).toEqual(["sprints", "issues"]);
    expect(asked.get("mattermost/webhook-issue-deleted.json")).toMatchObject({ items: ["10303"], removed: ["10303"] });
    expect(asked.get("mattermost/webhook-server-comment-created.json")?.kind).toBe("ignored");
  });
});
