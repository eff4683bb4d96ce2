/** Output of a command: results on stdout, everything else on stderr. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** True if stderr is a terminal that can redraw a line. */
  readonly interactive: boolean;
  /** True if stdout is a terminal that shows colours; false by default. */
  readonly colours?: boolean;
};

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY,
  // Obeys NO_COLOR; a pipe has no such method.
  colours: process.stdout.isTTY && process.stdout.hasColors(),
};

const colourCodes = { red: 31, yellow: 33, green: 32, grey: 90 } as const;
export type Colour = keyof typeof colourCodes;

/** A line whose beginning has a colour if the terminal shows colours. */
export function outMarked(terminal: Terminal, { mark, colour }: Mark, line: string): void {
  const code = colourCodes[colour];
  const shown = terminal.colours === true ? `\u001b[${code}m${mark}\u001b[0m` : mark;
  terminal.out(`${shown} ${harmless(line)}\n`);
}

export type Mark = { readonly mark: string; readonly colour: Colour };

export function outLine(terminal: Terminal, line: string): void {
  terminal.out(`${harmless(line)}\n`);
}

export function errLine(terminal: Terminal, line: string): void {
  terminal.err(`${harmless(line)}\n`);
}

/** One whole JSON value, with terminal control characters escaped. */
export function outJson(terminal: Terminal, value: unknown): void {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  terminal.out(
    `${JSON.stringify(value, null, 2).replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escaped)}\n`,
  );
}

/** Names and titles come from trackers: none of them may move the cursor, colour the screen or reverse the line. */
function harmless(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}
