import { describe, expect, test } from "vitest";
import { authoredText } from "../../../src/domain/references/authored-text.ts";

const lines = (...all: string[]) => all.join("\n");

describe("what its author says in a text himself", () => {
  test.each<[string, string, string]>([
    ["a comment, which leaves a gap", "a<!-- b -->c", "a c"],
    ["a comment of several lines", "a <!--\nb\n--> c <!--d--> e", "a   c   e"],
    ["all that follows a comment which never ends", "a <!-- b\nc", "a  "],
    ["nothing for the end of a comment alone", "a --> b", "a --> b"],
    ["a code span", "a `b` c", "a   c"],
    ["a span of several backticks, which holds others", "a ``b ` c`` d", "a   d"],
    ["no span that a run of another length would close", "a `b ``c", "a `b ``c"],
    ["no span across an empty line", "a `b\n \t\nc` d", "a `b\n \t\nc` d"],
    ["a span across lines", "a `b\nc` d", "a   d"],
    ["two spans", "`a` b `c` d", "  b   d"],
    ["a fence", lines("a", "```js", "b", "```", "c"), lines("a", "", "", "", "c")],
    ["a fence of tildes, in an item", lines("- a", "    ~~~", "    b", "    ~~~ ", "c"), lines("- a", "", "", "", "c")],
    ["a fence up to one as long", lines("````", "```", "a", "`````", "b"), lines("", "", "", "", "b")],
    ["a fence up to one of its own sort", lines("```", "~~~", "a", "```", "b"), lines("", "", "", "", "b")],
    ["a fence that never ends", lines("a", "```", "b"), lines("a", "", "")],
    ["no fence by a line that closes its own", "```a``` b", "  b"],
    ["no end of a fence by a line that says more", lines("```", "a", "``` b", "c"), lines("", "", "", "")],
    ["a quotation", lines("a", "> b", "   > c", "d"), lines("a", "", "", "d")],
    ["the marks of a box, but not its words", lines("> [!NOTE]", "> a > b", ">c", "d"), lines("", "a > b", "c", "d")],
    ["a quotation behind a box", lines("> [!warning] ", "> a", "b", "> c"), lines("", "a", "b", "")],
    ["nothing else with Windows' ends of lines", "a\r\nb", "a\nb"],
  ])("leaves out %s", (_, markdown, expected) => {
    expect(authoredText(markdown)).toBe(expected);
  });
});
