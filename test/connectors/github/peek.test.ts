import { describe, expect, test } from "vitest";
import type { Identity, Peek } from "../../../src/ports/connector.ts";
import { aConnector, all, anIssue, failureOf, issuesAnswer, onlyPlannedCalls, plannedGraph, wire } from "./hub.ts";
import { start, stream, type Started } from "./stand-in.ts";
import { GithubSource } from "../../../connectors/github/source.ts";

const minuteMs = 60_000;

/** Peeks until nothing is new, then lets a change happen a minute later and peeks again. */
async function peekAfter(hub: Started, name: string, change: () => unknown): Promise<Peek> {
  const before = await hub.source.peek({ name }, null);
  const still = await hub.source.peek({ name }, before.token);
  expect([before.changed, still]).toEqual([true, { changed: false, token: before.token }]);
  await hub.wait(minuteMs);
  change();
  return hub.source.peek({ name }, still.token);
}

const one = { repository: "acme/api", number: 1 };
const two = { repository: "acme/api", number: 2 };
const far = { repository: "acme/web", number: 1 };

async function someHub(): Promise<Started> {
  const hub = await start();
  hub.people.createIssue("acme/api", { title: "One" });
  await hub.wait(minuteMs);
  hub.people.createIssue("acme/api", { title: "Two" });
  hub.people.createIssue("acme/web", { title: "Far" });
  hub.people.createMilestone("acme/web", { title: "Sprint 1" });
  hub.people.addLabel(two, "bug");
  return hub;
}

