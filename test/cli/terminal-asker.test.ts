import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { terminalAsker } from "../../src/cli/terminal-asker.ts";
import { CollectingTerminal } from "../support/terminal.ts";

/** Types each line when the asker has asked for it. */
async function typing(lines: readonly string[], ask: (asker: ReturnType<typeof terminalAsker>) => Promise<unknown>) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (text: Buffer) => (shown += text.toString()));
  const terminal = new CollectingTerminal(true);
  using asker = terminalAsker(terminal, { input, output });
  const asked = ask(asker);
  for (const line of lines) {
    await setImmediate();
    input.write(`${line}\n`);
    await setImmediate();
  }
  return { answer: await asked, asked: terminal.stderr, shown };
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

test("a text is shown as it is typed, a secret is not", async () => {
  const text = await typing(["visible"], (asker) => asker.text("Address:"));
  expect(text).toMatchObject({ answer: "visible", asked: "Address: " });
  expect(text.shown).toContain("visible");
  const secret = await typing(["hidden-token"], (asker) => asker.secret("Token:"));
  expect(secret.answer).toBe("hidden-token");
  expect(secret.shown + secret.asked).not.toContain("hidden-token");
});

test.each([
  [[""], "a"],
  [["2"], "b"],
  [["b"], "b"],
  [["7", "x", "1"], "a"],
])("a question takes %j for %s", async (lines, value) => {
  const { answer, asked } = await typing(lines, (asker) => asker.choose(question));
  expect(answer).toBe(value);
  expect(asked).toContain("Which field? (two look like one)\n  1  the first\n  2  the second\n");
});
