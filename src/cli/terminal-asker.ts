import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Option, Question } from "../domain/proposal/decision.ts";
import type { Asker } from "../setup/asker.ts";
import { Ended, exit } from "./failures.ts";
import { errLine, type Terminal } from "./terminal.ts";

/** `output`: where the line editor draws, for a terminal with its width. */
type Streams = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
};

/** Asks on a terminal: prompts on stderr, because stdout is for results. */
export function terminalAsker(terminal: Terminal, streams: Streams): Asker {
  const text = (prompt: string) => ask(`${prompt} `, streams);
  return {
    isAttended: true,
    text,
    secret: async (prompt) => {
      terminal.err(`${prompt} `);
      try {
        return await ask("", { ...streams, output: nowhere() });
      } finally {
        terminal.err("\n");
      }
    },
    choose: (question) => choose(terminal, question, text),
  };
}

/**
 * One line. The line editor draws the prompt, because it clears the line that it edits; and it lives for one line, because
 * it keeps Ctrl-C from the process.
 * @throws Ended for Ctrl-C, and for Ctrl-D on an empty line
 */
async function ask(prompt: string, { input, output }: Streams): Promise<string> {
  const lines = createInterface({ input, output, terminal: true });
  try {
    return await lines.question(prompt);
  } catch {
    output.write("\n");
    throw new Ended(exit.interrupted);
  } finally {
    lines.close();
  }
}

/** What is typed is not shown. */
function nowhere(): Writable {
  return new Writable({ write: (_text, _encoding, done) => done() });
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
