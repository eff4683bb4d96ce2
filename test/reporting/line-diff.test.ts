import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { lineDiff, type DiffLine } from "../../src/reporting/line-diff.ts";

const marks = { same: " ", gone: "-", new: "+" } as const;

const shown = (before: string, after: string) =>
  lineDiff(before.split(""), after.split(""))
    .map((line) => (line.kind === "gap" ? `…${line.lines}` : `${marks[line.kind]}${line.text}`))
    .join(" ");

describe("what changed between two texts, a letter for each line", () => {
  test.each([
    ["abc", "abc", ""],
    ["", "", ""],
    ["", "ab", "+a +b"],
    ["ab", "", "-a -b"],
    ["abc", "axc", " a -b +x  c"],
    ["abcdefghi", "abcdXfghi", "…2  c  d -e +X  f  g …2"],
    ["abcdefghijk", "Xbcdefghijk", "-a +X  b  c …8"],
    ["abcdefghijk", "XbcdefghijY", "-a +X  b  c …5  i  j -k +Y"],
    ["abXcd", "abcdX", " a  b -X  c  d +X"],
  ])("%s → %s", (before, after, expected) => {
    expect(shown(before, after)).toBe(expected);
  });
});

const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 14 });

test.prop([text, text])(
  "the lines of either side are all there, in their order, or counted as left out",
  (before, after) => {
    const diff = lineDiff(before, after);
    const ofSide = (side: DiffLine["kind"]) =>
      diff.reduce(
        (count, line) =>
          count + (line.kind === "gap" ? line.lines : line.kind === side || line.kind === "same" ? 1 : 0),
        0,
      );
    const isEqual = before.join() === after.join();
    expect([ofSide("gone"), ofSide("new")]).toEqual(isEqual ? [0, 0] : [before.length, after.length]);
    // Patched back: what is shown stands where it stood.
    const shownBefore = diff.flatMap((line) => (line.kind === "same" || line.kind === "gone" ? [line.text] : []));
    expect(isSubsequence(shownBefore, before)).toBe(true);
  },
);

test.prop([text, fc.nat(13), fc.constantFrom("x", "y")])("a line put in is the only change", (before, place, line) => {
  const after = [...before.slice(0, place), line, ...before.slice(place)];
  expect(lineDiff(before, after).filter(({ kind }) => kind === "gone" || kind === "new")).toEqual([
    { kind: "new", text: line },
  ]);
});

test.prop([text, text])("makes the one text out of the other, with as few lines as can be", (before, after) => {
  const diff = lineDiff(before, after);
  const patched: string[] = [];
  let from = 0;
  for (const line of diff) {
    const kept = line.kind === "gap" ? line.lines : Number(line.kind === "same");
    patched.push(...before.slice(from, from + kept), ...(line.kind === "new" ? [line.text] : []));
    from += kept + Number(line.kind === "gone");
  }
  const common = longestCommon(before, after);
  const count = (wanted: DiffLine["kind"]) => diff.filter(({ kind }) => kind === wanted).length;
  expect([...patched, ...before.slice(from)]).toEqual(after);
  expect([count("gone"), count("new")]).toEqual([before.length - common, after.length - common]);
});

/** How many lines both have in the same order, the slow way. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const line of before) {
    const next: number[] = [];
    for (const [place, other] of after.entries()) {
      next.push(line === other ? (row[place - 1] ?? 0) + 1 : Math.max(row[place] ?? 0, next.at(-1) ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let place = 0;
  for (const line of whole) if (line === part[place]) place += 1;
  return place === part.length;
}
