import { afterAll, beforeEach } from "vitest";
import { check } from "../../src/ingest/check-connection.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import type { Scope } from "../../src/ports/connector.ts";
import { storeOn } from "../../src/store/open.ts";
import { openMemoryDatabase } from "../support/empty-database.ts";
import { emptyTables } from "../support/empty-tables.ts";
import { twoConnections } from "../support/database.ts";
import { noon } from "../support/builders.ts";
import { aDelivery } from "./paper-receiver.ts";
import { PaperSource } from "./paper-source.ts";

export const scope: Scope = { containers: ["PAY"], jqls: [], linkTypes: ["Blocks"], versions: false };

/** A store for the tests of a file, emptied before each, with a new tracker on paper that was checked. Call it outside of tests. */
export async function useLive() {
  const database = await openMemoryDatabase();
  const store = storeOn(database);
  const live = {
    source: new PaperSource(),
    warned: [] as unknown[],
    informed: [] as unknown[],
    shown: new Set<string>(),
    now: noon,
  };
  beforeEach(async () => {
    await emptyTables(database);
    await store.saveTrains([], twoConnections);
    live.source = new PaperSource();
    await check({ source: live.source, store });
    live.source.asked.length = 0;
    live.warned = [];
    live.informed = [];
    live.shown.clear();
    live.now = noon + 3_600_000;
  });
  afterAll(() => store.close());
  const log = {
    info: (fields: object, text: string) => void live.informed.push({ text, ...fields }),
    warn: (fields: object, text: string) => void live.warned.push({ text, ...fields }),
    error: () => undefined,
  };
  return {
    store,
    /** Empties the store. */
    empty: () => emptyTables(database),
    get source() {
      return live.source;
    },
    get warned() {
      return live.warned;
    },
    get informed() {
      return live.informed;
    },
    /** Labels of the progress. */
    get shown() {
      return live.shown;
    },
    get now() {
      return live.now;
    },
    later: (ms: number) => {
      live.now += ms;
    },
    context: (change: Partial<{ scope: Scope; signal: AbortSignal }> = {}) => ({
      source: live.source,
      store,
      runtime: { clock: () => live.now, log },
      progress: ({ label }: { label: string }) => void live.shown.add(label),
      scope,
      ...change,
    }),
    /** Adds items, numbered from 1, and reads them by a sweep. */
    holding: async (count: number) => {
      for (let number = 1; number <= count; number += 1) live.source.edit(String(number));
      const context = {
        source: live.source,
        store,
        runtime: { clock: () => live.now, log },
        progress: () => {},
        scope,
      };
      await sweepConnection(context, { depth: "structure", maxDrop: 0.2 });
      live.source.asked.length = 0;
    },
    /** Titles of what is present, by native id. */
    titles: async () => {
      const { items } = await store.loadModel();
      const present = [...items.values()].filter(({ presence }) => presence === "present");
      return Object.fromEntries(present.map(({ nativeId, title }) => [nativeId, title]));
    },
    gone: async () => {
      const { items } = await store.loadModel();
      return [...items.values()].filter(({ presence }) => presence === "gone").map(({ nativeId }) => nativeId);
    },
    /** Makes the connection one with webhooks. */
    hooked: () => store.inbox.receive([aDelivery({ kind: "ignored", reason: "a ping" })], async () => {}),
  };
}
