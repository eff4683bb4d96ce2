import { keyRef, type LinkEnd, type WorkItemId } from "../../../src/domain/ids.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Connector, PulledItem, RejectedRecord, SourcePage } from "../../../src/ports/connector.ts";

type Entry = {
  readonly item: WorkItem;
  readonly links: ReadonlyMap<string, Link>;
  readonly history: ReadonlyMap<string, HistoryEvent>;
};

/** What a store would make of the pages, on paper: enough to compare one way of reading with another. */
export class PaperModel {
  readonly #entries = new Map<WorkItemId, Entry>();
  readonly #watermarks = new Map<string, number>();
  readonly rejected: RejectedRecord[] = [];
  /** How often each item came in the last sync. */
  seen = new Map<string, number>();

  /** Reads every stream, incremental ones from where they were left. */
  async sync({ source }: Connector): Promise<void> {
    this.seen = new Map();
    await source.probe();
    for (const stream of source.streams()) {
      const since = stream.mode === "incremental" ? (this.#watermarks.get(stream.name) ?? null) : null;
      let newest = since;
      for await (const page of source.pull(stream, since)) {
        this.#take(page);
        newest = page.newestAt === null ? newest : Math.max(newest ?? 0, page.newestAt);
      }
      if (newest !== null) this.#watermarks.set(stream.name, newest);
    }
  }

  keys(): readonly string[] {
    return [...this.#entries.values()].map(({ item }) => item.key).toSorted();
  }

  item(key: string): WorkItem | undefined {
    return [...this.#entries.values()].find(({ item }) => item.key === key)?.item;
  }

  /** `consumer < provider` for each link whose source blocks its target, keys where the model knows them. */
  dependencies(): readonly string[] {
    const links = new Map([...this.#entries.values()].flatMap((entry) => [...entry.links]));
    const items = [...this.#entries.values()].map(({ item }) => item);
    const name = (end: LinkEnd) =>
      items.find(({ id, system, key }) => id === end || keyRef(system, key) === end)?.key ?? end;
    return [...links.values()].map(({ source, target }) => `${name(target)} < ${name(source)}`).toSorted();
  }

  /** Everything, in an order of its own. */
  whole() {
    const entries = [...this.#entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([, { item, history }]) => ({ item, history: eventsIn(history) }));
  }

  #take(page: SourcePage): void {
    this.rejected.push(...page.rejected);
    for (const pulled of page.items) {
      this.seen.set(pulled.item.key, (this.seen.get(pulled.item.key) ?? 0) + 1);
      const before = this.#entries.get(pulled.item.id);
      this.#entries.set(pulled.item.id, {
        item: pulled.item,
        links: merged(before, pulled),
        history: grown(before, pulled),
      });
    }
    for (const edges of page.edges) {
      const before = this.#entries.get(edges.itemId);
      if (before === undefined) continue;
      const item = { ...before.item, parentId: edges.parentId };
      this.#entries.set(edges.itemId, {
        item,
        links: merged(before, edges),
        history: grown(before, edges),
      });
    }
  }
}

function merged(before: Entry | undefined, { links, completeOrigins }: Pick<PulledItem, "links" | "completeOrigins">) {
  const kept = [...(before?.links ?? [])].filter(([, { origin }]) => !completeOrigins.includes(origin));
  return new Map([...kept, ...links.map((link): [string, Link] => [link.id, link])]);
}

/** Events are immutable: the first reading of one counts. */
function grown(before: Entry | undefined, { history }: Pick<PulledItem, "history">) {
  return new Map([...history.map((event): [string, HistoryEvent] => [event.id, event]), ...(before?.history ?? [])]);
}

function eventsIn(history: Entry["history"]): readonly HistoryEvent[] {
  return [...history.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
