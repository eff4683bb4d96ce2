import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { PulledItem, SourcePage } from "../../../src/ports/connector.ts";
import type { Store } from "../../../src/ports/store.ts";
import { storeOn } from "../../../src/store/open.ts";
import {
  aGithubItem,
  anItem,
  aPublication,
  aSprint,
  githubId,
  jiraId,
  membersOf,
  noon,
} from "../../support/builders.ts";
import type { Database } from "../../../src/store/database.ts";
import { twoConnections, useTestDatabase } from "../../support/database.ts";
import { useSharedDatabase } from "../../support/shared-database.ts";
import { measured, type MeasuredDatabase, type Reads } from "../../support/statement-reads.ts";
import { aPage, aStub, blocks, edges, pulled } from "./pulled.ts";

const pageSize = 20;

function statusEvent(itemId: HistoryEvent["itemId"], category: "done" | null, id = "1"): HistoryEvent {
  const known = { itemId, at: noon, ordinal: 0, knownBy: "tracker" } as const;
  const to = { id: "5", name: "Done", category };
  return { ...known, id: `${itemId}:${id}`, field: "status", from: null, to };
}

/** As Jira gives an issue: with its parent (by id or by key), links, links in its text, a stub, history. */
function issue(n: number, change: { readonly round?: number; readonly category?: "done" } = {}): PulledItem {
  const { round = 0, category = null } = change;
  const id = jiraId(String(n));
  const isEpic = n % 10 === 0;
  const isByKey = n % 10 === 5;
  const item = anItem({
    nativeId: String(n),
    key: round === 3 ? `NEW-${n}` : `PAY-${n}`,
    title: `Title ${n} ${round}`,
    updatedAt: noon + round,
    parentId: isEpic || isByKey ? null : jiraId(String(n - (n % 10))),
    sprintIds: [`jira:acme:sprint:${Math.floor(n / 5)}`],
  });
  const text = { ...blocks(`t${n}`, String(n)), origin: "text", source: id, target: `key:jira:LED-${n}` } as const;
  const links = round === 2 ? [] : [blocks(String(n), `9${n}`), text];
  return pulled(item, {
    containerId: "10000",
    // An epic of the following page, which the model does not hold yet.
    ...(isByKey && { parentKey: `PAY-${n + pageSize - 5}` }),
    links,
    completeOrigins: ["jira-link", "text", "jira-remote-link"],
    stubs: [aStub(`9${n}`, { title: `Stub ${round}` })],
    history: [statusEvent(id, category), statusEvent(id, category, `later ${round}`)],
    ...(round === 4 && { unseen: ["labels", "sprintIds"] }),
  });
}

function sprintOf(from: number, name = "Sprint") {
  const nativeId = String(Math.floor(from / 5));
  return aSprint({ id: `jira:acme:sprint:${nativeId}`, nativeId, name: `${name} ${nativeId}` });
}

type Numbers = readonly number[];

function page(numbers: Numbers, change: Parameters<typeof issue>[1] = {}): SourcePage {
  const mentions = [...new Map(numbers.map((n) => [sprintOf(n).id, sprintOf(n)])).values()];
  return aPage({ items: numbers.map((n) => issue(n, change)), mentions });
}

function githubPage(numbers: Numbers): SourcePage {
  const items = numbers.map((n) =>
    pulled(aGithubItem({ nativeId: String(n) }), { completeOrigins: ["text"], containerId: "77" }),
  );
  const pulls = numbers.map((n) => ({
    id: `github:hub:pull:${n}`,
    connection: "hub",
    key: `acme/api#p${n}`,
    container: "acme/api",
    url: `https://github.com/acme/api/pull/${n}`,
    title: "A pull request",
    state: "open" as const,
    updatedAt: noon,
    closedAt: null,
  }));
  return aPage({ items, pullRequests: pulls });
}

function edgesPage(numbers: Numbers): SourcePage {
  const blockedBy = (n: number) =>
    ({
      id: `github:hub:blocked-by:${n}-${n + 1}`,
      origin: "github-blocked-by",
      typeId: null,
      typeName: "blocked by",
      source: githubId(String(n + 1)),
      target: githubId(String(n)),
      duplicate: null,
    }) as const;
  return aPage({
    edges: numbers.map((n) =>
      edges(githubId(String(n)), {
        parentId: githubId(String(numbers[0])),
        links: [blockedBy(n)],
        completeOrigins: ["github-blocked-by", "github-duplicate-of"],
      }),
    ),
  });
}

