import { describe, expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import { itemNamed, movesGiven } from "../../src/cli/whatif-moves.ts";
import { textOf } from "../../src/domain/failure.ts";
import { viewTrain } from "../support/look-once.ts";
import { blocks, idOf, item, jiraTeam, model, now, train } from "../domain/plan.ts";

const part = { parentId: idOf("PAY-9") };
const twin = item("PAY-7", { id: "jira:k:issue:7", connection: "k" });
const facts = model({
  items: [
    item("PAY-1", { in: 2 }),
    item("PAY-2", { status: "done", sourceStatus: "Released" }),
    item("OPS-1", { in: 2 }),
    item("PAY-9", { kind: "epic" }),
    item("PAY-3", { in: 2, ...part }),
    item("PAY-4", { in: 4, ...part }),
    item("PAY-10", { kind: "epic" }),
    item("PAY-7"),
    twin,
    item("LED-7", { in: 3 }),
    item("LED-7", { id: "jira:k:issue:17", connection: "k" }),
  ],
  links: [blocks("OPS-1", "PAY-1"), blocks("PAY-1", "LED-7")],
});
const on = train({
  teams: [jiraTeam("pay"), jiraTeam("led"), jiraTeam("far", { connection: "k", projects: ["PAY"] })],
});
const view = viewTrain(facts, on, now);

const movesOf = (key: string, iteration: string) =>
  movesGiven(view, [{ key, iteration }]).map(({ planned, to }) => [planned.item.id, to?.ordinal ?? null]);

function failureOf(key: string, iteration = "3"): string {
  try {
    return JSON.stringify(movesOf(key, iteration));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return textOf(error);
  }
}

describe("a move names", () => {
  test.each<[string, string, string, number | null]>([
    ["an iteration of the present increment", "PAY-1", "2", 1],
    ["an iteration with its increment", "PAY-1", "first/4", 3],
    ["the only iteration of that name", "PAY-1", "7", 6],
    ["no iteration", "pay-1", "none", null],
    ["an item that only one team owns", "LED-7", "3", 2],
    ["an item with its connection", "j:PAY-7", "3", 2],
    ["… of another connection", "K:PAY-7", "3", 2],
  ])("%s", (_, key, iteration, ordinal) => {
    const [move] = movesOf(key, iteration);
    expect(move?.[1]).toBe(ordinal);
  });

  test("an item of the connection that it names", () => {
    expect(itemNamed(view, "k:pay-7").item.id).toBe(twin.id);
  });
});

describe("a move is refused", () => {
  test.each([
    ["PAY-7", "3", "Several items are called PAY-7. Name the connection too: j:PAY-7 or k:PAY-7."],
    ["OPS-1", "3", "No team of the train Payments owns OPS-1. Name an item of one of its teams: PAY, LED, FAR."],
    ["PAY-2", "3", "PAY-2 is not open: Released. Name an item that is to do or in progress."],
    ["PAY-9", "3", "PAY-9 has no timebox of its own: its parts or its parent plan it. Move PAY-4 or PAY-3 instead."],
    [
      "PAY-10",
      "3",
      "PAY-10 has no timebox of its own: its parts or its parent plan it. Name an item that its team puts into a timebox.",
    ],
    ["PAY-1", "12", `The train Payments has no iteration 12. Name one of these, or none: ${names(8)}.`],
  ])("%s to %s", (key, iteration, expected) => {
    expect(failureOf(key, iteration)).toBe(expected);
  });

  test("into an iteration of several increments, if none of them is the present one", () => {
    const [first, second] = on.increments;
    const renamed = (key: string) => ({ key, startsAt: 0, endsAt: 1, iterations: iterationsCalled(key) });
    const iterationsCalled = (increment: string) =>
      (second?.iterations ?? []).slice(0, 1).map((one) => ({ ...one, key: "9", increment }));
    const increments = [...(first === undefined ? [] : [first]), renamed("x"), renamed("y")];
    const other = viewTrain(facts, { ...on, increments }, now);
    expect(() => movesGiven(other, [{ key: "PAY-1", iteration: "9" }])).toThrow("Several iterations are called 9.");
    expect(movesGiven(other, [{ key: "PAY-1", iteration: "y/9" }])).toMatchObject([{ to: { increment: "y" } }]);
  });
});

function names(count: number): string {
  const all = Array.from({ length: count }, (_, place) => `${place < 4 ? "first" : "second"}/${place + 1}`);
  return all.join(", ");
}
