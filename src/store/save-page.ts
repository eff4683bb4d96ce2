import type { HistoryEvent, Link, WorkItem } from "../domain/items/work-item.ts";
import type { PulledEdges, PulledItem, RejectedRecord, SourcePage } from "../ports/connector.ts";
import type { PageChange, PageToStore, StoredPage } from "../ports/page-change.ts";
import { isRefusedRow } from "./database-failure.ts";
import type { Database } from "./database.ts";
import { saveWholePage, total, type PageOrigin } from "./save-whole-page.ts";

/** See `ModelWriter.savePage`. */
export async function savePage(
  database: Database,
  page: PageToStore,
  { connection, at }: Pick<PageOrigin, "connection" | "at">,
): Promise<StoredPage> {
  const origin = { connection, at, now: page.toldAt ?? at, mayBeOld: page.mayBeOld === true };
  try {
    return { ...(await saveWholePage(database, page, origin)), rejected: [] };
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    return new Parts(database, origin).save(page);
  }
}

type Edged = PulledItem | PulledEdges;

/** One record of a page by itself, with what people would look it up by. */
type Part = { readonly ref: string } & Partial<
  Pick<SourcePage, "items" | "edges" | "sprints" | "mentions" | "pullRequests">
>;

/** What a record brings along: each can be refused without the record itself. */
type Detail =
  | { readonly of: "links"; readonly row: Link }
  | { readonly of: "stubs"; readonly row: WorkItem }
  | { readonly of: "history"; readonly row: HistoryEvent };

/** A page of which the database refuses something, stored without that. */
class Parts {
  readonly #database: Database;
  readonly #origin: PageOrigin;
  readonly #changes: PageChange[] = [];
  readonly #rejected: RejectedRecord[] = [];
  readonly #absent = new Set<string>();

  constructor(database: Database, origin: PageOrigin) {
    this.#database = database;
    this.#origin = origin;
  }

  async save(page: SourcePage): Promise<StoredPage> {
    for (const { one, reason } of await storeOrSetAside(partsOf(page), (some) => this.#store(some))) {
      const edged = one.items?.[0] ?? one.edges?.[0];
      if (edged === undefined) this.#rejected.push({ ref: one.ref, reason });
      else await this.#saveDetails(one.ref, edged);
    }
    return { ...total(this.#changes), rejected: this.#rejected, absent: [...this.#absent] };
  }

  /** Of a record that is refused as a whole: itself, then all it brings that the database takes. */
  async #saveDetails(ref: string, edged: Edged): Promise<void> {
    const bare = withDetails(edged, []);
    const [itself] = await storeOrSetAside([bare], ([one = bare]) => this.#store([partOf(one)]));
    if (itself !== undefined) {
      this.#rejected.push({ ref, reason: itself.reason });
      return;
    }
    const details = detailsOf(edged);
    const refused = await storeOrSetAside(details, (some) => this.#store([partOf(withDetails(edged, some))]));
    const bad = new Set(refused.map(({ one }) => one));
    const lost = new Set(refused.flatMap(({ one }) => (one.of === "links" ? one.row.origin : [])));
    const rest = withDetails(
      edged,
      details.filter((detail) => !bad.has(detail)),
    );
    await this.#store([partOf({ ...rest, completeOrigins: edged.completeOrigins.filter((one) => !lost.has(one)) })]);
    this.#rejected.push(...refused.map(({ one, reason }) => ({ ref, reason: `one of its ${one.of}: ${reason}` })));
  }

  async #store(parts: readonly Part[]): Promise<void> {
    const page: SourcePage = {
      items: parts.flatMap(({ items = [] }) => items),
      edges: parts.flatMap(({ edges = [] }) => edges),
      sprints: parts.flatMap(({ sprints = [] }) => sprints),
      mentions: parts.flatMap(({ mentions = [] }) => mentions),
      pullRequests: parts.flatMap(({ pullRequests = [] }) => pullRequests),
      members: [],
      rejected: [],
      newestAt: null,
    };
    const change = await saveWholePage(this.#database, page, this.#origin);
    this.#changes.push(change);
    for (const handle of change.absent) this.#absent.add(handle);
  }
}

function partsOf({ items, edges, sprints, mentions = [], pullRequests }: SourcePage): readonly Part[] {
  return [
    ...[...items, ...edges].map(partOf),
    ...sprints.map((sprint) => ({ ref: sprint.id, sprints: [sprint] })),
    ...mentions.map((box) => ({ ref: box.id, mentions: [box] })),
    ...pullRequests.map((pull) => ({ ref: pull.key, pullRequests: [pull] })),
  ];
}

function partOf(edged: Edged): Part {
  return "item" in edged ? { ref: edged.item.key, items: [edged] } : { ref: edged.itemId, edges: [edged] };
}

function detailsOf(edged: Edged): readonly Detail[] {
  return [
    ...edged.links.map((row) => ({ of: "links", row }) as const),
    ...edged.stubs.map((row) => ({ of: "stubs", row }) as const),
    ...("item" in edged ? edged.history.map((row) => ({ of: "history", row }) as const) : []),
  ];
}

/** The record with these alone; it says of no origin that it is complete. */
function withDetails(edged: Edged, details: readonly Detail[]): Edged {
  const links = details.flatMap(({ of, row }) => (of === "links" ? row : []));
  const stubs = details.flatMap(({ of, row }) => (of === "stubs" ? row : []));
  if (!("item" in edged)) return { ...edged, links, stubs, completeOrigins: [] };
  const history = details.flatMap(({ of, row }) => (of === "history" ? row : []));
  return { ...edged, links, stubs, history, completeOrigins: [] };
}

/** What the database would not take, and why in its words. */
export type Refused<T> = { readonly one: T; readonly reason: string };

/**
 * Stores things all at once, as long as the database takes them. Where it refuses a row, each half by itself, down to
 * what is to blame: the others are stored. Costs nothing where all is well.
 * @param store must be all or nothing, and may be called with what was stored before
 * @throws whatever else goes wrong
 */
async function storeOrSetAside<T>(
  things: readonly T[],
  store: (some: readonly T[]) => Promise<unknown>,
): Promise<readonly Refused<T>[]> {
  if (things.length === 0) return [];
  try {
    await store(things);
    return [];
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    const [one] = things;
    if (things.length === 1 && one !== undefined) return [{ one, reason: `the database refuses it: ${error.message}` }];
    const middle = Math.ceil(things.length / 2);
    const first = await storeOrSetAside(things.slice(0, middle), store);
    return [...first, ...(await storeOrSetAside(things.slice(middle), store))];
  }
}
