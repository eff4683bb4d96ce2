import { expect, test } from "vitest";
import type { StreamState } from "../../src/domain/model/model.ts";
import { isWider, newParts, spansOf } from "../../src/ingest/spans.ts";

const part = (id: string) => ({ id, name: `container:${id}` });
const covering = (meaning: string, ...ids: readonly string[]) => ({ meaning, parts: ids.map(part) });

function read(watermark: number | null, scope?: StreamState["scope"]): StreamState {
  const state = { connection: "acme", stream: "issues", completedAt: 9, rejected: 0, token: null, failure: null };
  return { ...state, watermark, ...(scope && { scope }) };
}

const everything = [{ since: null }];
const led = new Set(["LED"]);

test.each([
  ["was never read", "incremental", null, covering("1", "PAY"), everything],
  ["covers what it covered", "incremental", read(5, covering("1", "PAY")), covering("1", "PAY"), [{ since: 5 }]],
  ["lost a part", "incremental", read(5, covering("1", "PAY", "LED")), covering("1", "PAY"), [{ since: 5 }]],
  ["is always read in full", "full", read(5, covering("1", "PAY")), covering("1", "PAY"), everything],
  ["had no record", "incremental", read(null, covering("1", "PAY")), covering("1", "PAY", "LED"), everything],
  ["has another meaning", "incremental", read(5, covering("1", "PAY")), covering("2", "PAY", "LED"), everything],
  ["was read by an older version", "incremental", read(5), covering("1", "PAY"), everything],
  [
    "has a new part",
    "incremental",
    read(5, covering("1", "PAY")),
    covering("1", "PAY", "LED"),
    [
      { since: null, parts: led },
      { since: 5, parts: new Set(["PAY"]) },
    ],
  ],
  [
    "has new parts only",
    "incremental",
    read(5, covering("1", "PAY")),
    covering("1", "LED"),
    [{ since: null, parts: led }],
  ],
] as const)("a stream that %s", (_, mode, before, now, spans) => {
  expect(spansOf({ mode }, before, now)).toStrictEqual(spans);
});

test.each([
  ["the same", covering("1", "PAY"), covering("1", "PAY"), false],
  ["less", covering("1", "PAY", "LED"), covering("1", "PAY"), false],
  ["a new part", covering("1", "PAY"), covering("1", "PAY", "LED"), true],
  ["another meaning", covering("1", "PAY"), covering("2", "PAY"), true],
  ["what an older version did not note", undefined, covering("1", "PAY"), true],
])("a stream that covers %s", (_, before, now, isMore) => {
  expect(isWider(read(5, before), now)).toBe(isMore);
});

test.each([
  ["was never read", null, []],
  ["was read by an older version", read(5), []],
  ["covers more", read(5, covering("1", "PAY")), [part("LED")]],
])("new parts of a stream that %s", (_, before, parts) => {
  expect(newParts(before, covering("1", "PAY", "LED"))).toEqual(parts);
});
