import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GithubRepoData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import { scopeChange } from "../../src/domain/history/commitment.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { scopeOf } from "../../src/ingest/scope.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { publishAll, syncAll } from "../../src/cli/sync-and-publish.ts";
import { appOn } from "../support/app.ts";
import { openMemoryStore } from "../support/empty-database.ts";
import type { Store } from "../../src/ports/store.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";

/**
 * A token for each organisation: `acme` waits for a later issue of `beta` by GitHub's relation, `beta` for one of `acme`
 * by its text, and two issues wait for each other.
 */
const trainFile = smallTrains
  .replace(/- \{ key: checkout.*/u, "- { key: web, name: Web, from: { github: hub-b, repo: beta/web } }")
  .replace(/rollup: .*/u, "rollup: [{ github: hub, repo: acme/trains }]");

const hour = 3_600_000;
let ending: AsyncDisposableStack;
let now: number;
let sandbox: Sandbox;
let store: Store;

const milestones = [
  { number: 1, title: "One", due_on: "2026-11-28T08:00:00Z", state: "open" },
  { number: 2, title: "Two", due_on: "2026-12-11T08:00:00Z", state: "open" },
];

function repository(
  issues: readonly { milestone: number; body?: string }[],
  dependencies: GithubRepoData["dependencies"],
): GithubRepoData {
  const at = { created_at: "2026-11-01T08:00:00Z", updated_at: "2026-11-20T08:00:00Z", state: "open" };
  const rows = issues.map(({ milestone, body = "" }, place) => {
    return { ...at, number: place + 1, title: `Issue ${place + 1}`, body, milestone: { number: milestone } };
  });
  return { issues: rows, pulls: [], milestones, dependencies, subIssues: [], comments: [] };
}

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  now = Date.parse(smallInstant);
  const waits = (number: number, repo: string, other: number) => {
    return { number, blocked_by: [{ repository: repo, number: other }] };
  };
  const github = {
    ...smallData.github,
    "acme/api": repository(
      [{ milestone: 1 }, { milestone: 2 }, { milestone: 2 }],
      [waits(1, "beta/web", 1), waits(3, "beta/web", 3)],
    ),
    "beta/docs": repository([], []),
    "beta/web": repository(
      [{ milestone: 2 }, { milestone: 1, body: "Blocked by acme/api#2" }, { milestone: 2 }],
      [waits(3, "acme/api", 3)],
    ),
  };
  const data = { ...smallData, github, jira: {}, trainFile };
  sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  store = await openMemoryStore();
  ending.defer(() => store.close());
});

afterEach(() => ending.disposeAsync());

const clock = () => now;

/** The train with this file, an hour after the last one. @param dropped a connection that the file no longer has */
async function publish(
  file = trainFile,
  dropped = "",
): Promise<{ readonly place: AppContext; readonly published: Published }> {
  now += hour;
  const connections = sandbox.connections.filter(({ key }) => key !== dropped);
  const place = await appOn(store, { connections, trainFile: file, clock });
  await startAll(store, place.trains, now);
  await syncAll(place, { full: false });
  const [published] = await publishAll(place, place.trains);
  if (published === undefined) throw new Error("there is no train");
  return { place, published };
}

/** Rule, consumer and provider, each with its team. */
function conflictsIn({ evaluation: { view } }: Published): readonly string[] {
  const named = (id: string | null) => {
    const planned = [...view.items.values()].find(({ item }) => item.id === id);
    return `${planned?.item.key} of ${planned?.team?.key}`;
  };
  return view.conflicts.map(({ rule, consumer, provider }) => `${rule}: ${named(consumer)} < ${named(provider)}`);
}

/** How the present scope differs from the increment's commitment. */
function committedIn({ evaluation: { view, commitments = [] } }: Published) {
  const whole = commitments.find(({ iteration }) => iteration === null);
  if (whole === undefined) throw new Error("nothing was committed");
  return scopeChange(whole, view);
}

/** When each open conflict was first seen, by the keys of its ends. */
function ages({ evaluation: { view, records } }: Published): readonly string[] {
  const open = records.filter(({ state }) => state === "open");
  const named = (id: string | null) => [...view.items.values()].find(({ item }) => item.id === id)?.item.key ?? "";
  const edges = open.map(({ conflict: { consumer, provider }, firstSeenAt }) => {
    return `${[named(consumer), named(provider)].toSorted().join(" and ")} since ${firstSeenAt}`;
  });
  return edges.toSorted();
}

const across = "late-provider: acme/api#1 of api < beta/web#1 of web";

const commentsOn = (repository: string, number: number) => sandbox.github.people.comments({ repository, number });
const textOn = (repository: string, number: number) => JSON.stringify(commentsOn(repository, number));

