import { expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import { createIntake } from "../../src/http/intake.ts";
import type { NewDelivery } from "../../src/ports/inbox.ts";
import { noon } from "../support/builders.ts";

const megabyte = 1024 * 1024;

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
  await expect(refused).rejects.toMatchObject({ code: "guard", verdict: { kind: "retry" } });
  held.resolve(undefined);
  expect(await Promise.all(first)).toEqual(first.map(() => true));
  expect(await accept(60)).toBe(true);
});