type Step = (store: Store, numbers: Numbers) => Promise<unknown>;

const project = { kind: "container", nativeId: "10000", name: "PAY" } as const;

/** What adds rows. */
const additions = {
  "new issues": (store, numbers) => store.savePage("acme", page(numbers), noon),
  "GitHub's items": (store, numbers) => store.savePage("hub", githubPage(numbers), noon),
  "GitHub's edges": (store, numbers) => store.savePage("hub", edgesPage(numbers), noon),
  "a query's members": (store, numbers) => store.saveMembership("acme", `q = ${numbers[0]}`, membersOf(idsOf(numbers))),
  "found changes": (store, numbers) => store.noteFound("acme", idsOf(numbers), noon + (numbers[0] ?? 0)),
  deliveries: deliver,
  comments: comment,
} satisfies Record<string, Step>;

/** What a sync, a poll and deliveries do later with the same items. */
const later = {
  "the same issues": (store, numbers) => store.savePage("acme", page(numbers), noon),
  "changed issues": (store, numbers) => store.savePage("acme", page(numbers, { round: 1, category: "done" }), noon),
  "issues without their links": (store, numbers) => store.savePage("acme", page(numbers, { round: 2 }), noon),
  "moved issues": (store, numbers) => store.savePage("acme", page(numbers, { round: 3 }), noon),
  "issues with hidden fields": (store, numbers) => store.savePage("acme", page(numbers, { round: 4 }), noon),
  "older readings": (store, numbers) => store.savePage("acme", page(numbers), noon),
  "a listed sprint": (store, numbers) => store.savePage("acme", aPage({ sprints: [sprintOf(numbers[0] ?? 0)] }), noon),
  "a renamed sprint": (store, numbers) =>
    store.savePage("acme", aPage({ sprints: [sprintOf(numbers[0] ?? 0, "Run")] }), noon),
  "known names": (store) => store.saveNames({ system: "jira", connection: "acme" }, [project]),
  "identities by handle and by key": (store, numbers) =>
    store.identify(
      "acme",
      numbers.flatMap((n) => [String(n), `PAY-${n}`]),
    ),
  "unknown items": (store, numbers) =>
    store.unknownItems(numbers.map((n) => ({ id: jiraId(String(n)), handle: String(n) }))),
  "an announced change": (store, [first = 0]) =>
    store.noteAnnounced("acme", [String(first)], { at: noon + first, graceMs: 0 }),
  "unread ends": (store, numbers) => store.unreadEnds("acme", idsOf(numbers)),
  "an address": (store, [first]) => store.addressOf("hub", `acme/api#${first}`),
  "changes of items": (store, numbers) => store.changesOf(idsOf(numbers), { after: noon - 1, until: null }),
  "gone issues": (store, numbers) => store.markGone(idsOf(numbers.slice(0, 2)), noon),
  "hidden issues": (store, numbers) => store.markHidden(idsOf(numbers.slice(2, 4)), noon),
  "a page with absent issues": (store, numbers) =>
    store.savePage("acme", { ...page(numbers, { round: 5 }), mayBeOld: true }, noon),
  "the model since it was read": (store) => store.loadModel(),
} satisfies Record<string, Step>;

function idsOf(numbers: Numbers) {
  return numbers.map((n) => jiraId(String(n)));
}

/** As `publish` writes a comment on every fourth issue. */
async function comment(store: Store, numbers: Numbers): Promise<void> {
  for (const n of numbers.filter((one) => one % 4 === 0)) {
    const intended = aPublication({ marker: `comment ${n}`, itemId: jiraId(String(n)), state: "intended" });
    await store.savePublication(intended, null);
    await store.savePublication({ ...intended, state: "standing", remoteId: String(n) }, intended);
    const { marker } = intended;
    const write = { id: randomUUID(), runId: `run ${n}`, marker, action: "create", at: noon, outcome: "done" } as const;
    await store.saveWrite({ ...write, title: "", body: "" });
  }
}

