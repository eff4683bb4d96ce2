import { describe, expect, test } from "vitest";
import { useAnswered } from "../support/answered-home.ts";
import { smallInstant } from "../support/small-train.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { jsonOf, signalbox } from "../support/terminal.ts";

const { home } = useSmallWorld("pglite");
useAnswered(home);

const whatif = (...argv: readonly string[]) => signalbox("whatif", ...argv, "--at", smallInstant);

async function linesOf(...argv: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await whatif(...argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
}

const late = "PAY-1 is planned for iteration 1, but it needs PAY-2, which is planned for iteration 2.";
const same = "PAY-1 is planned for iteration 1, but it needs PAY-2, which is planned for the same iteration.";
const milestones = "1 part of the train file finds nothing (see Data quality)";
const [pay1, pay2] = ["PAY-1 “Pay by invoice” (Checkout)", "PAY-2 “Check the buyer's credit” (Checkout)"];
const [one, two] = ["iteration 1, 16 – 28 Nov 2026", "iteration 2, 30 Nov – 12 Dec 2026"];

describe("whatif shows what moves clear, open and shift", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      "one that makes a conflict less severe",
      ["--move", "pay-2=1"],
      [
        `moves    ${pay2}: ${two} → ${one}`,
        "         in sprint PAY 1",
        "clears   nothing",
        "opens    nothing",
        `eases    ${same} (risk), was a conflict`,
        "load     Checkout in iteration 1: 1 → 2 items",
        "         Checkout in iteration 2: 1 → 0 items",
        `verdict  Off track → At risk: 1 dependency at risk; ${milestones}`,
        "0 conflicts, 1 risk, 0 for information.",
      ],
    ],
    [
      "several together",
      ["--move", "PAY-1=2026.4/2", "--move", "acme:PAY-2=1"],
      [
        `moves    ${pay1}: ${one} → ${two}`,
        "         in sprint PAY 2",
        `moves    ${pay2}: ${two} → ${one}`,
        "         in sprint PAY 1",
        `clears   ${late} (conflict)`,
        "opens    nothing",
        `verdict  Off track → At risk: ${milestones}`,
        "0 conflicts, 0 risks, 0 for information.",
      ],
    ],
    [
      "one out of every iteration",
      ["--move", "PAY-2=none"],
      [
        `moves    ${pay2}: ${two} → no iteration`,
        "clears   nothing",
        "opens    nothing",
        "stays    PAY-1 is planned for iteration 1, but it needs PAY-2, which is not planned yet. (conflict)",
        "load     Checkout in iteration 2: 1 → 0 items",
        `verdict  Off track: 1 dependency conflict in work that is under way or comes next; ${milestones}`,
        "1 conflict, 0 risks, 0 for information.",
      ],
    ],
    [
      "one into an iteration for which the team has no timebox yet, which opens another",
      ["--move", "acme/api#1=1"],
      [
        "plans    acme/api#1 “Store invoices” (API): no iteration → iteration 1, 16 – 29 Nov 2026",
        "         no milestone of API lies there yet: Signalbox takes the days of the iteration",
        "clears   nothing",
        "opens    acme/api#1 is planned for iteration 1, but it needs PAY-2, which is planned for iteration 2. (conflict)",
        "load     API in iteration 1: 0 → 1 item",
        "verdict  Off track: 2 dependency conflicts in work that is under way or comes next",
        "2 conflicts, 0 risks, 0 for information.",
      ],
    ],
  ])("%s", async (_, argv, expected) => {
    expect(await linesOf("small", ...argv)).toEqual(expected);
  });

  test("as JSON", async () => {
    expect(jsonOf(await whatif("--move", "PAY-1=3", "--json"))).toMatchObject({
      moves: [
        { item: "PAY-1", before: { iteration: "1" }, after: { iteration: "3", team: "checkout" }, timebox: null },
      ],
      follows: [],
      clears: [{ rule: "late-provider", consumer: "PAY-1", provider: "PAY-2", says: late }],
      opens: [],
      worsens: [],
      eases: [],
      stays: [],
      load: [
        { team: "checkout", iteration: "1", before: 1, after: 0 },
        { team: "checkout", iteration: "3", before: 0, after: 1 },
      ],
      verdict: { before: "off-track", after: "at-risk" },
    });
  });

  test("and writes nothing", async () => {
    const before = await signalbox("conflicts", "--json", "--at", smallInstant);
    await whatif("--move", "PAY-1=3");
    expect(await signalbox("conflicts", "--json", "--at", smallInstant)).toEqual(before);
  });
});

describe("whatif proposes the smallest fix", () => {
  const fixed = [
    `conflict ${late}`,
    "fix      move PAY-1 to iteration 3 (Checkout): 1 item of 1 team",
    "1 of 1 conflict can be cleared by at most 3 moves.",
  ];

  test("of every conflict, and of those of one item", async () => {
    expect(await linesOf()).toEqual(fixed);
    expect(await linesOf("--fix", "PAY-2")).toEqual(fixed);
    expect(await linesOf("--fix", "PAY-3")).toEqual(["PAY-3 has no open conflicts."]);
  });

  test("as JSON, with what it changes", async () => {
    expect(jsonOf(await whatif("--fix", "PAY-1", "--json"))).toMatchObject([
      {
        rule: "late-provider",
        severity: "conflict",
        excluded: 0,
        fix: {
          items: 1,
          teams: ["checkout"],
          moves: [{ item: "PAY-1", iteration: "3", increment: "2026.4", team: "checkout" }],
        },
        effects: { clears: [{ consumer: "PAY-1" }], verdict: { after: "at-risk" } },
      },
    ]);
  });

  test("which clears the conflict when it is made", async () => {
    const lines = await linesOf("--move", "PAY-1=3");
    expect(lines).toContain(`clears   ${late} (conflict)`);
    expect(lines.at(-1)).toBe("0 conflicts, 0 risks, 0 for information.");
  });
});

describe("whatif says what is wrong", () => {
  test.each<[readonly string[], string]>([
    [["--move", "PAY-33=1"], "The train Small has no item PAY-33.\n  Is it PAY-3?"],
    [["--fix", "x"], "The train Small has no item x.\n  Write a key as its tracker does: PAY-12, acme/api#7."],
    [
      ["--move", "PAY-2=9"],
      "The train Small has no iteration 9.\n  Name one of these, or none: 2026.4/1, 2026.4/2, 2026.4/3.",
    ],
    [["--move", "PAY-2=1", "--move", "PAY-2=2"], "PAY-2 is moved twice.\n  Name each item once."],
  ])("%j", async (argv, expected) => {
    expect(await whatif(...argv)).toEqual({ code: 2, stdout: "", stderr: `signalbox: ${expected}\n` });
  });

  test.each([["PAY-2"], ["=1"], ["PAY-2="]])("--move %s", async (move) => {
    const { code, stderr } = await whatif("--move", move);
    expect({ code, says: stderr.includes("Expected KEY=ITERATION, e.g. PAY-12=3") }).toEqual({ code: 2, says: true });
  });

  test("moves beside a fix", async () => {
    expect(await whatif("--move", "PAY-2=1", "--fix", "PAY-2")).toMatchObject({ code: 2 });
  });
});