describe("two connections to one GitHub", () => {
  test("name both teams of a dependency across, and find a circle", async () => {
    const { published } = await publish();
    expect(conflictsIn(published)).toEqual([
      "late-provider: beta/web#2 of web < acme/api#2 of api",
      "cycle: beta/web#3 of web < acme/api#3 of api",
      across,
    ]);
  });

  test("comment on each side once, with the side's own token", async () => {
    const { published } = await publish();
    const comments = published.written.filter(({ kind }) => kind === "comment");
    const by = comments.map(({ connection }) => connection).toSorted();
    expect(by.join(" ")).toBe("hub hub hub hub-b hub-b hub-b");
    expect((await publish()).published.written).toEqual([]);
    for (const number of [1, 2, 3]) {
      expect(commentsOn("acme/api", number)).toHaveLength(1);
      expect(commentsOn("beta/web", number)).toHaveLength(1);
    }
  });

  test("need no confirmation of a dependency that an item states", async () => {
    const { place } = await publish();
    for (const key of ["hub", "hub-b"])
      expect(await store.unconfirmedEnds(key, scopeOf(key, place.trains))).toEqual([]);
  });

  test("end a conflict when its relation is removed, and say so once", async () => {
    // At first no team owns the provider: the conflict is with another record of it.
    await publish(trainFile.replace("beta/web", "beta/docs"));
    expect(textOn("acme/api", 1)).toContain("beta/web, not on this train");
    await publish();
    expect(textOn("acme/api", 1)).not.toContain("Resolved");
    const [consumer, provider] = [
      { repository: "acme/api", number: 1 },
      { repository: "beta/web", number: 1 },
    ] as const;
    sandbox.github.people.unblock(consumer, provider);
    const { published } = await publish();
    expect(conflictsIn(published)).not.toContain(across);
    for (const { repository, number } of [consumer, provider])
      expect(textOn(repository, number).split("The dependency was removed.")).toHaveLength(2);
    expect(textOn("acme/api", 1)).not.toContain("Can no longer be checked");
  });

  test("continue the texts and the commitment of a team that turns to the other one, and back", async () => {
    await publish();
    const turned = trainFile.replace("github: hub, repo: acme/api", "github: hub-b, repo: acme/api");
    for (const file of [turned, trainFile]) {
      const { published } = await publish(file);
      expect(published.counts).toMatchObject({ created: 0, held: 0 });
      const { kept, added } = committedIn(published);
      expect([kept.length, added.length]).toEqual([6, 0]);
    }
    sandbox.github.people.setMilestone({ repository: "acme/api", number: 1 }, null);
    expect((await publish()).published.counts).toMatchObject({ created: 0, held: 0 });
    expect(textOn("acme/api", 1)).toContain("This item is no longer planned");
    for (const number of [1, 2, 3]) expect(commentsOn("acme/api", number)).toHaveLength(1);
  });

  test("continue the rollup whose place turns to the other one", async () => {
    await publish();
    const { published } = await publish(
      trainFile.replace("github: hub, repo: acme/trains", "github: hub-b, repo: acme/trains"),
    );
    expect(published.counts).toMatchObject({ created: 0, held: 0 });
    expect(sandbox.github.people.issues("acme/trains")).toHaveLength(1);
  });

  test("become one: every text goes on, and every conflict is as old as it was", async () => {
    const first = ages((await publish()).published);
    sandbox.github.people.close({ repository: "acme/api", number: 2 });
    const { published } = await publish(trainFile.replaceAll("github: hub,", "github: hub-b,"), "hub");
    expect(published.counts).toMatchObject({ created: 0, held: 0 });
    expect(ages(published)).toEqual(first.filter((one) => !one.startsWith("acme/api#2")));
    expect(published.evaluation.records.filter(({ unseenSince }) => unseenSince !== null)).toEqual([]);
    expect(textOn("beta/web", 2)).toContain("2 is done.");
    for (const number of [1, 2, 3]) expect(commentsOn("acme/api", number)).toHaveLength(1);
    expect(sandbox.github.people.issues("acme/trains")).toHaveLength(1);
  });
});

describe("a dependency in two trains", () => {
  const web = /^ +- \{ key: web.*\n/mu;
  const second = trainFile
    .replace("trains:\n", "")
    .replace("key: small", "key: second")
    .replace("repo: acme/trains", "repo: beta/docs");

  test.each([
    ["whose team moves to the other train", trainFile.replace(web, "") + second.replace(/^ +- \{ key: api.*\n/mu, "")],
    ["whose teams belong to both trains", trainFile + second],
  ])("%s, has one comment on each of its items", async (_, file) => {
    await publish();
    await publish(file);
    await publish(file);
    for (const number of [1, 2, 3]) {
      expect(commentsOn("acme/api", number)).toHaveLength(1);
      expect(commentsOn("beta/web", number)).toHaveLength(1);
    }
  });
});