describe("asking whether there is news", () => {
  test.each<[string, string, (hub: Started) => unknown]>([
    ["an older issue is edited", "issues:acme/api", ({ people }) => people.edit(one, { title: "Once" })],
    ["an older issue is closed", "issues:acme/api", ({ people }) => people.close(one)],
    ["an issue is created", "issues:acme/api", ({ people }) => people.createIssue("acme/api", { title: "Three" })],
    [
      "a pull request is opened",
      "pulls:acme/api",
      ({ people }) => people.openPull("acme/api", { title: "Do", body: "", head: "x" }),
    ],
    ["a blocker is added", "edges:acme/api", ({ people }) => people.block(one, two)],
    ["a blocker elsewhere is added", "edges:acme/api", ({ people }) => people.block(one, far)],
    ["a parent is given", "edges:acme/api", ({ people }) => people.addSubIssue(two, one)],
    ["a milestone is created", "milestones", ({ people }) => people.createMilestone("acme/api", { title: "Sprint 1" })],
    [
      "a milestone of another repository changes",
      "milestones",
      ({ people }) => people.editMilestone("acme/web", "Sprint 1", { dueOn: 1_796_000_000_000 }),
    ],
  ])("%s: %s", async (_, name, change) => {
    const hub = await someHub();
    const after = await peekAfter(hub, name, () => change(hub));
    expect(after.changed).toBe(true);
    expect(await hub.source.peek({ name }, after.token)).toEqual({ changed: false, token: after.token });
  });

  test("an edge that goes is news as well", async () => {
    const hub = await someHub();
    hub.people.block(one, two);
    const after = await peekAfter(hub, "edges:acme/api", () => hub.people.unblock(one, two));
    expect(after.changed).toBe(true);
  });

  test("events that leave edges alone are none for them, and are passed over only once", async () => {
    const hub = await someHub();
    const after = await peekAfter(hub, "edges:acme/api", () => hub.people.close(one));
    expect(after.changed).toBe(false);
    hub.people.block(one, two);
    expect((await hub.source.peek({ name: "edges:acme/api" }, after.token)).changed).toBe(true);
  });

  test("more events than one look shows may hide an edge", async () => {
    const hub = await someHub();
    const after = await peekAfter(hub, "edges:acme/api", () => {
      hub.people.block(one, two);
      for (let n = 0; n < 20; n += 1) {
        hub.people.close(one);
        hub.people.reopen(one);
      }
    });
    expect(after.changed).toBe(true);
  });

  test("the last event went with its issue: nobody knows what else did", async () => {
    const hub = await someHub();
    const after = await peekAfter(hub, "edges:acme/api", () => hub.people.delete(two));
    expect(after.changed).toBe(true);
  });

  test("what did not change costs nothing of the budget: one call, answered 304", async () => {
    const hub = await someHub();
    for (const { name } of hub.source.streams()) {
      const { token } = await hub.source.peek({ name }, null);
      const before = hub.seen.length;
      await hub.source.peek({ name }, token);
      expect(hub.seen.slice(before).map(({ status }) => status)).toEqual(name === "milestones" ? [304, 304] : [304]);
    }
  });

  test.each(["milestones", "edges:acme/api"])("a token of another make is none: %s", async (name) => {
    const hub = await someHub();
    expect((await hub.source.peek({ name }, '"W/abc"')).changed).toBe(true);
  });

  test("what the check found is no news after somebody asked", async () => {
    const hub = await someHub();
    await hub.source.probe();
    await hub.wait(minuteMs);
    hub.people.openPull("acme/api", { title: "Do", body: "Fixes #1", head: "x" });
    expect((await hub.source.peek(stream("pulls"), null)).changed).toBe(true);
    expect(
      (await all(hub.source.pull(stream("pulls"), hub.clock()))).flatMap(({ pullRequests }) => pullRequests),
    ).toHaveLength(1);
  });

  test("what the check found is no news after somebody knew of something since", async () => {
    const hub = await someHub();
    await hub.source.probe();
    await hub.wait(minuteMs);
    hub.people.openPull("acme/api", { title: "Do", body: "Fixes #1", head: "x" });
    hub.people.editMilestone("acme/web", "Sprint 1", { title: "Sprint 2" });
    hub.source.outdate();
    const pages = [
      ...(await all(hub.source.pull({ name: "milestones" }, null))),
      ...(await all(hub.source.pull(stream("pulls"), hub.clock()))),
    ];
    expect(pages.flatMap(({ sprints }) => sprints.map(({ name }) => name))).toEqual(["Sprint 2"]);
    expect(pages.flatMap(({ pullRequests }) => pullRequests)).toHaveLength(1);
  });

  test("nor is what a check finds that was on its way then", async () => {
    const hub = await someHub();
    const probed = hub.source.probe();
    hub.source.outdate();
    await probed;
    hub.people.editMilestone("acme/web", "Sprint 1", { title: "Sprint 2" });
    const pages = await all(hub.source.pull({ name: "milestones" }, null));
    expect(pages.flatMap(({ sprints }) => sprints.map(({ name }) => name))).toEqual(["Sprint 2"]);
  });

  test("issues that were read whole are read again for their pull requests where something happened since", async () => {
    const hub = await someHub();
    await all(hub.source.pull(stream("issues"), null));
    hub.people.openPull("acme/api", { title: "Do", body: "Fixes #1", head: "x" });
    hub.source.outdate();
    const items = (await all(hub.source.pull(stream("pulls"), null))).flatMap((page) => page.items);
    expect(items.map(({ item }) => [item.key, item.status])).toEqual([["acme/api#1", "in-progress"]]);
  });

  test("edges that came with their issues are read again where they were asked about since", async () => {
    const hub = await someHub();
    await all(hub.source.pull(stream("issues"), null));
    hub.people.block(one, two);
    expect((await hub.source.peek(stream("edges"), null)).changed).toBe(true);
    const edges = (await all(hub.source.pull(stream("edges"), null))).flatMap((page) => page.edges);
    expect(edges.flatMap(({ links }) => links)).toHaveLength(1);
  });
});

