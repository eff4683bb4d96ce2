import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GithubRepoData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { scopeOf } from "../../src/ingest/scope.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { appOn, syncAndPublish } from "../support/app.ts";
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

/** The train with this file, an hour after the last one. */
async function publish(file = trainFile): Promise<{ readonly place: AppContext; readonly published: Published }> {
  now += hour;
  const place = await appOn(store, { connections: sandbox.connections, trainFile: file, clock });
  await startAll(store, place.trains, now);
  return { place, published: await syncAndPublish(place) };
}

/** Rule, consumer and provider, each with its team. */
function conflictsIn({ evaluation: { view } }: Published): readonly string[] {
  const named = (id: string | null) => {
    const planned = [...view.items.values()].find(({ item }) => item.id === id);
    return `${planned?.item.key} of ${planned?.team?.key}`;
  };
  return view.conflicts.map(({ rule, consumer, provider }) => `${rule}: ${named(consumer)} < ${named(provider)}`);
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
});
