import type { PublicationRecord } from "../../../src/ports/publication-ledger.ts";
import type { Store } from "../../../src/ports/store.ts";

type StoreDefect = (store: Store, clock: () => number) => Partial<Store>;

/** Defects in storing conflicts, texts and consent. */
export const bookDefects: Readonly<Record<string, StoreDefect>> = {
  "ledger: conflicts are not kept": () => ({ saveConflicts: () => Promise.resolve(true) }),
  "ledger: a conflict's age is lost": (store, clock) => ({
    saveConflicts: (train, records, was) =>
      store.saveConflicts(
        train,
        records.map((record) => (record.state === "resolved" ? record : { ...record, firstSeenAt: clock() })),
        was,
      ),
  }),
  "ledger: conflicts that ended are forgotten": (store) => ({
    saveConflicts: (train, records, was) =>
      store.saveConflicts(
        train,
        records.filter(({ state }) => state !== "resolved"),
        was,
      ),
  }),
  "ledger: people's answers are lost": (store) => ({
    saveConflicts: (train, records, was) =>
      store.saveConflicts(
        train,
        records.map((record) => ({ ...record, answer: null })),
        was,
      ),
  }),
  "ledger: what was written is not noted": (store) => ({
    savePublication: (record, was) =>
      record.state === "standing" ? Promise.resolve(true) : store.savePublication(record, was),
  }),
  "ledger: an intent is not noted": (store) => ({
    savePublication: (record, was) =>
      record.state === "intended" ? Promise.resolve(true) : store.savePublication(record, was),
  }),
  "ledger: an update is not noted": (store) => ({
    savePublication: (record, was) =>
      was?.state === "standing" && record.state === "standing"
        ? Promise.resolve(true)
        : store.savePublication(record, was),
  }),
  "ledger: the digest is of the text before": (store) => ({
    savePublication: (record, was) => store.savePublication({ ...record, digest: was?.digest ?? record.digest }, was),
  }),
  "ledger: a resolved comment is not noted": (store) => ({
    savePublication: (record, was) => store.savePublication({ ...record, resolved: false }, was),
  }),
  "ledger: every comment counts as resolved": (store) => ({
    savePublication: (record, was) => store.savePublication({ ...record, resolved: true }, was),
  }),
  "ledger: publications as they were read before": (store) => {
    let before: readonly PublicationRecord[] | null = null;
    return {
      publications: async (train) => {
        const stale = before;
        before = await store.publications(train);
        return stale ?? before;
      },
    };
  },
  "ledger: remote ids are mixed up": (store) => ({
    savePublication: (record, was) =>
      store.savePublication(record.kind === "comment" ? { ...record, remoteId: "10001" } : record, was),
  }),
  "ledger: a stop is not heeded": (store, clock) => ({
    consent: async (train) => {
      const consent = await store.consent(train);
      return consent.state === "stopped" ? { state: "started", since: clock(), withStanding: true } : consent;
    },
  }),
  "ledger: a start is not heeded": (store) => {
    let wasStopped = false;
    return {
      consent: async (train) => {
        const consent = await store.consent(train);
        wasStopped ||= consent.state === "stopped";
        return wasStopped ? { state: "stopped", since: 0 } : consent;
      },
    };
  },
  "ledger: causes are never forgotten": () => ({ forgetCorrelationIds: () => Promise.reject(new Error("planted")) }),
  "lock: not taken": () => ({
    exclusively: async (_name, work) => ({ taken: false, result: await work(new AbortController().signal) }),
  }),
  // The comparison is the second defence behind the locks: without it alone nothing goes wrong.
  "lock: not taken, and nothing compared": (store) => ({
    exclusively: async (_name, work) => ({ taken: false, result: await work(new AbortController().signal) }),
    savePublication: async (record) => store.savePublication(record, await present(store, record)),
  }),
  "lock: its loss is not heeded, and nothing compared": (store) => ({
    exclusively: (name, work) => store.exclusively(name, () => work(new AbortController().signal)),
    savePublication: async (record) => store.savePublication(record, await present(store, record)),
  }),
  "lock: never given back": (store) => {
    const held = new Set<string>();
    return {
      exclusively: async (name, work) => {
        if (held.has(name)) return { taken: true };
        const done = await store.exclusively(name, work);
        held.add(name);
        return done;
      },
    };
  },
};

async function present(store: Store, { train, marker }: PublicationRecord): Promise<PublicationRecord | null> {
  return (await store.publications(train)).find((one) => one.marker === marker) ?? null;
}
