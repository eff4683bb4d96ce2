import type { Model } from "../../../src/domain/model/model.ts";
import type { SourcePage } from "../../../src/ports/connector.ts";
import type { PageChange, PageToStore } from "../../../src/ports/page-change.ts";
import type { Store } from "../../../src/ports/store.ts";
import { every } from "./replaced.ts";

type StoreDefect = (store: Store, clock: () => number) => Partial<Store>;

const unchanged: PageChange = { written: 0, unchanged: 0, changed: [] };
const none = () => Promise.resolve([]);
const idle = () => Promise.resolve(unchanged);

/** Defects in storing the model. */
export const modelDefects: Readonly<Record<string, StoreDefect>> = {
  "model: a page is not stored": (store) => {
    const isSkipped = every(5);
    return {
      savePage: (...asked) =>
        isSkipped() ? Promise.resolve({ ...unchanged, rejected: [], absent: [] }) : store.savePage(...asked),
    };
  },
  "model: half of a page is stored": changedPage(({ items, ...page }) => ({
    ...page,
    items: items.slice(0, Math.ceil(items.length / 2)),
  })),
  "model: links are not stored": changedPage(({ items, ...page }) => ({
    ...page,
    items: items.map((item) => ({ ...item, links: [], completeOrigins: [] })),
  })),
  "model: links that are gone stay": changedPage(({ items, edges, ...page }) => ({
    ...page,
    items: items.map((item) => ({ ...item, completeOrigins: [] })),
    edges: edges.map((edge) => ({ ...edge, completeOrigins: [] })),
  })),
  "model: boxes are not stored": changedPage((page) => ({ ...page, sprints: [] })),
  "model: an older page wins": (store, clock) => {
    let before: SourcePage | null = null;
    return {
      savePage: async (connection, page, at) => {
        const stored = await store.savePage(connection, page, at);
        const old = before;
        before = page.items.some(({ item }) => item.connection === connection) ? page : before;
        if (old?.items[0]?.item.connection !== connection) return stored;
        const items = old.items.map((one) => ({ ...one, item: { ...one.item, updatedAt: clock() } }));
        await store.savePage(connection, { ...old, items }, at);
        return stored;
      },
    };
  },
  "model: the changes of a page are not told": (store) => ({
    savePage: async (...asked) => ({ ...(await store.savePage(...asked)), written: 0, changed: [] }),
  }),
  "model: what is gone stays": () => ({ markGone: idle }),
  "model: what is hidden stays": () => ({ markHidden: idle }),
  "model: presence is mixed up": (store) => ({ markGone: (...asked) => store.markHidden(...asked) }),
  "model: what nothing reaches stays": () => ({ forgetUnlinked: idle }),
  "model: nothing counts as missing": () => ({ notListed: () => Promise.resolve({ missing: [], covered: 0 }) }),
  "model: no item is unknown": () => ({ unknownItems: none }),
  "model: nothing can be identified": () => ({ identify: none }),
  "model: neighbours are not read again": () => ({ handlesToReread: none }),
  "model: nothing outside belongs": () => ({ handlesToStore: () => Promise.resolve(new Set<string>()) }),
  "model: names are not learnt": () => ({ saveNames: () => Promise.resolve(0) }),
  "model: names are not known": () => ({ names: none }),
  "model: what moved is not followed": () => ({ followItem: idle }),
  "model: as it was loaded before": (store) => {
    let before: Model | null = null;
    return {
      loadModel: async () => {
        const stale = before;
        before = await store.loadModel();
        return stale ?? before;
      },
    };
  },
  "model: without its links": (store) => ({
    loadModel: async () => ({ ...(await store.loadModel()), links: new Map() }),
  }),
  "watermark: of now instead of what was seen": (store, clock) => ({
    saveStream: (state) =>
      store.saveStream({ ...state, watermark: state.watermark === null ? null : clock() + 10 * 60_000 }),
  }),
  "watermark: noted though the stream failed": (store, clock) => ({
    streamFailed: async (connection, name) => {
      const state = await store.stream(connection, name);
      if (state !== null) await store.saveStream({ ...state, watermark: clock(), failure: null });
    },
  }),
};

function changedPage(change: (page: PageToStore) => PageToStore): StoreDefect {
  return (store) => ({ savePage: (connection, page, at) => store.savePage(connection, change(page), at) });
}