async function deliver({ inbox }: Store, numbers: Numbers): Promise<void> {
  const calls = numbers.map((n) => ({
    connection: "acme",
    deliveryId: `d${n}`,
    event: "jira:issue_updated",
    body: "{}",
    receivedAt: noon + n,
  }));
  await inbox.receive(calls, () => Promise.resolve());
  const waiting = await inbox.waiting("acme", numbers.length);
  await inbox.complete(
    waiting.map(({ id }) => ({ id, state: "processed", reason: null })),
    noon,
  );
  await inbox.summary();
}

/** The next pages of new items, each once. */
function* pages(): Generator<Numbers, never, number> {
  for (let next = 1000, size = pageSize; ;) {
    const numbers = Array.from({ length: size }, (_, place) => next + place);
    next += Math.ceil(size / pageSize) * pageSize;
    size = yield numbers;
  }
}

async function readsOf(measuring: MeasuredDatabase, numbers: Numbers): Promise<ReadonlyMap<string, Reads>> {
  const store = storeOn(measuring.database);
  const all = new Map<string, Reads>();
  for (const some of [additions, later]) {
    await store.loadModel();
    for (const [what, work] of Object.entries<Step>(some)) {
      for (const [sql, reads] of await measuring.readsOf(() => work(store, numbers))) {
        all.set(`${what}: ${sql.replaceAll(/\s+/gu, " ").trim()}`, reads);
      }
    }
  }
  return all;
}

/** Statements that read more once there are ten times as many items. @param late reads the database anew, if another */
async function grown(early: Database, late: Database, statistics: string): Promise<readonly string[]> {
  const store = storeOn(early);
  await store.saveTrains([], twoConnections);
  await store.saveNames({ system: "jira", connection: "acme" }, [project]);
  const coming = pages();
  const next = (size = pageSize) => coming.next(size).value;
  next();
  // A server keeps the plan that it makes at the sixth time: here, of almost empty tables.
  const again = next();
  for (let round = 0; round < 7; round += 1) {
    for (const work of Object.values<Step>({ ...additions, ...later })) await work(store, again);
    if (round === 0 && statistics !== "") await early.execute(statistics);
  }
  const add = async (numbers: Numbers) => {
    for (const work of Object.values<Step>(additions)) await work(store, numbers);
  };
  await add(next(8 * pageSize));
  const first = await readsOf(measured(early), next());
  await add(next(80 * pageSize));
  const more: string[] = [];
  for (const database of new Set([early, late])) {
    for (const [sql, { rows, blocks }] of await readsOf(measured(database), next())) {
      const then = first.get(sql) ?? { rows: 0, blocks: 0 };
      const isMore = rows > 2 * then.rows + 4 * pageSize || blocks > 3 * then.blocks + 100;
      if (isMore) more.push(`${sql}: ${then.rows} → ${rows} rows, ${then.blocks} → ${blocks} blocks`);
    }
  }
  return more;
}

describe("what the statements of a page read in the embedded engine, which never analyses its tables", () => {
  const embedded = useTestDatabase("pglite");

  it("does not grow with them", async () => {
    await embedded.database.execute("set track_counts = on");
    expect(await grown(embedded.database, embedded.database, "")).toEqual([]);
  });
});

describe.each([
  ["without statistics", ""],
  ["with statistics of almost empty tables", "analyze"],
])("what the statements of a page read in a server %s", (_, statistics) => {
  const server = useSharedDatabase();

  it("does not grow with the tables, by old plans and by new ones", async () => {
    // A server of `TEST_DATABASE_URL` may have it on.
    const tables = "select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()";
    for (const { name } of await server.one.query<{ name: string }>(tables)) {
      await server.one.execute(`alter table ${name} set (autovacuum_enabled = false)`);
    }
    const more = await grown(server.one, server.two, statistics);
    // The server analyses its tables within a minute: until then only the pages of a first sync matter.
    expect(
      more.filter((one) => statistics === "" || /issues|items|edges|sprint|members/u.test(one.split(":")[0] ?? "")),
    ).toEqual([]);
  });
});
