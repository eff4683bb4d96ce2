import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { NewDelivery } from "../../../src/ports/inbox.ts";
import type { Transaction } from "../../../src/ports/jobs.ts";
import { noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";

const day = 86_400_000;

function call(deliveryId: string, change: Partial<NewDelivery> = {}): NewDelivery {
  return {
    connection: "acme",
    deliveryId,
    event: "issues",
    body: `{"n":"${deliveryId}"}`,
    receivedAt: noon,
    ...change,
  };
}

describe.each(engines)("the inbox in %s", (engine) => {
  const test = useTestDatabase(engine);
  const quiet = async () => {};
  const receive = (...calls: readonly NewDelivery[]) => test.store.inbox.receive(calls, quiet);
  const waiting = async (connection = "acme") =>
    (await test.store.inbox.waiting(connection, 100)).map(({ deliveryId }) => deliveryId);
  /** The numbers the deliveries of a connection have, by the tracker's id. */
  const numbers = async () => {
    const listed = await test.store.inbox.list({ limit: 100 });
    return new Map(listed.map(({ deliveryId, id }) => [deliveryId, id]));
  };
  const number = async (deliveryId: string) => (await numbers()).get(deliveryId) ?? 0;

  it("keeps a delivery as it arrived", async () => {
    const body = '{"title":"Ünïcode 😀 \\u0000 \\ud83d \\" \\\\"}\n';
    await receive(call("a", { body, receivedAt: noon + 1 }));
    const [stored] = await test.store.inbox.waiting("acme", 1);
    expect(stored).toEqual({
      id: expect.any(Number) as number,
      connection: "acme",
      deliveryId: "a",
      event: "issues",
      body,
      state: "received",
      reason: null,
      receivedAt: noon + 1,
      processedAt: null,
    });
    expect(await test.store.inbox.find(stored?.id ?? 0)).toEqual(stored);
    expect(await test.store.inbox.find(0)).toBeNull();
  });

  it("takes each delivery once, says which were new, and tells whose inbox has work", async () => {
    const announced: (readonly string[])[] = [];
    const tell = async (connections: readonly string[]) => void announced.push(connections);
    const batch = [call("a"), call("a", { body: "second" }), call("b", { connection: "hub" }), call("a b")];
    expect(await test.store.inbox.receive(batch, tell)).toEqual([true, false, true, true]);
    expect(await test.store.inbox.receive([call("a"), call("c")], tell)).toEqual([false, true]);
    expect(await test.store.inbox.receive([call("c")], tell)).toEqual([false]);
    expect(await test.store.inbox.receive([], tell)).toEqual([]);
    expect(announced).toEqual([["acme", "hub"], ["acme"], ["acme"]]);
    expect(await test.store.inbox.waiting("acme", 1)).toMatchObject([{ deliveryId: "a", body: '{"n":"a"}' }]);
    expect((await waiting()).toSorted()).toEqual(["a", "a b", "c"]);
  });

  it("keeps nothing of calls whose announcement fails", async () => {
    const refuse = async (_: readonly string[], { executeSql }: Transaction) => {
      await executeSql("create table announced (id int); insert into announced values (1)");
      throw new Error("no queue");
    };
    await expect(test.store.inbox.receive([call("a")], refuse)).rejects.toThrow("no queue");
    expect(await waiting()).toEqual([]);
    expect(await test.database.query("select to_regclass('announced') as name")).toEqual([{ name: null }]);
  });

  it("lets nothing stand that the queue sends after the calls could not be kept", async () => {
    const { promise: sent, resolve } = Promise.withResolvers<undefined>();
    const late = async (_: readonly string[], { executeSql }: Transaction) => {
      for (let turn = 0; turn < 3000; turn += 1) await setImmediate();
      await executeSql("create table announced (id int)").finally(() => resolve(undefined));
    };
    await expect(test.store.inbox.receive([call("a", { receivedAt: Number.NaN })], late)).rejects.toThrow("NaN");
    await sent;
    expect(await test.database.query("select to_regclass('announced') as name")).toEqual([{ name: null }]);
  });

  it("lets the queue send within the transaction: with values, or several statements at once", async () => {
    const answers: unknown[] = [];
    await test.store.inbox.receive([call("a")], async (connections, { executeSql }) => {
      const values = [connections, new Date(noon), { a: 1 }, 7];
      const sql = "select ($1::text[])[1] as first, $2::timestamptz as at, $3::jsonb ->> 'a' as a, $4::int as n";
      answers.push(await executeSql(sql, values));
      answers.push(await executeSql("select 1 as one; select 2 as two, (select count(*)::int from delivery) as seen"));
      answers.push(await executeSql("select 3 as three", []));
    });
    expect(answers).toMatchObject([
      { rows: [{ first: "acme", at: new Date(noon), a: "1", n: 7 }] },
      { rows: [{ one: 1 }, { two: 2, seen: 1 }] },
      { rows: [{ three: 3 }] },
    ]);
  });

  it("takes the same calls from two sides at once", async () => {
    const calls = Array.from({ length: 50 }, (_, place) => call(String(place)));
    const [one, other] = await Promise.all([receive(...calls), receive(...calls.toReversed())]);
    expect([...one, ...other].filter(Boolean)).toHaveLength(50);
    expect(await waiting()).toHaveLength(50);
  });

  it("gives the oldest first, and no more once they are settled", async () => {
    for (const id of ["a", "b", "c", "d"]) await receive(call(id));
    await receive(call("x", { connection: "hub" }));
    const [first, second] = await test.store.inbox.waiting("acme", 2);
    expect([first?.deliveryId, second?.deliveryId]).toEqual(["a", "b"]);
    const outcomes = [
      { id: await number("a"), state: "processed", reason: null },
      { id: await number("c"), state: "ignored", reason: "our own write" },
      { id: await number("d"), state: "failed", reason: "no \0 such thing" },
    ] as const;
    await test.store.inbox.complete(outcomes, noon + 5);
    await test.store.inbox.complete([], noon + 6);
    expect(await waiting()).toEqual(["b"]);
    expect(await test.store.inbox.list({ connection: "acme", limit: 3 })).toMatchObject([
      { deliveryId: "d", state: "failed", reason: "no \uFFFD such thing", processedAt: noon + 5 },
      { deliveryId: "c", state: "ignored", reason: "our own write" },
      { deliveryId: "b", state: "received", processedAt: null },
    ]);
    expect(await test.store.inbox.list({ state: "processed", limit: 10 })).toMatchObject([{ deliveryId: "a" }]);
    expect((await test.store.inbox.list({ limit: 1 }))[0]).not.toHaveProperty("body");
  });

  it("lets settled ones wait again", async () => {
    await receive(call("a"), call("b"), call("c", { connection: "hub" }));
    const ids = [await number("a"), await number("b"), 0];
    await test.store.inbox.complete([{ id: ids[0] ?? 0, state: "failed", reason: "x" }], noon);
    expect(await test.store.inbox.replay(ids)).toBe(1);
    expect(await test.store.inbox.replay(ids)).toBe(0);
    expect(await test.store.inbox.find(ids[0] ?? 0)).toMatchObject({
      state: "received",
      reason: null,
      processedAt: null,
    });
  });

  it("forgets old ones that are settled, and never one that waits", async () => {
    await receive(call("old"), call("old, waits"), call("new", { receivedAt: noon + day }));
    const settled = [await number("old"), await number("new")];
    await test.store.inbox.complete(
      settled.map((id) => ({ id, state: "processed", reason: null })),
      noon,
    );
    expect(await test.store.inbox.prune(noon + day)).toBe(1);
    expect([...(await numbers()).keys()].toSorted()).toEqual(["new", "old, waits"]);
  });

  it("forgets with them whose causes they were, also where their train waits for ever", async () => {
    await receive(call("old"), call("waits"), call("new", { receivedAt: noon + 2 * day }));
    await test.store.inbox.complete([{ id: await number("old"), state: "processed", reason: null }], noon);
    await test.store.noteCorrelationIds(["small", "other"], ["old", "waits", "new", "long gone"]);
    await test.store.inbox.prune(noon + day);
    for (const train of ["small", "other"]) expect(await test.store.correlationIds(train)).toEqual(["new", "waits"]);
  });

  it("sums up each connection that ever had a delivery", async () => {
    expect(await test.store.inbox.summary()).toEqual([]);
    await receive(call("a", { receivedAt: noon + 1 }));
    await receive(call("b", { receivedAt: noon + 2 }));
    await receive(call("c", { receivedAt: noon + 3 }));
    await receive(call("x", { connection: "hub" }));
    await test.store.inbox.complete(
      [
        { id: await number("x"), state: "processed", reason: null },
        { id: await number("c"), state: "failed", reason: "x" },
      ],
      noon,
    );
    expect(await test.store.inbox.summary()).toEqual([
      { connection: "acme", waiting: 2, oldestWaitingAt: noon + 1, newestAt: noon + 3, failed: 1 },
      { connection: "hub", waiting: 0, oldestWaitingAt: null, newestAt: noon, failed: 0 },
    ]);
  });
});
