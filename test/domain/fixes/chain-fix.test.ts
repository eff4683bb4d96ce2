import { describe, expect, test } from "vitest";

import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { fixFinderFor } from "../../../src/domain/fixes/smallest-fix.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, idOf, item, model, now, train } from "../plan.ts";

/** PAY-1 waits for LED-1, and that for PAY-9, which comes too late for both. */
const chain = [item("PAY-1", { in: 3 }), item("LED-1", { in: 2 }), item("PAY-9", { in: 4 })];
const links = [blocks("LED-1", "PAY-1"), blocks("PAY-9", "LED-1")];

function look(parts: Parameters<typeof model>[0], rules: Train["rules"] = {}) {
  const facts = model(parts);
  const view = viewTrain(facts, train({ rules }), now);
  const movesFor = (conflict: Conflict) => {
    const { fix, excluded } = atOneGo(fixFinderFor(view.plan, facts.items)(conflict));
    const moves = fix?.moves.map(({ planned, to }) => `${planned.item.key} ${to.key}`) ?? null;
    return { moves, excluded };
  };
  return { view, movesFor };
}

function conflictAt(key: string, { view }: ReturnType<typeof look>): Conflict {
  const found = view.conflicts.find(({ consumer }) => consumer === idOf(key));
  if (found === undefined) throw new Error(`no conflict at ${key}`);
  return found;
}

describe("a fix that is proved for a chain", () => {
  test("moves one of its items, the first by its id", () => {
    const here = look({ items: chain, links });
    expect(here.movesFor(conflictAt("PAY-1", here))).toEqual({ moves: ["PAY-1 5"], excluded: 0 });
  });

  test("moves both of two ends, where the consumer must stay before another one", () => {
    const items = [...chain, item("PAY-8", { in: 4 }), item("LED-8", { in: 3, dueOn: "2027-02-28" })];
    const here = look({ items, links: [...links, blocks("PAY-8", "LED-1"), blocks("PAY-1", "LED-8")] });
    expect(here.movesFor(conflictAt("PAY-1", here))).toEqual({ moves: ["PAY-8 4", "PAY-9 4"], excluded: 1 });
  });

  test("leaves no chain that its own move makes", () => {
    const items = [item("PAY-1", { in: 2 }), item("LED-1"), item("PAY-9", { in: 3 })];
    const here = look({ items, links }, { "late-provider": "off" });
    const conflict = conflictAt("PAY-1", here);
    expect(conflict.rule).toBe("unscheduled-provider");
    expect(here.movesFor(conflict)).toEqual({ moves: ["LED-1 4"], excluded: 0 });
  });

  test("is not looked for where nothing is wrong any more", () => {
    const before = look({ items: chain, links });
    const after = look({ items: chain.map((one) => ({ ...one, sprintIds: [] })), links });
    expect(after.movesFor(conflictAt("PAY-1", before))).toEqual({ moves: null, excluded: 3 });
  });
});

test("a train without the rule gets the same steps for the cause, and no finding for the chain", () => {
  const [on, off] = [look({ items: chain, links }), look({ items: chain, links }, { "chain-slip": "off" })];
  expect(off.view.conflicts.map(({ consumer }) => consumer)).toEqual([idOf("LED-1")]);
  expect(conflictAt("LED-1", off).fix).toEqual(conflictAt("LED-1", on).fix);
});
