import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { exit } from "../../src/cli/failures.ts";
import { terminalAsker } from "../../src/cli/terminal-asker.ts";
import type { Asker } from "../../src/setup/asker.ts";
import { CollectingTerminal } from "../support/terminal.ts";

const escapes = String.raw`\u001b\[(?<count>\d*)(?<order>[GJ])`;

/** What a terminal shows that knows two escapes: go to a column, clear what follows. */
function screenOf(text: string): string {
  const lines = text.split(/\r?\n/u).map((written) => {
    let [line, column] = ["", 0];
    for (const { groups = {}, 0: part } of written.matchAll(new RegExp(`${escapes}|.`, "gu"))) {
      const before = line.slice(0, column);
      if (groups["order"] === "G") column = Number(groups["count"]) - 1;
      else line = groups["order"] === "J" ? before : before + part + line.slice(column + 1);
      if (groups["order"] === undefined) column += 1;
    }
    return line;
  });
  return lines.join("\n");
}

/** Types each text when the asker waits for one. */
async function typing(texts: readonly string[], asks: (asker: Asker) => Promise<unknown>) {
  const input = new PassThrough();
  const output = new PassThrough();
  const terminal = new CollectingTerminal();
  output.on("data", (text: Buffer) => terminal.err(text.toString()));
  const asked = asks(terminalAsker(terminal, { input, output })).catch((error: unknown) => error);
  for (const text of texts) {
    await setImmediate();
    input.write(text);
    await setImmediate();
  }
  return { answer: await asked, shown: terminal.stderr, screen: screenOf(terminal.stderr) };
}

const question = {
  id: "q",
  asks: "Which field?",
  why: "two look like one",
  options: [
    { value: "a", label: "the first" },
    { value: "b", label: "the second" },
  ],
};

test("a text is shown behind its prompt as it is typed, a secret is not", async () => {
  const text = await typing(["visible\n"], (asker) => asker.text("Address:"));
  expect(text).toMatchObject({ answer: "visible", screen: "Address: visible\n" });
  const secret = await typing(["hidden-token\n"], (asker) => asker.secret("Token:"));
  expect(secret).toMatchObject({ answer: "hidden-token", screen: "Token: \n" });
  expect(secret.shown).not.toContain("hidden-token");
});

test.each([
  [[""], "a"],
  [["2"], "b"],
  [["b"], "b"],
  [["7", "x", "1"], "a"],
])("a question takes %j for %s", async (lines, value) => {
  const typed = lines.map((line) => `${line}\n`);
  const { answer, screen } = await typing(typed, (asker) => asker.choose(question));
  expect(answer).toBe(value);
  expect(screen).toContain(
    `Which field? (two look like one)\n  1  the first\n  2  the second\n1 to 2, Enter for 1: ${lines[0]}\n`,
  );
});

describe.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s", (_, key) => {
  test.each<[string, (asker: Asker) => Promise<unknown>]>([
    ["a text", (asker) => asker.text("Address:")],
    ["a secret", (asker) => asker.secret("Token:")],
    ["a question", (asker) => asker.choose(question)],
  ])("ends the command at %s, on a line of its own", async (_name, asks) => {
    const { answer, screen } = await typing([key], asks);
    expect(answer).toMatchObject({ name: "Ended", exitCode: exit.interrupted });
    expect(screen).toMatch(/: \n$/u);
  });
});
