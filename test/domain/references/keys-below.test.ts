import { describe, expect, test } from "vitest";
import { isLabelRest, keysBelow, keysInLines } from "../../../src/domain/references/keys-below.ts";
import { lineOf } from "../../../src/domain/references/written-line.ts";
import type { Block, Run } from "../../../src/domain/references/written.ts";

const runs = (text: string): readonly Run[] => [{ text }];
const heading = (level: number, text = "Blocked by"): Block => ({ kind: "heading", level, runs: runs(text) });
const paragraph = (text: string, depth = 0): Block => ({ kind: "paragraph", depth, runs: runs(text) });
const listed = (text: string, depth = 1): Block => ({ kind: "item", depth, runs: runs(text) });
const row = (...cells: readonly string[]): Block => ({ kind: "row", isFirst: false, cells: cells.map(runs) });
const gap: Block = { kind: "gap" };

const keys = (text: readonly Block[], isLabel = true, place = 0) =>
  keysBelow(text, { place, isLabel }, "acme/web").map(({ end }) => end?.replace(/^key:(?:jira:|github:)/u, ""));

describe("below a paragraph that is a label", () => {
  const label = paragraph("Blocked by:");
  test.each<[string, readonly Block[], readonly string[]]>([
    ["the items of its list", [label, listed("PAY-1"), listed("PAY-2 with a title")], ["PAY-1", "PAY-2"]],
    ["items deeper in it as well", [label, listed("PAY-1"), listed("PAY-2", 2)], ["PAY-1", "PAY-2"]],
    ["items that hold other things are passed over", [label, listed("nothing here"), listed("PAY-2")], ["PAY-2"]],
    ["the list behind an empty line or a picture", [label, paragraph(" "), listed("PAY-1")], ["PAY-1"]],
    ["no list behind its own", [label, listed("PAY-1"), paragraph(""), listed("PAY-9")], ["PAY-1"]],
    ["a paragraph of keys alone", [label, paragraph("PAY-1, PAY-2")], ["PAY-1", "PAY-2"]],
    ["a paragraph of a key and its title, set off", [label, paragraph("PAY-1: a title")], ["PAY-1"]],
    ["no paragraph that goes on otherwise", [label, paragraph("PAY-1 is another story")], []],
    ["nothing behind a paragraph without keys", [label, paragraph("more words"), listed("PAY-2")], []],
    [
      "what a paragraph inside an item says is left out",
      [label, listed("PAY-1"), paragraph("PAY-9", 1), listed("PAY-2")],
      ["PAY-1", "PAY-2"],
    ],
    ["no paragraph behind the list", [label, listed("PAY-1"), paragraph("PAY-9")], ["PAY-1"]],
    ["nothing behind a heading", [label, listed("PAY-1"), heading(2, "More"), listed("PAY-9")], ["PAY-1"]],
    ["nothing behind a table", [label, listed("PAY-1"), row("PAY-9")], ["PAY-1"]],
    ["nothing behind what cannot be read", [label, listed("PAY-1"), gap, listed("PAY-9")], ["PAY-1"]],
    ["nothing where there is nothing", [label], []],
  ])("%s", (_, text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  test("only a list, where it is not certain that it is a label", () => {
    expect(keys([label, paragraph("PAY-1")], false)).toEqual([]);
    expect(keys([label, listed("PAY-1")], false)).toEqual(["PAY-1"]);
    expect(keys([label, paragraph(""), listed("PAY-1")], false)).toEqual(["PAY-1"]);
  });

  test("from there on", () => {
    expect(keys([listed("PAY-8"), label, listed("PAY-1")], true, 1)).toEqual(["PAY-1"]);
    expect(keys([label], true, 7)).toEqual([]);
  });

  test("of one inside an item what is deeper, and paragraphs beside it", () => {
    const inside = paragraph("Blocked by:", 1);
    expect(keys([inside, listed("PAY-1", 2), listed("PAY-9", 1)])).toEqual(["PAY-1"]);
    expect(keys([inside, paragraph("PAY-1", 1)])).toEqual(["PAY-1"]);
    expect(keys([inside, paragraph("PAY-1", 0)])).toEqual([]);
    expect(keys([listed("Blocked by:", 1), listed("PAY-1", 2), listed("PAY-9", 1)])).toEqual(["PAY-1"]);
  });

  test("a hundred blocks at most", () => {
    const many = Array.from({ length: 120 }, (_, n) => listed(n < 99 ? "nothing" : `PAY-${n}`));
    expect(keys([label, ...many])).toEqual(["PAY-99"]);
  });
});

describe("below a heading", () => {
  test.each<[string, readonly Block[], readonly string[]]>([
    [
      "lists and paragraphs that begin with a key",
      [heading(2), paragraph("PAY-1 is a story"), listed("PAY-2")],
      ["PAY-1", "PAY-2"],
    ],
    ["the first cell of each row", [heading(2), row("PAY-1", "PAY-9"), row("PAY-2")], ["PAY-1", "PAY-2"]],
    [
      "lists with empty lines around them",
      [heading(2), paragraph(""), listed("PAY-1"), paragraph(" "), listed("PAY-2")],
      ["PAY-1", "PAY-2"],
    ],
    ["a row without cells is passed over", [heading(2), row(), row("PAY-2")], ["PAY-2"]],
    ["up to one of its own level", [heading(2), listed("PAY-1"), heading(2, "Done"), listed("PAY-9")], ["PAY-1"]],
    ["up to one above", [heading(2), listed("PAY-1"), heading(1, "Done"), listed("PAY-9")], ["PAY-1"]],
    ["through one below", [heading(2), listed("PAY-1"), heading(3, "Team B"), listed("PAY-2")], ["PAY-1", "PAY-2"]],
    ["up to what cannot be read", [heading(2), listed("PAY-1"), gap, listed("PAY-9")], ["PAY-1"]],
    [
      "through a paragraph that introduces the list",
      [heading(2), paragraph("These are open: "), listed("PAY-1")],
      ["PAY-1"],
    ],
    ["up to a paragraph that introduces nothing", [heading(2), paragraph("These are open."), listed("PAY-9")], []],
    ["up to one with a colon in its midst", [heading(2), paragraph("Open: these"), listed("PAY-9")], []],
    ["up to one that introduces a list of another sort", [heading(2), paragraph("Related:"), listed("PAY-9")], []],
    ["up to one that is a label itself", [heading(2), paragraph("Of ours, it blocks:"), listed("PAY-9")], []],
  ])("%s", (_, text, expected) => {
    expect(keys(text)).toEqual(expected);
  });
});

describe("in the lines of one text", () => {
  const inLines = (text: string, titles: "none" | "marked" | "any", from = 0, firstTitle?: "none" | "any") =>
    keysInLines(
      lineOf(runs(text)),
      { from, titles, ...(firstTitle === undefined ? {} : { firstTitle }) },
      "acme/web",
    ).map(({ end }) => end?.replace(/^key:(?:jira:|github:)/u, ""));
  test.each<[string, string, "none" | "marked" | "any", readonly string[]]>([
    ["each line that begins with a key", "PAY-1\nPAY-2\n", "none", ["PAY-1", "PAY-2"]],
    ["up to one that does not", "PAY-1\nother\nPAY-9", "any", ["PAY-1"]],
    ["up to a title, where none may stand", "PAY-1\nPAY-9 a title\nPAY-8", "none", ["PAY-1"]],
    ["up to a title that is not set off", "PAY-1 - a title\nPAY-9 a title", "marked", ["PAY-1"]],
    ["whatever follows", "PAY-1 a title\nPAY-2, and more", "any", ["PAY-1", "PAY-2"]],
    [
      "titles behind a bullet in any case",
      "- PAY-1 a title\n1. PAY-2 a title\n[x] PAY-3 a title",
      "none",
      ["PAY-1", "PAY-2", "PAY-3"],
    ],
    ["but not what the line takes back", "PAY-1 (not any more)\nPAY-2", "any", ["PAY-2"]],
    ["across an empty line", "PAY-1,\n\n  PAY-2", "none", ["PAY-1", "PAY-2"]],
  ])("%s", (_, text, titles, expected) => {
    expect(inLines(text, titles)).toEqual(expected);
  });

  test("from a break of lines on, and not from the middle of one", () => {
    expect(inLines("words\nPAY-1\nPAY-2", "none", 5)).toEqual(["PAY-1", "PAY-2"]);
    expect(inLines("words PAY-1\nPAY-2", "none", 5)).toEqual([]);
  });

  test("the first line by a rule of its own", () => {
    expect(inLines("PAY-1 a title\nPAY-9 a title", "none", 0, "any")).toEqual(["PAY-1"]);
    expect(inLines("PAY-9 a title\nPAY-1", "any", 0, "none")).toEqual([]);
  });
});

describe("what follows a connector leaves the keys to what stands below", () => {
  test.each<[string, boolean, boolean]>([
    ["", false, true],
    [":", false, true],
    [" (if any):", false, true],
    [" the following tickets:", false, true],
    [" the following tickets", false, false],
    [" the following tickets", true, true],
    [" other teams?", true, true],
    [" other teams?", false, false],
    [" nobody we know", true, false],
    [" nobody we know:", false, false],
  ])("%j, of a heading: %s", (rest, isHeading, expected) => {
    expect(isLabelRest(rest, isHeading)).toBe(expected);
  });
});
