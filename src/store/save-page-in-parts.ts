import type { HistoryEvent } from "../domain/items/history.ts";
import type { Link, WorkItem } from "../domain/items/work-item.ts";
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

/** One record of a page, with a reference for the log. */
type Part = { readonly ref: string } & Partial<
  Pick<SourcePage, "items" | "edges" | "sprints" | "mentions" | "pullRequests">
>;

/** A detail of a record; the database may reject it but accept the record. */
type Detail =
  | { readonly of: "links"; readonly row: Link }
  | { readonly of: "stubs"; readonly row: WorkItem }
  | { readonly of: "history"; readonly row: HistoryEvent };

/** Stores a page without the parts that the database rejects. */
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

  /** For a rejected record: stores it without details, then each detail that the database accepts. */
  async #saveDetails(ref: string, edged: Edged): Promise<void> {
    const bare = withDetails(edged, []);
    const [itself] = await storeOrSetAside([bare], ([one = bare]) => this.#store([partOf(one)]));
    const store = (one: Edged) => this.#store([partOf(one)], { ...this.#origin, isPart: true });
    if (itself !== undefined) {
      this.#rejected.push({ ref, reason: itself.reason });
      return;
    }
    const details = detailsOf(edged);
    const refused = await storeOrSetAside(details, (some) => store(withDetails(edged, some)));
    const bad = new Set(refused.map(({ one }) => one));
    const lost = new Set(refused.flatMap(({ one }) => (one.of === "links" ? one.row.origin : [])));
    const rest = withDetails(
      edged,
      details.filter((detail) => !bad.has(detail)),
    );
    await store({ ...rest, completeOrigins: edged.completeOrigins.filter((one) => !lost.has(one)) });
    this.#rejected.push(...refused.map(({ one, reason }) => ({ ref, reason: `one of its ${one.of}: ${reason}` })));
  }

  async #store(parts: readonly Part[], origin = this.#origin): Promise<void> {
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
    const change = await saveWholePage(this.#database, page, origin);
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
    ...edged.history.map((row) => ({ of: "history", row }) as const),
  ];
}

/** The record with only these details, and without complete origins. */
function withDetails(edged: Edged, details: readonly Detail[]): Edged {
  const links = details.flatMap(({ of, row }) => (of === "links" ? row : []));
  const stubs = details.flatMap(({ of, row }) => (of === "stubs" ? row : []));
  const history = details.flatMap(({ of, row }) => (of === "history" ? row : []));
  return { ...edged, links, stubs, history, completeOrigins: [] };
}

/** What the database rejected, with its message. */
export type Refused<T> = { readonly one: T; readonly reason: string };

/**
 * Stores all things at once. If the database rejects a row, stores each half by itself, down to the rejected things.
 * Costs nothing without a rejection.
 * @param store all or nothing; may be called again with stored things
 * @throws all other errors
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
