import { describe, expect, test } from "vitest";
import { keepTicks, taskId, ticksIn } from "../../../connectors/jira/ticks.ts";

const ids = ["start", "all"];

function list(ticked: readonly string[], localId: (id: string) => string = taskId) {
  const item = (id: string) => ({
    type: "taskItem",
    attrs: { localId: localId(id), state: ticked.includes(id) ? "DONE" : "TODO" },
    content: [{ type: "text", text: id }],
  });
  return [{ type: "taskList", attrs: { localId: "any" }, content: ids.map(item) }];
}

const other = (id: string) => `from-the-editor-${id}`;

describe("which tasks are ticked", () => {
  test.each([
    ["neither", list([]), []],
    ["the second", list(["all"]), ["all"]],
    ["in a fold", [{ type: "expand", attrs: {}, content: list(["all"]) }], ["all"]],
    ["by place, once the editor gave them other ids", list(["all"], other), ["all"]],
    ["none by place, once there are more than were asked for", [...list(["all"], other), ...list([], other)], []],
    ["none that is not ours beside ours", [...list(["start"], other), ...list(["all"])], ["all"]],
    ["none in what is no document", [{ type: 7, content: "x" }], []],
  ])("is %s", (_, nodes, expected) => {
    expect(ticksIn(nodes, ids)).toEqual(expected);
  });

  test("is not looked for without end", () => {
    let nodes: Readonly<Record<string, unknown>>[] = list(["all"]);
    for (let n = 0; n < 5000; n += 1) nodes = [{ type: "expand", content: nodes }];
    expect(ticksIn(nodes, ids)).toEqual([]);
  });
});

test("ticks are carried over, and only to their own tasks", () => {
  const words = { type: "paragraph", content: [{ type: "text", text: "Words" }] };
  expect(keepTicks([words, ...list([])], list(["all"], other))).toEqual([words, ...list(["all"])]);
  expect(keepTicks(list(["start"]), list([]))).toEqual(list(["start"]));
  expect(keepTicks([words], list(["all"]))).toEqual([words]);
});
