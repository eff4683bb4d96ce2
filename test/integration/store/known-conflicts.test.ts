import { fc } from "@fast-check/vitest";
import { beforeEach, expect, test } from "vitest";
import type { ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { Database } from "../../../src/store/database.ts";
import { storeOn } from "../../../src/store/open.ts";
import { aConflict, aRecord, noon } from "../../support/builders.ts";
import { twoConnections } from "../../support/database.ts";
import { useSharedDatabase } from "../../support/shared-database.ts";

/* A train's conflicts are kept by who read or stored them; here two processes share a database. */

const shared = useSharedDatabase();
let one: Store;
let two: Store;

beforeEach(async () => {
  [one, two] = [storeOn(shared.one), storeOn(shared.two)];
  await one.reset();
  await one.saveTrains([], twoConnections);
});

/** As somebody reads them who never read before. */
const anew = (train: string) => storeOn(shared.two).conflicts(train);

function record(fingerprint: string, change: Partial<ConflictRecord> = {}): ConflictRecord {
  return aRecord(aConflict({ fingerprint }), change);
}

async function keep(store: Store, records: readonly ConflictRecord[], train = "payments"): Promise<void> {
  expect(await store.saveConflicts(train, records, await store.conflicts(train))).toBe(true);
}

test("conflicts that did not change are not read again", async () => {
  await keep(one, [record("a"), record("b")]);
  const read = await two.conflicts("payments");
  await keep(one, [record("a", { train: "other" })], "other");
  expect(await two.conflicts("payments")).toBe(read);
  await shared.one.execute("update conflict set rule = 'overdue' where train = 'payments' and fingerprint = 'a'");
  const [a, b] = await two.conflicts("payments");
  expect([a === read[0], b === read[1]]).toEqual([false, true]);
});

test("what was stored is known, unless somebody else was at it", async () => {
  await keep(one, [record("b"), record("a")]);
  const known = await one.conflicts("payments");
  const [a = record("a"), b = record("b")] = known;
  const next = [a, { ...b, state: "resolved" as const }];
  expect(await one.saveConflicts("payments", next, known)).toBe(true);
  const [firstAgain, secondAgain] = await one.conflicts("payments");
  expect([firstAgain === a, secondAgain === next[1]]).toEqual([true, true]);
  expect(await two.conflicts("payments")).toEqual(next);

  // Other words alone do not keep it from being stored; but then it is not known any more what stands there.
  const read = await one.conflicts("payments");
  await shared.two.execute(
    "update conflict set provider = null, conflict = jsonb_set(conflict::jsonb, '{waitingBehind}', '9')::json",
  );
  const [wasA = a, wasB = b] = read;
  expect(await one.saveConflicts("payments", [wasA, { ...wasB, reopenings: 3 }], read)).toBe(true);
  expect(await one.conflicts("payments")).toEqual(await anew("payments"));
});

test("what is gone, or was emptied, is gone for who knew it", async () => {
  await keep(one, [record("a"), record("b")]);
  expect(await two.conflicts("payments")).toHaveLength(2);
  await one.saveConflicts("payments", [record("a")], await one.conflicts("payments"));
  expect((await two.conflicts("payments")).map(({ fingerprint }) => fingerprint)).toEqual(["a"]);
  await one.reset();
  expect(await two.conflicts("payments")).toEqual([]);
});

/** The database as it is once its clock is so much ahead (ms). */
function ahead(of: Database, clock: { ms: number }): Database {
  const moved = <Row>(rows: readonly Row[]) =>
    rows.map((row) => (hasInstant(row) ? { ...row, at: row.at + clock.ms } : row));
  return {
    ...of,
    transaction: (work) =>
      of.transaction((tx) => work({ ...tx, query: async (sql, given) => moved(await tx.query(sql, given)) })),
  };
}

function hasInstant(row: unknown): row is { readonly at: number } {
  return typeof row === "object" && row !== null && "at" in row && typeof row.at === "number";
}

test("what was read half a day ago is read again: notes of changes are not kept for ever", async () => {
  await keep(one, [record("a")]);
  const clock = { ms: 0 };
  const reader = storeOn(ahead(shared.one, clock));
  const read = await reader.conflicts("payments");
  await shared.one.execute("update conflict set reopenings = 7");
  await shared.one.execute("delete from model_change");
  expect(await reader.conflicts("payments")).toBe(read);
  clock.ms = 12 * 3_600_000;
  expect(await reader.conflicts("payments")).toMatchObject([{ reopenings: 7 }]);
});

test("a change is not missed whose transaction began before, and ended after, what was stored or read", async () => {
  await keep(one, [record("a"), record("b")]);
  const [a = record("a"), b = record("b")] = await one.conflicts("payments");
  await two.conflicts("payments");
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const { promise: hasBegun, resolve: begun } = Promise.withResolvers<void>();
  const slow = shared.two.transaction(async (tx) => {
    await tx.execute("update conflict set reopenings = 5 where fingerprint = 'a'");
    begun();
    await mayEnd;
  });
  await hasBegun;
  expect(await one.saveConflicts("payments", [a, { ...b, reopenings: 1 }], await one.conflicts("payments"))).toBe(true);
  expect(await two.conflicts("payments")).toMatchObject([{ reopenings: 0 }, { reopenings: 1 }]);
  end();
  await slow;
  const both = [{ reopenings: 5 }, { reopenings: 1 }];
  expect(await one.conflicts("payments")).toMatchObject(both);
  expect(await two.conflicts("payments")).toMatchObject(both);
});

type Act = (store: Store, step: number) => Promise<unknown>;

const fingerprints = ["a", "b", "c"] as const;

const look: Act = (store) => store.conflicts("payments");

/** What a process may do. One that stores may have read some time ago. */
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.subarray([...fingerprints]).map((some): Act => async (store, step) => {
    const was = await store.conflicts("payments");
    const kept = was.filter((_, place) => (place + step) % 3 !== 0);
    const fresh = some.filter((name) => kept.every(({ fingerprint }) => fingerprint !== name));
    await store.saveConflicts(
      "payments",
      [...kept, ...fresh.map((name) => record(name, { stateSince: noon + step }))],
      was,
    );
  }),
  fc.constantFrom(...fingerprints).map(
    (name): Act =>
      (_, step) =>
        shared.one.execute("update conflict set reopenings = $2 where fingerprint = $1", [name, step]),
  ),
  fc.constant(look),
);

test("two processes that change conflicts in any order both know what is stored", { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), act, fc.boolean()), { maxLength: 12 }), async (steps) => {
      await keep(one, []);
      let step = 0;
      for (const [isFirst, play, isRead] of [...steps, [true, look, true] as const]) {
        await play(isFirst ? one : two, (step += 1));
        if (!isRead) continue;
        const stored = await anew("payments");
        expect([await one.conflicts("payments"), await two.conflicts("payments")]).toEqual([stored, stored]);
      }
    }),
    { numRuns: 60 },
  );
});
