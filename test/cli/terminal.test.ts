import { expect, test } from "vitest";
import { errLine, outJson, outLine } from "../../src/cli/terminal.ts";
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
