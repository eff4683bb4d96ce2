import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Option, Question } from "../domain/proposal/decision.ts";
import type { Asker } from "../setup/asker.ts";
import { errLine, type Terminal } from "./terminal.ts";

type Streams = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream };

/** Asks on a terminal: prompts on stderr, because stdout is for results. */
export function terminalAsker(terminal: Terminal, { input, output }: Streams): Asker & Disposable {
  let isHidden = false;
  // What the line editor echoes passes through here.
  const echo = new Writable({
    write: (text: Buffer | string, _encoding, done) => {
      if (!isHidden) output.write(text);
      done();
    },
  });
  const lines = createInterface({ input, output: echo, terminal: true });
  const ask = async (prompt: string, hide: boolean): Promise<string> => {
    terminal.err(`${prompt} `);
    isHidden = hide;
    try {
      return await lines.question("");
    } finally {
      isHidden = false;
      if (hide) terminal.err("\n");
    }
  };
  return {
    isAttended: true,
    text: (prompt) => ask(prompt, false),
    secret: (prompt) => ask(prompt, true),
    choose: (question) => choose(terminal, question, (prompt) => ask(prompt, false)),
    [Symbol.dispose]: () => lines.close(),
  };
}

async function choose(
  terminal: Terminal,
  { asks, why, options }: Question,
  ask: (prompt: string) => Promise<string>,
): Promise<string> {
  errLine(terminal, `\n${asks} (${why})`);
  for (const [place, { label }] of options.entries()) errLine(terminal, `  ${place + 1}  ${label}`);
  for (;;) {
    const given = await ask(`1 to ${options.length}, Enter for 1:`);
    const chosen = chosenBy(given.trim(), options);
    if (chosen !== undefined) return chosen.value;
  }
}

function chosenBy(given: string, options: readonly Option[]): Option | undefined {
  if (given === "") return options[0];
  return /^\d+$/u.test(given) ? options[Number(given) - 1] : options.find(({ value }) => value === given);
}
