import { describe, expect, test } from "vitest";

import type { Train } from "../../../src/domain/model/train.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { blocks, idOf, item, model, now, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { steps, words } from "../step-words.ts";
import { viewTrain } from "../../support/look-once.ts";

describe("cancelled", () => {
  const drop = ["replace LED-1 (pay)", "drop PAY-1 > LED-1 (pay)"];

  test.each<[string, ItemChanges, ItemChanges, readonly string[]]>([
    [
      "opened again by its own team, where its plan fits",
      { in: 3 },
      { status: "cancelled", in: 2 },
      ["reopen LED-1 (led)", ...drop],
    ],
    ["not where that is the next conflict", { in: 2 }, { status: "cancelled", in: 2 }, drop],
    ["not without a plan", { in: 2 }, { status: "cancelled" }, drop],
    ["not where it is deleted", { in: 3 }, { status: "cancelled", presence: "gone", in: 2 }, drop],
    ["not where nobody read it", { in: 3 }, { status: "cancelled", presence: "stub" }, drop],
  ])("%s", (_, consumer, provider, expected) => {
    expect(steps(consumer, provider)).toEqual(expected);
  });

  test.each<[string, Partial<Link>, string]>([
    ["a sentence by who waits", { origin: "text", id: `text:${idOf("PAY-1")}:1` }, "pay"],
    [
      "a sentence by the other end, where only its text says so",
      { origin: "text", id: `text:${idOf("LED-1")}:1` },
      "led",
    ],
    ["a remote link by who waits", { origin: "jira-remote-link", id: `${idOf("PAY-1")}:remote:1` }, "pay"],
    [
      "a remote link by the other end, which has it",
      { origin: "jira-remote-link", id: `${idOf("LED-1")}:remote:1` },
      "led",
    ],
  ])("%s is removed", (_, written, by) => {
    const link = blocks("LED-1", "PAY-1", written);
    expect(steps({ in: 3 }, { status: "cancelled" }, { link })).toEqual([
      "replace LED-1 (pay)",
      `drop PAY-1 > LED-1 (${by})`,
    ]);
  });

  test("a sentence in nobody's item is for nobody to remove", () => {
    const link = blocks("OPS-1", "PAY-1", { origin: "text", id: `text:${idOf("OPS-1")}:1` });
    const facts = model({ items: [item("PAY-1", { in: 3 }), item("OPS-1", { status: "cancelled" })], links: [link] });
    expect(viewTrain(facts, train(), now).conflicts.flatMap((conflict) => words(facts, conflict))).toEqual([
      "replace OPS-1 (pay)",
      "drop PAY-1 > OPS-1 (nobody)",
    ]);
  });

  test.each([["text"], ["jira-remote-link"]] as const)(
    "no step asks people to remove what a deleted item states: %s",
    (origin) => {
      const id = origin === "text" ? `text:${idOf("LED-1")}:1` : `${idOf("LED-1")}:remote:1`;
      const link = blocks("LED-1", "PAY-1", { origin, id });
      expect(steps({ in: 3 }, { presence: "gone", in: 2 }, { link })).toEqual(["replace LED-1 (pay)"]);
    },
  );

  test("a circle that would close again keeps it cancelled", () => {
    const facts = model({
      items: [item("PAY-1", { in: 3 }), item("LED-1", { status: "cancelled", in: 2 })],
      links: [blocks("LED-1", "PAY-1"), blocks("PAY-1", "LED-1", { id: "back" })],
    });
    const all = (rules: Train["rules"]) =>
      viewTrain(facts, train({ rules }), now).conflicts.flatMap((conflict) => words(facts, conflict));
    expect(all({})).toEqual(drop);
    expect(all({ cycle: "off", "late-provider": "off" })).toEqual(["reopen LED-1 (led)", ...drop]);
  });
});
