import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";
import { CollectingTerminal } from "../support/terminal.ts";

function display({ interactive = false } = {}) {
  const terminal = new CollectingTerminal(interactive);
  let now = 1_000_000;
  const progress = createProgress(terminal, () => now);
  const reach = (ms: number, done: number, total: number | null = null) => {
    now += ms;
    progress.step({ label: "acme issues", done, total });
  };
  return { terminal, reach, stop: progress.stop };
}

describe.each([{ interactive: false }, { interactive: true }])("interactive: $interactive", (kind) => {
  test("what is done within a second shows nothing", () => {
    const { terminal, reach, stop } = display(kind);
    reach(0, 100);
    reach(999, 200);
    stop();
    expect(terminal).toMatchObject({ stdout: "", stderr: "" });
  });

  test("nothing of it goes to stdout", () => {
    const { terminal, reach, stop } = display(kind);
    reach(1000, 100);
    stop();
    expect(terminal.stdout).toBe("");
    expect(terminal.stderr).toContain("acme issues");
  });
});

describe("plain lines", () => {
  test("come not more often than one a second", () => {
    const { terminal, reach } = display();
    for (let done = 1; done <= 40; done += 1) reach(100, done);
    expect(terminal.stderr).toBe("acme issues: 10\nacme issues: 20\nacme issues: 30\nacme issues: 40\n");
  });

  test("say how much there is, where that is known", () => {
    const { terminal, reach } = display();
    reach(5000, 3, 12);
    expect(terminal.stderr).toBe("acme issues: 3 of 12\n");
  });
});

describe("on a terminal", () => {
  /** What a person sees last, before it is wiped away. */
  const drawn = (stderr: string) => stripVTControlCharacters(stderr);

  test("a bar shows how far it is, and is gone at the end", () => {
    const { terminal, reach, stop } = display({ interactive: true });
    reach(1000, 6, 12);
    expect(drawn(terminal.stderr)).toMatch(/^acme issues (\S)\1{11}(?!\1)(\S)\2{11} 6\/12$/u);
    stop();
    // Back to the start of the line, and the line cleared.
    expect(terminal.stderr.endsWith("\u001B[1G\u001B[2K")).toBe(true);
  });

  test("without an end there is a count and no bar", () => {
    const { terminal, reach, stop } = display({ interactive: true });
    reach(1000, 6);
    expect(drawn(terminal.stderr)).toBe("acme issues 6");
    stop();
  });

  test("long lines wrap as before: they would not after Ctrl-C", () => {
    const { terminal, reach, stop } = display({ interactive: true });
    reach(1000, 6);
    expect(terminal.stderr).not.toContain("\u001B[?7l");
    stop();
  });

  test("the cursor is never hidden: it would stay so after Ctrl-C", () => {
    const { terminal, reach, stop } = display({ interactive: true });
    reach(1000, 6, 12);
    stop();
    expect(terminal.stderr).not.toContain("\u001B[?25l");
  });
});
