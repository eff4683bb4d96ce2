import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AppContext } from "../../src/cli/wiring.ts";
import type { System } from "../../src/domain/ids.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import { openRecords } from "../../src/reporting/evaluate.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { isDescribed, watchRequests, type RequestWatch } from "../support/request-watch.ts";
import { TrackerHands } from "../support/tracker-hands.ts";
import { syncAndPublish } from "../support/app.ts";
import { openDemo } from "../support/demo-app.ts";

/** The demo's train, its trackers and all that Signalbox needs to work on them, on a clock that moves when told. */
let now = Date.parse("2026-11-24T12:00:00Z");
let place: AppContext;
let person: TrackerHands;
let watch: RequestWatch;
let first: Published;
const ending = new AsyncDisposableStack();

beforeAll(async () => {
  const { app, sandbox } = await openDemo(() => now, ending);
  place = app;
  person = new TrackerHands(sandbox);
  watch = watchRequests(sandbox);
  first = await round();
});

afterAll(() => ending.disposeAsync());

/** One sync and apply, an hour later: searches have caught up, the hourly cap has room. */
async function round(): Promise<Published> {
  now += 3_600_000;
  return await syncAndPublish(place);
}

/** What Signalbox wrote into the trackers after a change, and how the books count it. */
async function writesAfter(change: () => void) {
  const before = watch.writes.length;
  change();
  const { counts, waiting } = await round();
  return { counts, waiting, writes: watch.writes.slice(before) };
}

/** Rules that a finished provider ends. */
const ended = new Set(["late-provider", "overdue-provider", "cross-increment", "unscheduled-provider"]);

async function rollupIssues() {
  const publications = await place.store.publications("payments");
  return publications.flatMap(({ kind, remoteKey }) =>
    kind === "rollup" && remoteKey !== null ? [{ key: remoteKey }] : [],
  );
}

type Pair = { readonly provider: WorkItem; readonly consumer: WorkItem };

/** A conflict of two items that are in no other one, each time another, by where its provider and its consumer live. */
function takeConflict(provider: System, consumer: System): Pair {
  const { items } = first.evaluation.view;
  const open = openRecords(first.evaluation).map(({ conflict }) => conflict);
  const isLone = (id: string) => open.filter((one) => JSON.stringify(one).includes(`"${id}"`)).length === 1;
  const itemOf = (id: string | null) =>
    [...items.values()].find(({ item, team }) => item.id === id && team !== null)?.item;
  for (const conflict of open.filter(({ rule }) => ended.has(rule))) {
    const [first, second] = [itemOf(conflict.provider), itemOf(conflict.consumer)];
    if (first?.system !== provider || second?.system !== consumer || taken.has(second.id)) continue;
    if (!isLone(first.id) || !isLone(second.id)) continue;
    taken.add(second.id);
    return { provider: first, consumer: second };
  }
  throw new Error(`the demo has no more lone conflict of ${provider} and ${consumer}`);
}

const taken = new Set<string>();

afterEach(() => {
  expect(watch.problems).toEqual([]);
});

describe("after a person's change in the tracker, apply writes what it changes and nothing else", () => {
  test.each([
    ["jira", "jira"],
    ["github", "jira"],
    ["jira", "github"],
  ] as const)(
    "the provider in %s is done, the consumer in %s: resolved on both ends, told in both rollups",
    async (there, here) => {
      const { provider, consumer } = takeConflict(there, here);
      expect(person.written(consumer)).toEqual([expect.stringContaining(provider.key)]);
      const { counts, writes } = await writesAfter(() => person.finish(provider));
      expect(counts).toMatchObject({ created: 0, updated: 2, resolved: 2, gone: 0, held: 0, pending: 0 });
      expect(writes).toHaveLength(4);
      for (const item of [provider, consumer])
        expect(person.written(item)).toEqual([expect.stringMatching(/Resolved on 24 Nov 2026:.*is done\./s)]);
    },
  );

  test("nothing at all: not one write", async () => {
    const { counts, writes } = await writesAfter(() => undefined);
    expect({ ...counts, unchanged: 0, writes }).toEqual({
      created: 0,
      updated: 0,
      resolved: 0,
      unchanged: 0,
      gone: 0,
      held: 0,
      pending: 0,
      tooOften: 0,
      writes: [],
    });
  });
});

test("people's words around what Signalbox keeps survive, while it goes on being kept", async () => {
  const { provider, consumer } = takeConflict("jira", "github");
  const rollups = await rollupIssues();
  expect(rollups).toHaveLength(2);
  const words = ["Mia: talk to us before you move anything.", "Ben: agreed on Monday."] as const;
  for (const rollup of rollups) person.writeAroundBody(rollup, words);
  for (const item of [provider, consumer]) person.writeAroundComment(item, words);
  const before = rollups.map((rollup) => person.body(rollup));
  const { counts } = await writesAfter(() => person.finish(provider));
  expect(counts).toMatchObject({ created: 0, updated: 2, resolved: 2, gone: 0, held: 0 });
  for (const [n, rollup] of rollups.entries()) {
    expect(person.body(rollup)).not.toBe(before[n]);
    for (const word of words) expect(person.body(rollup)).toContain(word);
  }
  for (const item of [provider, consumer]) {
    const [text = ""] = person.written(item);
    expect(text).toMatch(/Mia: .*Resolved on .*Ben: agreed/s);
    expect(text).not.toContain("What to do");
  }
});

test("a comment that a person deleted stays deleted, while the other end's is kept up", async () => {
  const { provider, consumer } = takeConflict("jira", "github");
  // Jira's rollup has no room for every conflict.
  const naming = (await rollupIssues()).filter((rollup) => person.body(rollup).includes(provider.key)).length;
  expect(naming).toBeGreaterThan(0);
  person.deleteComment(provider);
  const { counts } = await writesAfter(() => {
    person.rename(provider, "A wholly other title");
    person.rename(consumer, "Another title of the consumer");
  });
  expect(counts).toMatchObject({ created: 0, updated: 1 + naming, gone: 1 });
  expect(person.written(provider)).toEqual([]);
  expect(person.written(consumer)).toEqual([expect.stringContaining("A wholly other title")]);
  const next = await writesAfter(() => person.rename(provider, "Once more another title"));
  expect(next.counts).toMatchObject({ created: 0, updated: 1 + naming, gone: 0 });
  expect(next.waiting).toEqual([expect.objectContaining({ where: provider.key, because: "removed-by-a-person" })]);
  expect(person.written(provider)).toEqual([]);
});

// Whatever the tests above do is checked after each; this one says that there was something to check.
test.skipIf(!isDescribed)(
  "every request is what the published descriptions ask for (skipped where they are absent)",
  () => {
    expect([...watch.kinds]).toEqual(
      expect.arrayContaining([
        "post /rest/api/3/search/jql",
        "post /rest/api/3/issue",
        "post /rest/api/3/issue/{issueIdOrKey}/comment",
        "get /rest/agile/1.0/board",
        "post /api/graphql",
        "post /repos/{owner}/{repo}/issues",
        "post /repos/{owner}/{repo}/issues/{issue_number}/comments",
      ]),
    );
    expect(watch.problems).toEqual([]);
  },
);
