import { describe, expect, test } from "vitest";
import { errLine, outJson, outLine, terminalOn } from "../../src/cli/terminal.ts";
import { CollectingTerminal } from "../support/terminal.ts";

/** Clears the screen, names the window, turns red, turns the line round: in the old and in the eight-bit form. */
const evil = "Done\u001B[2J\u001B]0;x\u0007\u009B31m\u202Eevil\u202C\r\n\tnext";

test("nothing that a tracker says can steer the terminal", () => {
  const terminal = new CollectingTerminal();
  outLine(terminal, evil);
  errLine(terminal, evil);
  expect(terminal.stdout).toBe("Done[2J]0;x31mevil\n\tnext\n");
  expect(terminal.stderr).toBe(terminal.stdout);
});

test("JSON keeps every character, escaped where a terminal would obey it", () => {
  const terminal = new CollectingTerminal();
  outJson(terminal, { title: evil });
  expect(JSON.parse(terminal.stdout)).toEqual({ title: evil });
  expect(terminal.stdout).not.toMatch(/(?!\n)\p{Cc}/u);
});

describe("a line that is redrawn", () => {
  /** Both streams on one terminal of ten columns. */
  function onTerminal() {
    let written = "";
    const write = (text: string | Uint8Array) => {
      written += String(text);
      return true;
    };
    const terminal = terminalOn({ write }, { write, isTTY: true, columns: 10 });
    return { terminal, redraw: (line: string) => terminal.redraw?.(line), written: () => written };
  }

  /** What is to be seen: a carriage return goes back to the line's beginning. */
  const seen = (written: string) =>
    written.split("\n").map((line) =>
      line
        .split("\r")
        .reduce((shown, part) => part + shown.slice(part.length), "")
        .trimEnd(),
    );

  test("gives way to the next one, and to whatever is written", () => {
    const { terminal, redraw, written } = onTerminal();
    redraw("issues 99");
    redraw("done 9");
    expect(seen(written())).toEqual(["done 9"]);
    terminal.out("PAY\n");
    redraw("issues 100");
    terminal.err("why\n");
    redraw("more");
    expect(seen(written())).toEqual(["PAY", "why", "more"]);
    terminal.out("");
    expect(seen(written())).toEqual(["PAY", "why", ""]);
  });

  test("is shorter than the terminal is wide, leaves the cursor at its beginning, and has no escapes", () => {
    const { redraw, written } = onTerminal();
    redraw("\u001B[2J12345678901234");
    expect(written()).toBe("[2J123456\r");
  });

  test("needs a terminal", () => {
    const write = () => true;
    expect(terminalOn({ write, isTTY: true }, { write }).redraw).toBeUndefined();
  });
});
