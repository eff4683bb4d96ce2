import { describe, expect, test } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";
import { CollectingTerminal } from "../support/terminal.ts";

function display({ isDrawn = false } = {}) {
  const terminal = new CollectingTerminal();
  const drawn: string[] = [];
  let now = 1_000_000;
  const redraw = (line: string) => void drawn.push(line);
  const progress = createProgress(isDrawn ? Object.assign(terminal, { redraw }) : terminal, () => now);
  const reach = (ms: number, done: number, total: number | null = null) => {
    now += ms;
    progress({ label: "acme issues", done, total });
  };
  return { terminal, drawn, reach };
}

test.each([{ isDrawn: false }, { isDrawn: true }])("what is done within a second shows nothing: %j", (kind) => {
  const { terminal, drawn, reach } = display(kind);
  reach(0, 100);
  reach(999, 200);
  expect(terminal).toMatchObject({ stdout: "", stderr: "" });
  expect(drawn).toEqual([]);
});

describe("plain lines", () => {
  test("come not more often than one a second, on stderr", () => {
    const { terminal, reach } = display();
    for (let done = 1; done <= 40; done += 1) reach(100, done);
    expect(terminal.stderr).toBe("acme issues: 10\nacme issues: 20\nacme issues: 30\nacme issues: 40\n");
    expect(terminal.stdout).toBe("");
  });

  test("say how much there is, where that is known", () => {
    const { terminal, reach } = display();
    reach(5000, 3, 12);
    expect(terminal.stderr).toBe("acme issues: 3 of 12\n");
  });
});

describe("on a terminal", () => {
  const bar = (filled: number) => "=".repeat(filled) + "-".repeat(24 - filled);

  test.each([
    [6, 12, `${bar(12)} 6/12`],
    [0, 3, `${bar(0)} 0/3`],
    [3, 3, `${bar(24)} 3/3`],
    [4, 3, `${bar(24)} 4/3`],
    [0, 0, `${bar(24)} 0/0`],
    [6, null, "6"],
  ])("%i of %j is drawn as %s", (done, total, expected) => {
    const { drawn, reach } = display({ isDrawn: true });
    reach(1000, done, total);
    expect(drawn).toEqual([`acme issues ${expected}`]);
  });

  test("a bar is drawn ten times a second at most", () => {
    const { drawn, reach } = display({ isDrawn: true });
    for (let done = 1; done <= 120; done += 1) reach(10, done);
    expect(drawn).toEqual(["acme issues 100", "acme issues 110", "acme issues 120"]);
  });
});
