import { describe, expect, test } from "vitest";
import type { RawRecord } from "../../../sandbox/data.ts";
import { all } from "./hub.ts";
import { start, stream } from "./stand-in.ts";

const hookUrl = "https://signalbox.example/webhooks/hub";

const issue = (number: number, change: RawRecord = {}): RawRecord => ({
  number,
  title: `Issue ${number}`,
  body: "",
  state: "open",
  user: { login: "octocat" },
  created_at: "2026-11-01T08:00:00Z",
  updated_at: "2026-11-20T08:00:00Z",
  ...change,
});

/** Issue 2 is blocked by issue 1, and is a bug. */
const data = {
  issues: [issue(1), issue(2, { type: { name: "Bug" } })],
  dependencies: [{ number: 2, blocked_by: [{ repository: "acme/api", number: 1 }] }],
  subIssues: [{ number: 1, sub_issues: [{ repository: "acme/api", number: 2 }] }],
};
const older = () => start(data, { profile: "enterprise-server" });

async function pulled({ source }: Awaited<ReturnType<typeof start>>) {
  const pages = await all(source.pull(stream("issues"), null));
  return pages.flatMap(({ items }) => items);
}

describe("GitHub Enterprise Server 3.14", () => {
  test("gives its issues, with dependencies from their texts and kinds from their labels", async () => {
    const hub = await older();
    const [first, second] = await pulled(hub);
    expect(first).toMatchObject({ item: { key: "acme/api#1" }, links: [] });
    expect(second).toMatchObject({
      item: { key: "acme/api#2", kind: "bug", url: `${hub.baseUrl}/acme/api/issues/2` },
      links: [{ origin: "text", source: "key:github:acme/api#1" }],
    });
  });

  test("takes nothing that it cannot tell for removed", async () => {
    const [first] = await pulled(await older());
    expect(first).toMatchObject({ completeOrigins: ["text"], unseen: ["parentId"] });
  });

  test("has no edges to read", async () => {
    const hub = await older();
    await hub.source.probe();
    const before = hub.source.requests();
    expect(await all(hub.source.pull(stream("edges"), null))).toEqual([]);
    expect(hub.source.requests()).toBe(before);
  });

  test("is asked once for what it has: with the overview, or with the first issue", async () => {
    const asked = (hub: Awaited<ReturnType<typeof start>>) =>
      hub.seen.filter(({ body }) => JSON.stringify(body ?? null).includes("__type(")).length;
    const probed = await older();
    await probed.source.probe();
    await pulled(probed);
    expect([asked(probed), probed.source.requests()]).toEqual([1, 2]);
    const unprobed = await older();
    await pulled(unprobed);
    await pulled(unprobed);
    expect([asked(unprobed), unprobed.source.requests()]).toEqual([1, 4]);
  });

  test("is said to lack the features, once, with what Signalbox does instead", async () => {
    const { notes } = await (await older()).source.probe();
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({ group: "link-types", outcome: "warning" });
    for (const words of [
      "dependencies",
      "sub-issues",
      "issue types",
      "pull requests",
      "duplicates",
      "Blocked by #12",
    ]) {
      expect(notes[0]?.means).toContain(words);
    }
    expect((await (await start(data)).source.probe()).notes).toEqual([]);
  });

  test("after its update, says so, and its issues are read again with all they have", async () => {
    const hub = await older();
    await hub.source.probe();
    const before = await hub.source.coverage(stream("issues"));
    hub.host.admin.update();
    hub.people.block({ repository: "acme/api", number: 1 }, { repository: "acme/api", number: 2 });
    expect((await hub.source.probe()).notes).toEqual([]);
    const after = await hub.source.coverage(stream("issues"));
    expect([before.meaning.includes("Issue.blockedBy"), after.meaning]).toEqual([true, "[5]"]);
    expect(before.lacking).toEqual(["dependencies", "sub-issues", "issue types"]);
    expect(after).not.toHaveProperty("lacking");
    const [first] = await pulled(hub);
    expect(first).toMatchObject({
      links: [{ origin: "github-blocked-by" }],
      completeOrigins: ["github-blocked-by", "github-duplicate-of", "text"],
    });
  });

  test("gets hooks for the events that it has", async () => {
    const hub = await older();
    await hub.hooks.install(hookUrl);
    const created = hub.seen.find(({ method, path }) => method === "POST" && path.endsWith("/hooks"));
    expect(created).toMatchObject({ status: 201, body: { events: ["issues", "milestone", "pull_request"] } });
    expect(await hub.hooks.status(hookUrl)).toMatchObject([{ state: "installed" }, { state: "installed" }]);
  });

  test("without rate limits has none to spend", async () => {
    const hub = await older();
    await hub.source.probe();
    expect(hub.source.budgets()).toEqual([]);
    const budget = (await hub.setup.reach()).find(({ group }) => group === "rate-budgets");
    expect(budget).toMatchObject({ outcome: "ok", means: "This GitHub has no rate limits." });
  });
});
