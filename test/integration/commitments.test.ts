import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { begunPeriods } from "../../src/domain/history/commitment.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { syncAndPublish } from "../support/app.ts";
import { openDemo } from "../support/demo-app.ts";
import { at, objectsAt } from "../support/json.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

/** The demo in its third iteration: read for the first time on its second day, then again after some work. */
let now = Date.parse("2026-11-24T12:00:00Z");
let place: AppContext;
let train: Train;
let person: TrackerHands;
const ending = new AsyncDisposableStack();

beforeAll(async () => {
  const demo = await openDemo(() => now, ending);
  ({ app: place, train } = demo);
  person = new TrackerHands(demo.sandbox);
});

afterAll(() => ending.disposeAsync());

const stored = () => place.store.commitments(train.key, begunPeriods(train, now));
const evaluated = () => evaluateStored(evaluating(place.store), train, now);

test("what stood at the start is frozen once, from history where Signalbox came later, and followed from then on", async () => {
  expect((await evaluated()).commitments).toEqual([]);
  const { evaluation: first } = await syncAndPublish(place);
  const frozen = await stored();
  expect(frozen.map(({ iteration }) => iteration)).toEqual([null, "1", "2", "3"]);
  expect(frozen.map(({ fromHistory }) => fromHistory)).toEqual([true, true, true, true]);
  expect(first.commitments).toEqual(frozen);
  const [whole] = frozen;
  expect(whole?.items.length).toBeGreaterThan(50);

  const { counts } = await syncAndPublish(place);
  expect({ ...counts, unchanged: 0 }).toMatchObject({ created: 0, updated: 0, resolved: 0 });

  const before = objectsAt(rollupJson(first, null), "commitments");
  const open = whole?.items.find(({ id, isDone }) => {
    const item = first.view.items.get(id)?.item;
    return !isDone && item?.status === "todo" && item.system === "jira" && first.view.items.get(id)?.iteration !== null;
  });
  person.finish({ key: first.view.items.get(open?.id ?? "jira:::issue:")?.item.key ?? "" });
  now += 3_600_000;
  const { evaluation: second } = await syncAndPublish(place);
  expect(await stored()).toEqual(frozen);
  const after = objectsAt(rollupJson(second, null), "commitments");
  expect(at(after[0], "committed")).toEqual(at(before[0], "committed"));
  expect(at(after[0], "done", "items")).toBe(Number(at(before[0], "done", "items")) + 1);

  // The next iteration begins: nothing of it is known before the trackers were read after its start.
  now = Date.parse("2026-12-07T01:00:00Z");
  expect((await evaluated()).commitments).toEqual(frozen);
  await syncAndPublish(place);
  const later = await stored();
  expect(later.slice(0, -1)).toEqual(frozen);
  expect(later.at(-1)).toMatchObject({ iteration: "4", frozenAt: now, fromHistory: false, unknown: [] });
});
