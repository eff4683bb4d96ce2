import { expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import { createIntake } from "../../src/http/intake.ts";
import type { NewDelivery } from "../../src/ports/inbox.ts";
import { noon } from "../support/builders.ts";

const megabyte = 1024 * 1024;

const delivery = (deliveryId: string): NewDelivery => {
  return { connection: "acme", deliveryId, event: "issues", body: "{}", receivedAt: noon };
};
const failure = (kind: "park" | "retry") =>
  new Failure({ code: "guard", what: kind, remedy: "", verdict: kind === "park" ? { kind } : { kind, afterMs: null } });

/** What becomes of the deliveries that arrive during the transaction of a first one, and the batches that were tried. */
async function outcomesOf(ids: readonly string[], work: (batch: readonly string[]) => readonly boolean[]) {
  const batches: (readonly string[])[] = [];
  const receive = (deliveries: readonly NewDelivery[]) => {
    const batch = deliveries.map(({ deliveryId }) => deliveryId);
    if (batch[0] === "first") return Promise.resolve([true]);
    batches.push(batch);
    return Promise.resolve(batch).then(work);
  };
  const intake = createIntake({ receive }, async () => {});
  const [, ...settled] = await Promise.allSettled(["first", ...ids].map((id) => intake.accept(delivery(id))));
  const outcomes = settled.map((one) => (one.status === "fulfilled" ? one.value : (one.reason as Error).message));
  return { outcomes, batches };
}

test("each call learns of its own delivery whether it was new", async () => {
  const { outcomes } = await outcomesOf(["one", "two", "three"], (batch) => batch.map((id) => id !== "two"));
  expect(outcomes).toEqual([true, false, true]);
});

test("what the inbox can never store is refused alone", async () => {
  const { outcomes, batches } = await outcomesOf(["one", "bad", "three"], (batch) => {
    if (batch.includes("bad")) throw failure("park");
    return batch.map(() => true);
  });
  expect(outcomes).toEqual([true, "park", true]);
  expect(batches).toEqual([["one", "bad", "three"], ["one", "bad"], ["one"], ["bad"], ["three"]]);
});

test.each([failure("retry"), new TypeError("retry")])(
  "all of a batch fail where the database does: %s",
  async (error) => {
    const { outcomes, batches } = await outcomesOf(["one", "two"], () => {
      throw error;
    });
    expect(outcomes).toEqual(["retry", "retry"]);
    expect(batches).toHaveLength(1);
  },
);

/** An inbox on paper, which holds the first batch up, and how many bodies each batch had. */
async function batchesOf(bodies: readonly string[]): Promise<readonly number[]> {
  const batches: number[] = [];
  const held = Promise.withResolvers<undefined>();
  const receive = async (deliveries: readonly NewDelivery[]) => {
    batches.push(deliveries.length);
    await held.promise;
    return deliveries.map(() => true);
  };
  const intake = createIntake({ receive }, async () => {});
  const accepted = ["first", ...bodies].map((body, n) =>
    intake.accept({ connection: "acme", deliveryId: `${n}`, event: "issues", body, receivedAt: noon }),
  );
  held.resolve(undefined);
  await Promise.all(accepted);
  return batches.slice(1);
}

test.each<[string, readonly string[], readonly number[]]>([
  ["small ones by the hundreds", Array.from({ length: 450 }, () => "{}"), [200, 200, 50]],
  [
    "large ones as long as they are not too large together",
    Array.from({ length: 5 }, () => "x".repeat(12 * megabyte)),
    [2, 2, 1],
  ],
  ["large ones up to its limit", Array.from({ length: 2 }, () => "x".repeat(16 * megabyte)), [2]],
  [
    "no more than hundreds where large ones follow",
    [...Array.from({ length: 250 }, () => "{}"), ...Array.from({ length: 2 }, () => "x".repeat(20 * megabyte))],
    [200, 51, 1],
  ],
  ["what is too large beside others by itself", ["x", "x".repeat(40 * megabyte), "x", "x"], [1, 1, 2]],
])("a transaction takes %s", async (_, bodies, batches) => {
  expect(await batchesOf(bodies)).toEqual(batches);
});

test("no more is taken than memory holds while the database takes its time, and more again once that is through", async () => {
  const held = Promise.withResolvers<undefined>();
  const receive = async (deliveries: readonly NewDelivery[]) => {
    await held.promise;
    return deliveries.map(() => true);
  };
  const intake = createIntake({ receive }, async () => {});
  let count = 0;
  const accept = (size: number) => {
    count += 1;
    const body = "x".repeat(size * megabyte);
    return intake.accept({ connection: "acme", deliveryId: `${count}`, event: "issues", body, receivedAt: noon });
  };
  const first = Array.from({ length: 16 }, () => accept(4));
  const refused = accept(1);
  await expect(refused).rejects.toBeInstanceOf(Failure);
  await expect(refused).rejects.toMatchObject({
    code: "guard",
    message: expect.stringContaining("Deliveries of 64 MB already wait") as string,
    remedy: expect.stringContaining("database") as string,
    verdict: { kind: "retry" },
  });
  held.resolve(undefined);
  expect(await Promise.all(first)).toEqual(first.map(() => true));
  expect(await accept(60)).toBe(true);
});
