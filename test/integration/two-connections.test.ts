import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GithubRepoData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { startAll } from "../../src/cli/consent.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { scopeOf } from "../../src/ingest/scope.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { openApp, syncAndPublish } from "../support/app.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";

/**
 * A token for each organisation: `acme` waits for a later issue of `beta` by GitHub's relation, `beta` for one of `acme`
 * by its text, and two issues wait for each other.
 */
const trainFile = smallTrains
  .replace(/teams:\n[^]*?dependencies/u, (all) =>
    all.replace(/- \{ key: checkout.*/u, "- { key: web, name: Web, from: { github: hub-b, repo: beta/web } }"),
  )
  .replace(/rollup: .*/u, "rollup: [{ github: hub, repo: acme/trains }]");

const hour = 3_600_000;
const ending = new AsyncDisposableStack();
let now = Date.parse(smallInstant);
let sandbox: Sandbox;
let place: AppContext;
let published: Published;

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

beforeAll(async () => {
  const waits = (number: number, repo: string, other: number) => {
    return { number, blocked_by: [{ repository: repo, number: other }] };
  };
  const github = {
    ...smallData.github,
    "acme/api": repository(
      [{ milestone: 1 }, { milestone: 2 }, { milestone: 2 }],
      [waits(1, "beta/web", 1), waits(3, "beta/web", 3)],
    ),
    "beta/web": repository(
      [{ milestone: 2 }, { milestone: 1, body: "Blocked by acme/api#2" }, { milestone: 2 }],
      [waits(3, "acme/api", 3)],
    ),
  };
  const clock = () => now;
  sandbox = await startSandbox({ data: { ...smallData, github, jira: {}, trainFile }, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  place = await openApp({ connections: sandbox.connections, trainFile, clock }, ending);
  await startAll(place.store, place.trains, now);
  published = await syncAndPublish(place);
});

afterAll(() => ending.disposeAsync());

/** Rule, consumer and provider, each with its team. */
async function conflicts(): Promise<readonly string[]> {
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  const { view } = await evaluateStored(evaluating(place.store), train, now);
  const named = (id: string | null) => {
    const planned = [...view.items.values()].find(({ item }) => item.id === id);
    return `${planned?.item.key} of ${planned?.team?.key}`;
  };
  return view.conflicts.map(({ rule, consumer, provider }) => `${rule}: ${named(consumer)} < ${named(provider)}`);
}

const commentsOn = (repo: string, number: number) => sandbox.github.people.comments({ repository: repo, number });

describe("two connections to one GitHub", () => {
  test("name both teams of a dependency across, and find a circle", async () => {
    expect(await conflicts()).toEqual([
      "late-provider: beta/web#2 of web < acme/api#2 of api",
      "cycle: beta/web#3 of web < acme/api#3 of api",
      "late-provider: acme/api#1 of api < beta/web#1 of web",
    ]);
  });

  test("comment on each side once, with the side's own token", async () => {
    const written = published.written.filter(({ kind }) => kind === "comment").map(({ connection }) => connection);
    expect(written.toSorted()).toEqual(["hub", "hub", "hub", "hub-b", "hub-b", "hub-b"]);
    now += hour;
    expect((await syncAndPublish(place)).written).toEqual([]);
    for (const number of [1, 2, 3]) {
      expect(commentsOn("acme/api", number)).toHaveLength(1);
      expect(commentsOn("beta/web", number)).toHaveLength(1);
    }
  });

  test("keep a dependency that an item states: it need not be confirmed", async () => {
    for (const key of ["hub", "hub-b"])
      expect(await place.store.unconfirmedEnds(key, scopeOf(key, place.trains))).toEqual([]);
  });

  test("end it when the relation is removed", async () => {
    const consumer = { repository: "acme/api", number: 1 };
    sandbox.github.people.unblock(consumer, { repository: "beta/web", number: 1 });
    now += hour;
    await syncAndPublish(place);
    expect(await conflicts()).not.toContain("late-provider: acme/api#1 of api < beta/web#1 of web");
    for (const { repository, number } of [consumer, { repository: "beta/web", number: 1 }])
      expect(JSON.stringify(commentsOn(repository, number))).toContain("Resolved");
  });
});
