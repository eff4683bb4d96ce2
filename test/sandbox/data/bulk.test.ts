import { expect, test } from "vitest";
import { generateBulk, leastPages } from "../../../bench/generate.ts";
import { textAt } from "../../support/json.ts";
import { readItems, readWaits, reposOf } from "./reading.ts";

const data = generateBulk({ items: 1600, seed: 1, now: Date.UTC(2026, 10, 26, 10) });

test("equal options give the same bytes", () => {
  const again = generateBulk({ items: 1600, seed: 1, now: Date.UTC(2026, 10, 26, 10) });
  expect(JSON.stringify(again)).toBe(JSON.stringify(data));
});

test("as many items as were asked for, half of them in each tracker", () => {
  const items = [...readItems(data).values()];
  expect(items).toHaveLength(1600);
  expect(reposOf(data).map(([, { issues }]) => issues.length)).toEqual([400, 400]);
  // Two tasks of the programme office beside the 800.
  expect(leastPages(data)).toBe(9 + 4 + 4);
});

test("about a third of the items hang together, and all have something to read", () => {
  const touched = new Set(readWaits(data).flatMap(({ consumer, provider }) => [consumer, provider]));
  expect(touched.size / 1600).toBeGreaterThan(0.2);
  expect(touched.size / 1600).toBeLessThan(0.35);
  const lengths = reposOf(data).flatMap(([, { issues }]) => issues.map((row) => textAt(row, "body")?.length ?? 0));
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(400);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1600);
});

test("one item is enough", () => {
  expect([...readItems(generateBulk({ items: 1, seed: 1, now: Date.UTC(2026, 10, 24) })).keys()]).toHaveLength(1);
});
