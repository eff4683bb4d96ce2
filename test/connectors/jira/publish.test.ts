import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { markerLabel } from "../../../connectors/jira/markers.ts";
import type { Document } from "../../../src/ports/document.ts";
import { failureOf, rawIssue } from "./acme.ts";
import { aSite, startSite, type StartedSite } from "./sandbox-site.ts";

let site: StartedSite;

beforeEach(async () => {
  site = await startSite({ data: aSite(), scope: { containers: ["PAY"] } });
});

afterEach(() => site.close());

const marker = "rollup:payments:PAY";
const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Story" } as const;
const item = { key: "PAY-1", nativeId: "10001" };

const projects = [
  { id: "1", key: "PAY", name: "Pay" },
  { id: "2", key: "LED", name: "Ledger" },
];

function report(words: string, title = "Payments: on track"): Document {
  return { title, labels: [], blocks: [{ type: "paragraph", content: [{ type: "text", text: words }] }], stamp: [] };
}

const rendered = (words: string, title?: string) => site.sink.render(report(words, title), marker);
const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });

type Adf = { readonly content: readonly unknown[] };

function descriptionOf(key: string): Adf {
  const fields = site.site.people.issue(key)?.["fields"];
  if (typeof fields !== "object" || fields === null || !("description" in fields))
    throw new TypeError("no description");
  return contentOf(fields.description);
}

function contentOf(value: unknown): Adf {
  if (typeof value === "object" && value !== null && "content" in value && Array.isArray(value.content)) {
    const content: readonly unknown[] = value.content;
    return { content };
  }
  throw new TypeError("no document");
}

const putsSeen = () => site.seen.filter(({ method }) => method === "PUT").map(({ query }) => query.toString());

describe("a rollup issue", () => {
  test("carries its marker as label and property from the start", async () => {
    const remote = await site.sink.createIssue(target, rendered("One"), marker);
    const issue = site.site.people.issue(remote.key);
    expect(issue?.["fields"]).toMatchObject({
      summary: "Payments: on track",
      labels: ["signalbox", markerLabel(marker)],
      issuetype: { name: "Story" },
    });
    expect(site.site.people.properties(remote.key)).toEqual({ signalbox: { marker } });
    expect(remote.url).toMatch(new RegExp(`/jira/acme/browse/${remote.key}$`));
    expect(JSON.stringify(descriptionOf(remote.key))).toContain("One");
  });

  test("is updated in place without mail, and people's words stay round it", async () => {
    const remote = await site.sink.createIssue(target, rendered("One"), marker);
    const ours = descriptionOf(remote.key).content;
    const description = { type: "doc", version: 1, content: [paragraph("Ours to keep"), ...ours, paragraph("Notes")] };
    site.site.people.editIssue(remote.key, { description });
    expect(await site.sink.updateIssue(remote, rendered("Two", "Payments: off track"), marker)).toBe("updated");
    const now = descriptionOf(remote.key).content;
    expect(now[0]).toMatchObject(paragraph("Ours to keep"));
    expect(now.at(-1)).toMatchObject(paragraph("Notes"));
    expect(JSON.stringify(now)).toContain("Two");
    expect(JSON.stringify(now)).not.toContain("One");
    expect(site.site.people.issue(remote.key)?.["fields"]).toMatchObject({ summary: "Payments: off track" });
    expect(putsSeen()).toEqual(["notifyUsers=false"]);
  });

  test("is written with mail where our account may not keep quiet", async () => {
    const remote = await site.sink.createIssue(target, rendered("One"), marker);
    site.site.people.setNotifyRight("forbidden");
    expect(await site.sink.updateIssue(remote, rendered("Two"), marker)).toBe("updated");
    expect(putsSeen()).toEqual(["notifyUsers=false", ""]);
  });

  test("is left alone where people removed a mark, and not seen where they deleted it", async () => {
    const remote = await site.sink.createIssue(target, rendered("One"), marker);
    site.site.people.editIssue(remote.key, {
      description: { type: "doc", version: 1, content: [paragraph("We write this ourselves now.")] },
    });
    expect(await site.sink.updateIssue(remote, rendered("Two"), marker)).toBe("held");
    expect(putsSeen()).toEqual([]);
    site.site.people.deleteIssue(remote.key);
    expect(await site.sink.updateIssue(remote, rendered("Three"), marker)).toBe("unseen");
  });

  test("is found by its marker when its key was never heard of, and no other is", async () => {
    const remote = await site.sink.createIssue(target, rendered("One"), marker);
    site.site.people.createIssue({
      project: { key: "PAY" },
      issuetype: { name: "Story" },
      summary: "A copy by a person",
      labels: ["signalbox", markerLabel(marker)],
    });
    expect(await site.sink.findIssues(target, marker)).toEqual([remote]);
    expect(await site.sink.findIssues(target, "rollup:other:PAY")).toEqual([]);
  });

  test.each([
    ["Cloud", {}],
    ["Data Center", { dataCenter: "10.3.0" }],
  ])("that people moved is found by its id before search shows it there: %s", async (_, kind) => {
    await site.close();
    site = await startSite({ data: { ...aSite(), projects }, searchLagMs: 60_000, ...kind });
    const { sink, seen } = site;
    const { people } = site.site;
    const led = { ...target, project: "LED" };
    const remote = await sink.createIssue(target, sink.render(report("One"), marker), marker);
    expect(await sink.findMovedIssue(led, remote, marker)).toBeNull();
    const key = people.moveIssue(remote.key, "LED");
    expect(await sink.findIssues(led, marker)).toEqual([]);
    const before = seen.length;
    const found = { remoteId: remote.remoteId, key, url: remote.url.replace(remote.key, key) };
    expect(await sink.findMovedIssue(led, remote, marker)).toEqual(found);
    expect(seen.length - before).toBe(1);
    expect(await sink.findMovedIssue(led, remote, "rollup:other:PAY")).toBeNull();
    people.deleteIssue(key);
    expect(await sink.findMovedIssue(led, remote, marker)).toBeNull();
  });
});

