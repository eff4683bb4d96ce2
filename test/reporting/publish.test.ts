import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import type { SourcePage } from "../../src/ports/connector.ts";
import { evaluateStored, planTrain, publish } from "../../src/reporting/publish.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open.ts";
import { aGithubItem, anItem, aPublication, aTrain, githubId, jiraId, noon } from "../support/builders.ts";
import { failure, PaperTracker } from "../support/paper-tracker.ts";

const store = await openStore({ databaseUrl: null, dataDir: "memory://" });
afterAll(() => store.close());

const minute = 60_000;
const target = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
const train = aTrain({ rollupTargets: [target] });

/** `PAY-1`, in progress, waits for a GitHub issue that nobody planned. */
const waiting: SourcePage = {
  items: [
    {
      item: anItem({ status: "in-progress", sourceStatus: "In Progress" }),
      links: [
        {
          id: `text:${jiraId("1")}:blocked-by:key:github:acme/api#1`,
          origin: "text",
          typeId: null,
          typeName: "Blocked by",
          source: "key:github:acme/api#1",
          target: jiraId("1"),
        },
      ],
      completeOrigins: ["text"],
      stubs: [],
      history: [],
    },
  ],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: noon,
};

function page(item: ReturnType<typeof aGithubItem>): SourcePage {
  return { ...waiting, items: [{ item, links: [], completeOrigins: [], stubs: [], history: [] }] };
}

/** A rollup that is there and that a person took into their own hands: nothing is written into it. */
const rollupThere = aPublication({
  kind: "rollup",
  marker: "rollup:payments:acme:PMO",
  itemId: null,
  place: "PMO",
  state: "gone",
});

let tracker: PaperTracker;
let ids = 0;

function run(at = noon, books: Store = store) {
  const context = {
    store: books,
    sink: () => tracker.sink,
    render: (_connection: string, ...rest: Parameters<typeof tracker.sink.render>) => tracker.sink.render(...rest),
    clock: () => at,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    runId: "run",
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    progress: () => undefined,
  };
  return publish(context, train, at);
}

beforeEach(async () => {
  tracker = new PaperTracker("acme");
  await store.reset();
  await store.saveTrains([train], []);
  await store.savePage("acme", waiting, noon);
  await store.savePage("hub", page(aGithubItem()), noon);
});

describe("publishing", () => {
  test("writes the rollup and a comment on each end, once", async () => {
    expect((await run()).counts).toMatchObject({ created: 3, updated: 0, resolved: 0, unchanged: 0 });
    expect([...tracker.sheets.values()].map(({ marker }) => marker)).toStrictEqual([
      "rollup:payments:acme:PMO",
      `comment:payments:${jiraId("1")}`,
      `comment:payments:${githubId("1")}`,
    ]);
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 0, resolved: 0, unchanged: 3 });
    expect(tracker.calls).toBe(3);
  });

  test("comments link to the rollup that the same run created", async () => {
    await run();
    expect(tracker.bodies()[1]).toContain("https://acme.example/1");
  });

  test("what plan shows is what is written", async () => {
    const evaluation = await evaluateStored(store, train, noon);
    const plan = await planTrain({ store, render: (_connection, ...rest) => tracker.sink.render(...rest) }, evaluation);
    await run();
    expect(plan.writes[0]?.rendered.body).toBe(tracker.bodies()[0]);
    expect(plan.writes).toHaveLength(3);
  });

  test("edits in place, and marks resolved at the end", async () => {
    await run();
    await store.savePage("hub", page(aGithubItem({ status: "done", sourceStatus: "closed", updatedAt: noon })), noon);
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 1, resolved: 2 });
    expect(tracker.sheets.size).toBe(3);
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ updated: 0, resolved: 0, unchanged: 3 });
  });
});

