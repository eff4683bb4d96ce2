import { describe, expect, test } from "vitest";
import { keepTicks, taskLine, ticksIn } from "../../../connectors/github/ticks.ts";
import { nodesOf, pageOf, textOf } from "./markdown-page.ts";

const ids = ["start", "all"];
const lines = (...ticked: readonly string[]) =>
  ids.map((id) => taskLine(id, ticked.includes(id), `Do ${id}`)).join("\n");

test("a task is a box with its words", () => {
  const page = pageOf(lines("all"));
  const boxes = [...nodesOf(page)].filter(([{ tagName }]) => tagName === "input").map(([{ properties }]) => properties);
  expect(boxes.map((box) => box?.["checked"] === true)).toEqual([false, true]);
  expect(textOf(page).replaceAll(/\s+/gu, " ").trim()).toBe("Do start Do all");
});

describe("which boxes are ticked", () => {
  test.each([
    ["neither", lines(), []],
    ["the second", lines("all"), ["all"]],
    [
      "with a large X and the page's line ends",
      lines("all").replaceAll("[x]", "[X]").replaceAll("\n", "\r\n"),
      ["all"],
    ],
    ["by place, once the names are gone", lines("all").replaceAll(/<!--.*?-->/gu, ""), ["all"]],
    ["none by place, once there are more boxes than tasks", "- [x] a\n- [x] b\n- [x] c", []],
    ["none without a name beside one with", `- [x] mine\n${lines()}`, []],
    ["none of a task that is not asked for", taskLine("other", true, "Other"), []],
  ])("is %s", (_, text, expected) => {
    expect(ticksIn(text, ids)).toEqual(expected);
  });
});

test("ticks are carried over, and only to their own boxes", () => {
  expect(keepTicks(lines(), lines("all"))).toBe(lines("all"));
  expect(keepTicks(`$1\n${taskLine("all", false, "$& words")}`, lines("start", "all"))).toBe(
    `$1\n${taskLine("all", true, "$& words")}`,
  );
  expect(keepTicks("No boxes", lines("all"))).toBe("No boxes");
  expect(keepTicks(lines("start"), lines())).toBe(lines("start"));
});