describe("on the wire", () => {
  onlyPlannedCalls();
  const milestones = (repo: string) => wire().get(`/repos/${repo}/milestones?state=all&per_page=100`);

  function source(containers: readonly string[] = ["acme/api"]) {
    const made = aConnector({ containers }).source;
    if (made instanceof GithubSource) return made;
    throw new TypeError("another source");
  }

  test.each([
    ["issues", "/repos/acme/api/issues?state=all&sort=updated&direction=desc&per_page=1"],
    ["pulls", "/repos/acme/api/pulls?state=all&sort=updated&direction=desc&per_page=1"],
  ])("%s are asked for the newest, with the tag of last time", async (kind, path) => {
    wire().get(path).reply(200, [], { etag: 'W/"a"' });
    wire().get(path).matchHeader("if-none-match", 'W/"a"').reply(304);
    wire().get(path).matchHeader("if-none-match", 'W/"a"').reply(200, [], { etag: 'W/"b"' });
    const asked = source();
    const first = await asked.peek(stream(kind), null);
    expect(first).toEqual({ changed: true, token: 'W/"a"' });
    expect(await asked.peek(stream(kind), first.token)).toEqual({ changed: false, token: 'W/"a"' });
    expect(await asked.peek(stream(kind), first.token)).toEqual({ changed: true, token: 'W/"b"' });
  });

  test.each(["issues:acme/api", "edges:acme/api", "milestones"])(
    "without a tag the answer is always yes: %s",
    async (name) => {
      wire().get(/.*/).twice().reply(200, []);
      const asked = source();
      const { token } = await asked.peek({ name }, null);
      expect(await asked.peek({ name }, token)).toMatchObject({ changed: true });
    },
  );

  test("a repository with more milestones than a page is always read", async () => {
    const rows = Array.from({ length: 100 }, (_, number) => ({ number }));
    milestones("acme/api").reply(200, rows, { etag: 'W/"a"' });
    milestones("acme/web").reply(200, [], { etag: 'W/"b"' });
    expect(await source(["acme/api", "acme/web"]).peek({ name: "milestones" }, null)).toEqual({
      changed: true,
      token: '{"acme/web":"W/\\"b\\""}',
    });
  });

  test("a 304 that nobody asked for is a failure, as is any refusal", async () => {
    wire()
      .get(/issues/)
      .reply(304);
    wire()
      .get(/issues/)
      .reply(404, { message: "Not Found" });
    const asked = source();
    expect(await failureOf(asked.peek(stream("issues"), null))).toMatchObject({ code: "not-found" });
    expect(await failureOf(asked.peek(stream("issues"), 'W/"a"'))).toMatchObject({ code: "not-found" });
  });

  test("a stream that is none is our mistake", async () => {
    await expect(source().peek({ name: "wishes:acme/api" }, null)).rejects.toThrow("no stream wishes:acme/api");
  });
});

describe("identities", () => {
  test("everything there is, page by page, whatever became of it since the last reading", async () => {
    const hub = await start();
    const issues = Array.from({ length: 101 }, (_, n) => hub.people.createIssue("acme/api", { title: `Issue ${n}` }));
    hub.people.createIssue("acme/web", { title: "Far" });
    const pulled = await all(hub.source.pull(stream("issues"), null));
    const [gone = one, moved = one] = issues;
    hub.people.delete(gone);
    hub.people.transfer(moved, "acme/web");
    const pages = await listed(hub.source);
    expect(pages.map((page) => page.length)).toEqual([99, 2]);
    const there = new Set(pages.flat().map(({ id }) => id));
    const missing = pulled.flatMap(({ items }) => items).filter(({ item }) => !there.has(item.id));
    expect(missing.map(({ item }) => item.key)).toEqual(["acme/api#1", "acme/api#2"]);
    const handles = new Map(pulled.flatMap(({ items }) => items.map(({ item }) => [item.id, item.handle])));
    for (const { id, handle } of pages[0] ?? []) expect(handle).toBe(handles.get(id));
  });

  test("a repository that is hidden is no empty one", async () => {
    const hub = await start();
    hub.host.admin.hideRepository("acme/web");
    expect(await failureOf(listed(hub.source))).toMatchObject({ code: "not-found" });
  });
});

describe("an issue that cannot be understood", () => {
  onlyPlannedCalls();

  test("is not passed over: it would seem gone", async () => {
    plannedGraph([], issuesAnswer([anIssue(1), { number: 2 }]));
    const { source } = aConnector();
    if (!(source instanceof GithubSource)) throw new TypeError("another source");
    const failure = await failureOf(listed(source));
    expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "park" } });
    expect(failure.message).toContain("acme/api#2");
  });
});

async function listed(source: GithubSource): Promise<readonly (readonly Identity[])[]> {
  const pages: (readonly Identity[])[] = [];
  for await (const page of source.identities()) pages.push(page.filter((one) => "id" in one));
  return pages;
}