describe("a create that cannot be", () => {
  test("names the project without permission", async () => {
    site.site.people.setReadOnly("PAY", true);
    const failure = await failureOf(site.sink.createIssue(target, rendered("One"), marker));
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(`${failure.message} ${failure.remedy}`).toMatch(/PAY.*"Create issues" in PAY/);
  });

  test("names the project that is not there", async () => {
    const failure = await failureOf(site.sink.createIssue({ ...target, project: "PMO" }, rendered("One"), marker));
    expect(failure).toMatchObject({ code: "not-found" });
    expect(failure.message).toContain("PMO");
  });

  test("names the issue type that is not there", async () => {
    const failure = await failureOf(site.sink.createIssue({ ...target, issueType: "Taks" }, rendered("One"), marker));
    expect(failure).toMatchObject({ code: "config-invalid" });
    expect(failure.message).toBe('Project PAY of acme has no issue type "Taks".');
    expect(failure.remedy).toBe('Name one of the project\'s issue types under reports.rollup, such as "Task".');
  });

  test("refuses a target of the other tracker", async () => {
    const github = { system: "github", connection: "acme", repo: "acme/api" } as const;
    await expect(site.sink.findIssues(github, marker)).rejects.toMatchObject({ code: "config-invalid" });
  });
});

describe("a comment", () => {
  test("is written once, found again, and kept up to date in place", async () => {
    const remote = await site.sink.createComment(item, rendered("Blocked"), marker);
    site.site.people.comment("PAY-1", "A person's own comment");
    expect(remote.url).toMatch(/\/browse\/PAY-1\?focusedCommentId=\d+$/);
    expect(await site.sink.findComments(item)).toEqual([{ ...remote, marker }]);
    const change = { rendered: rendered("Resolved"), marker };
    expect(await site.sink.updateComment(item, remote, change)).toBe("updated");
    const [ours, theirs] = site.site.people.comments("PAY-1");
    expect(JSON.stringify(ours?.["body"])).toContain("Resolved");
    expect(ours?.["properties"]).toMatchObject({ signalbox: { marker } });
    expect(JSON.stringify(theirs?.["body"])).toContain("A person's own comment");
    expect(putsSeen()).toEqual(["notifyUsers=false"]);
  });

  test("is an internal note in a service project, whose customers would read and be mailed any other", async () => {
    const internal = { "sd.public.comment": { internal: true } };
    const properties = () => site.site.people.comments("PAY-1").map((comment) => comment["properties"]);
    const remote = await site.sink.createComment(item, rendered("Blocked"), marker);
    expect(properties()).toEqual([{ signalbox: { marker }, ...internal }]);
    const change = { rendered: rendered("Two"), marker: "comment:moved", carried: marker } as const;
    expect(await site.sink.updateComment(item, remote, change)).toBe("updated");
    expect(properties()).toEqual([{ signalbox: { marker: "comment:moved" }, ...internal }]);
  });

  test("stays deleted, and stays a person's once the marks are gone", async () => {
    const remote = await site.sink.createComment(item, rendered("Blocked"), marker);
    const change = { rendered: rendered("Two"), marker };
    site.site.people.editComment({ issue: "PAY-1", id: remote.remoteId }, "Done by hand");
    expect(await site.sink.updateComment(item, remote, change)).toBe("held");
    site.site.people.deleteComment({ issue: "PAY-1", id: remote.remoteId });
    expect(await site.sink.updateComment(item, remote, change)).toBe("gone");
    expect(await site.sink.findComments(item)).toEqual([]);
  });

  test("on an issue that was moved finds its way by id", async () => {
    await site.close();
    site = await startSite({ data: { ...aSite([rawIssue(1)]), projects } });
    site.site.people.moveIssue("PAY-1", "LED");
    const remote = await site.sink.createComment(item, rendered("Blocked"), marker);
    expect(site.site.people.comments("LED-1")).toHaveLength(1);
    expect(remote.remoteId).not.toBe("");
  });

  test("where nobody may write is refused with the permission it needs", async () => {
    site.site.people.setReadOnly("PAY", true);
    const failure = await failureOf(site.sink.createComment(item, rendered("Blocked"), marker));
    expect(failure).toMatchObject({ code: "forbidden" });
    expect(failure.remedy).toContain('"Add comments" for PAY-1');
  });
});