describe("what goes wrong", () => {
  test("a create whose answer was lost is found by its marker, not repeated", async () => {
    tracker.mishap = "lost-after";
    expect(await run()).toMatchObject({
      counts: { created: 2, pending: 1 },
      waiting: [{ because: "outcome-unknown" }],
    });
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, pending: 0 });
    expect(tracker.sheets.size).toBe(3);
  });

  test("a create that never arrived is looked for a while, then made", async () => {
    tracker.mishap = "lost-before";
    await run();
    expect((await run(noon + 9 * minute)).counts).toMatchObject({ created: 0, pending: 1 });
    expect((await run(noon + 10 * minute)).counts).toMatchObject({ created: 1, pending: 0 });
    expect(tracker.sheets.size).toBe(3);
  });

  test("a comment whose answer was lost is found on its item", async () => {
    await store.savePublication({ ...rollupThere });
    tracker.mishap = "lost-after";
    expect((await run()).counts).toMatchObject({ pending: 1 });
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, pending: 0 });
    expect(tracker.sheets.size).toBe(2);
  });

  test("a database that fails once a thing is written leaves it to be found, not written again", async () => {
    const gone = { code: "database-unavailable", what: "gone", remedy: "start it", verdict: { kind: "stop" } } as const;
    let failed = false;
    const flaky: Store = {
      ...store,
      savePublication: async (record) => {
        if (record.state === "standing" && !failed) {
          failed = true;
          throw new Failure(gone);
        }
        await store.savePublication(record);
      },
    };
    await expect(run(noon, flaky)).rejects.toThrow("gone");
    expect((await run(noon + minute)).counts).toMatchObject({ pending: 0, created: 2 });
    expect([...tracker.sheets.values()].filter(({ marker }) => marker.startsWith("rollup:"))).toHaveLength(1);
  });

  test("two that carry the same marker are left for a person", async () => {
    tracker.mishap = "lost-after";
    await run();
    const [first] = tracker.sheets.values();
    if (first !== undefined) tracker.sheets.set("twin", { ...first });
    expect((await run(noon + 60 * minute)).counts).toMatchObject({ created: 0, pending: 1 });
  });

  test("a refused write keeps no other back, and is tried again", async () => {
    tracker.mishap = "refused";
    const published = await run();
    expect(published.counts.created).toBe(2);
    expect(published.refused).toMatchObject([{ marker: "rollup:payments:acme:PMO", failure: { code: "forbidden" } }]);
    expect((await run(noon + minute)).counts.created).toBe(1);
  });

  test("a dead token stops the run", async () => {
    tracker.sink.createIssue = async () => {
      throw failure("unauthorized");
    };
    await expect(run()).rejects.toThrow(Failure);
  });

  test("a fault of our own is not hidden", async () => {
    tracker.sink.createIssue = async () => {
      throw new TypeError("ours");
    };
    await expect(run()).rejects.toThrow("ours");
  });

  test("a comment a person deleted stays deleted", async () => {
    await run();
    tracker.sheets.delete("2");
    await store.savePage("acme", page(anItem({ status: "in-progress", title: "New title", updatedAt: noon })), noon);
    expect((await run(noon + minute)).counts).toMatchObject({ gone: 1, created: 0 });
    expect((await run(noon + 2 * minute)).waiting).toMatchObject([{ because: "removed-by-a-person" }]);
  });

  test("people's text without our marks is left alone, and watched", async () => {
    await run();
    const sheet = tracker.sheets.get("1");
    if (sheet !== undefined) sheet.marks = false;
    await store.savePage("acme", page(anItem({ status: "in-progress", points: 5, updatedAt: noon })), noon);
    expect((await run(noon + minute)).counts.held).toBe(1);
    expect((await run(noon + 2 * minute)).counts.held).toBe(1);
    if (sheet !== undefined) sheet.marks = true;
    expect((await run(noon + 3 * minute)).counts).toMatchObject({ held: 0, updated: 1 });
  });

  test("a body that already stands there is not sent again", async () => {
    tracker.mishap = "lost-after";
    await run();
    // The comments now know where the rollup is; the rollup itself is only taken into the books.
    expect((await run(noon)).counts).toMatchObject({ unchanged: 1, updated: 2 });
  });
});
