import { emptyPage, type Source, type SourcePage, type Stream, type Watch } from "../../src/ports/connector.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";

export function pageOf(items: readonly WorkItem[], change: Partial<SourcePage> = {}): SourcePage {
  return {
    ...emptyPage,
    items: items.map((item) => ({ item, links: [], completeOrigins: [], stubs: [], history: [] })),
    newestAt: items.reduce<number | null>((newest, { updatedAt }) => Math.max(newest ?? 0, updatedAt ?? 0), null),
    ...change,
  };
}

type Script = {
  readonly pages?: readonly (SourcePage | Error)[];
  readonly members?: readonly SourcePage[];
  readonly fetchable?: readonly WorkItem[];
};

/** A tracker that answers from a script and remembers what it was asked. */
export function scripted({ pages = [], members = [], fetchable = [] }: Script) {
  const asked: { since: (number | null)[]; fetched: string[]; closed: number } = { since: [], fetched: [], closed: 0 };
  const source: Source & Watch = {
    connection: "acme",
    system: "jira",
    probe: async () => ({
      account: { id: "me", name: "Signalbox" },
      notes: [{ group: "fields", outcome: "warning", means: "two points fields", remedy: null }],
      containers: [],
    }),
    streams: () => [
      { name: "issues", mode: "incremental", pace: "poll" },
      { name: "members", mode: "full", pace: "poll" },
    ],
    coverage: async () => ({ parts: [{ id: "project:PAY", name: "container:PAY" }], meaning: "1", unread: [] }),
    async *pull(stream: Stream, since: number | null) {
      if (stream.name === "members") return yield* members;
      asked.since.push(since);
      try {
        for (const page of pages) {
          if (page instanceof Error) throw page;
          yield page;
        }
      } finally {
        asked.closed += 1;
      }
    },
    async *fetch(handles: readonly string[]) {
      asked.fetched.push(...handles);
      yield pageOf(
        fetchable.filter(({ handle }) => handles.includes(handle)),
        { rejected: [{ ref: "PAY-9", reason: "no id" }] },
      );
    },
    requests: () => 7,
    checkAccess: async () => {},
    peek: async () => ({ changed: true, token: null }),
    outdate: () => {},
    async *identities() {
      for (const page of [...pages, ...members])
        if (!(page instanceof Error)) yield page.items.map(({ item: { id, handle } }) => ({ id, handle }));
    },
    findMoved: async () => [],
    budgets: () => [],
  };
  return { source, asked };
}
