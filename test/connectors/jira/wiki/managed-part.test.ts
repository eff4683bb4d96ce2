import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  besideIn,
  isMarked,
  managedPart,
  replaceManaged,
  withWikiMarks,
} from "../../../../connectors/jira/wiki/managed-part.ts";
import { renderWiki } from "../../../../connectors/jira/wiki/render.ts";
import { keepTicks, ticksIn } from "../../../../connectors/jira/wiki/ticks.ts";
import { anyDocument } from "../documents.ts";

const marker = "rollup:payments:PMO";
const other = "rollup:other:PMO";

function managed(words: string, from = marker): string {
  return withWikiMarks(words, from);
}

describe("the managed part", () => {
  test("is replaced, every character that people wrote round it stays", () => {
    const standing = `before\r\n\r\n${managed("old")}\r\n\r\n* after\n----`;
    expect(replaceManaged(standing, managed("new"), marker)).toBe(
      `before\r\n\r\n${managed("new")}\r\n\r\n* after\n----`,
    );
    expect(besideIn(standing, marker)).toBe("before\r\n\r\n\r\n\r\n* after\n----".length);
    expect(managedPart(standing, marker)).toBe(managed("old"));
    expect(isMarked(standing)).toBe(true);
  });

  test("survives lines that Jira's editor wrote anew", () => {
    const [begin = "", words = "", end = ""] = managed("old").split("\n\n");
    const plain = end.replaceAll(/\{color[^}]*\}|\\/gu, "");
    const standing = [`  {*}▾ Signalbox{*} `, words, `_${plain}_`].join("\r\n\r\n");
    expect(begin).toContain("▾ Signalbox");
    expect(replaceManaged(standing, managed("new"), marker)).toBe(managed("new"));
  });

  test("of another rollup that people copied beside it is theirs", () => {
    const standing = [managed("copied", other), managed("old"), managed("more", "rollup:third:PMO")].join("\n\n");
    const next = replaceManaged(standing, managed("new"), marker);
    expect(next).toBe([managed("copied", other), managed("new"), managed("more", "rollup:third:PMO")].join("\n\n"));
    expect(managedPart(standing, "rollup:fourth:PMO")).toBe("");
  });

  const [begin = "", body = "", end = ""] = managed("old").split("\n\n");
  test.each<[string, string]>([
    ["nothing is there", ""],
    ["the beginning is gone", [body, end].join("\n\n")],
    ["the end is gone", [begin, body].join("\n\n")],
    ["the marks are turned round", [end, body, begin].join("\n\n")],
    ["the part is there twice", [managed("a"), managed("b")].join("\n\n")],
    ["it is somebody else's part", managed("old", other)],
    ["another's begin stands in it", [begin, begin, body, end].join("\n\n")],
    ["a mark was moved into a quotation", `{quote}\n${begin}\n{quote}\n\n${body}\n\n${end}`],
    ["it is shown as it is", `{noformat}\n${managed("old")}\n{noformat}`],
    ["a mark became an item", `* ${begin}\n\n${body}\n\n${end}`],
  ])("is not touched where %s", (_, standing) => {
    expect(replaceManaged(standing, managed("new"), marker)).toBeNull();
    expect(besideIn(standing, marker)).toBe(0);
  });

  test("of any document is found again after it was stored", () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, fc.constantFrom("\n\n", "\r\n"), (first, second, apart) => {
        const [old, next] = [renderWiki(first, marker).body, renderWiki(second, marker).body];
        const around = (ours: string) => ["before {code}x{code}", ours, "after"].join(apart);
        expect(replaceManaged(around(old), next, marker)).toBe(around(keepTicks(next, old)));
      }),
    );
  });
});

describe("boxes", () => {
  const ids = ["start", "all"];
  const list = (...lines: readonly string[]) => lines.join("\r\n");
  const start = "{anchor:signalbox-tick-start}Start";
  const all = "{anchor:signalbox-tick-all}All";

  test.each<[string, string, readonly string[]]>([
    ["neither", list(`* ( ) ${start}`, `* ( ) ${all}`), []],
    ["the second", list(`* ( ) ${start}`, `* (/) ${all}`), ["all"]],
    ["with spaces, and a tick of the keyboard", list(`* ( / ) ${start}`, `* (✓) ${all}`), ids],
    ["not by a cross, which Jira shows red", list(`* (x) ${start}`, `* (n) ${all}`), []],
    ["by order, where the editor dropped the anchors", list("* ( ) Start", "- (/) All"), ["all"]],
    ["not a box of people's among ours", list(`* ( ) ${start}`, "* (/) Lunch"), []],
    ["nor more boxes than there are", list("* (/) a", "* (/) b", "* (/) c"), []],
  ])("%s", (_, text, expected) => {
    expect(ticksIn(text, ids)).toEqual(expected);
  });

  test("stay ticked in the next text", () => {
    expect(keepTicks(`Words\n* ( ) ${all}`, list(`* ( ) ${start}`, `* (/) ${all}`))).toBe(`Words\n* (/) ${all}`);
    expect(keepTicks("* (/) words", "")).toBe("* (/) words");
  });
});
