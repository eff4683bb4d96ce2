import { describe, expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { aConnector, all, failureOf, onlyPlannedCalls, wire } from "./hub.ts";
import { start, stream, type Started } from "./stand-in.ts";

/** What the model holds of all issues. */
async function held({ source }: Started) {
  const pages = await Promise.all(
    ["acme/api", "acme/web"].map((repo) => all(source.pull(stream("issues", repo), null))),
  );
  return pages.flat().flatMap(({ items }) => items.map(({ item: { id, handle, key } }) => ({ id, handle, key })));
}

describe("an issue that is not listed any more, on the stand-in", () => {
  test("is another one now where it was transferred, once or twice, and nothing else is", async () => {
    const hub = await start();
    const create = (title: string) => hub.people.createIssue("acme/api", { title });
    const [once, twice, deleted] = [create("Once"), create("Twice"), create("Deleted")] as const;
    create("Kept");
    const before = await held(hub);
    const there = hub.people.transfer(once, "acme/web");
    const back = hub.people.transfer(hub.people.transfer(twice, "acme/web"), "acme/api");
    hub.people.delete(deleted);
    const handleOf = (place: typeof there) => String(at(hub.people.issue(place), "node_id"));
    expect(await hub.source.findMoved(before)).toEqual([
      { from: before.find(({ key }) => key === "acme/api#1")?.handle, to: handleOf(there) },
      { from: before.find(({ key }) => key === "acme/api#2")?.handle, to: handleOf(back) },
    ]);
  });

  test("is the same one in a repository that was renamed", async () => {
    const hub = await start();
    hub.people.createIssue("acme/api", { title: "One" });
    const before = await held(hub);
    hub.host.admin.renameRepository("acme/api", "acme/gateway");
    expect(await hub.source.findMoved(before)).toEqual([]);
  });

  test("is not where our account cannot look", async () => {
    const hub = await start();
    const one = hub.people.createIssue("acme/api", { title: "One" });
    const before = await held(hub);
    hub.people.transfer(one, "acme/web");
    hub.host.admin.hideRepository("acme/web");
    expect(await hub.source.findMoved(before)).toEqual([]);
  });
});

describe("a rollup issue that people transferred, on the stand-in", () => {
  const marker = "rollup:payments:hub:acme/api";
  const target = { system: "github", connection: "hub", repo: "Acme/Web" } as const;
  const document = { title: "Payments", labels: [], blocks: [], stamp: [] };

  test("is found in its new place by its former address, in one request, if it keeps its marker", async () => {
    const { sink, people, seen, baseUrl } = await start();
    const remote = await sink.createIssue({ ...target, repo: "acme/api" }, sink.render(document, marker), marker);
    expect(await sink.findMovedIssue(target, remote, marker)).toBeNull();
    const there = people.transfer({ repository: "acme/api", number: 1 }, "acme/web");
    const before = seen.length;
    expect(await sink.findMovedIssue(target, remote, marker)).toEqual({
      remoteId: String(at(people.issue(there), "id")),
      key: "acme/web#1",
      url: `${baseUrl}/acme/web/issues/1`,
    });
    // GitHub's redirect counts as a second one.
    expect(seen.length - before).toBe(2);
    expect(await sink.findMovedIssue(target, remote, "rollup:other")).toBeNull();
    people.delete(there);
    expect(await sink.findMovedIssue(target, remote, marker)).toBeNull();
  });
});

describe("on the wire", () => {
  onlyPlannedCalls();
  const item = { id: "github:hub:issue:7", handle: "I_7", key: "acme/api#7" } as const;
  const answer = (change: object) =>
    wire()
      .get("/repos/acme/api/issues/7")
      .reply(200, { node_id: "I_70", number: 7, repository_url: "https://api.github.com/repos/acme/web", ...change });
  const moved = () => aConnector().source.findMoved([item]);

  test("one that answers elsewhere under another id has moved", async () => {
    answer({});
    expect(await moved()).toEqual([{ from: "I_7", to: "I_70" }]);
  });

  test.each([
    ["another issue took its place", { repository_url: "https://api.github.com/repos/Acme/API" }],
    ["it is the same one, in a repository with another name", { node_id: "I_7" }],
    ["the answer is none", { number: "seven" }],
  ])("it has not where %s", async (_, change) => {
    answer(change);
    expect(await moved()).toEqual([]);
  });

  test("what is no key of an issue is not asked for", async () => {
    expect(await aConnector().source.findMoved([{ ...item, key: "PAY-1" }])).toEqual([]);
  });

  test("a GitHub that does not answer is a failure", async () => {
    wire().get("/repos/acme/api/issues/7").times(4).reply(502);
    expect(await failureOf(moved())).toMatchObject({ code: "tracker-unavailable" });
  });
});
