/** Output of a command: results on stdout, everything else on stderr. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** Shows a line on stderr in place of the one before, until anything else is written; only if stderr is a terminal. */
  readonly redraw?: (line: string) => void;
  /** True if stdout is a terminal that shows colours; false by default. */
  readonly colours?: boolean;
};

type Stream = Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns" | "hasColors">>;

export function terminalOn(stdout: Stream, stderr: Stream): Terminal {
  let drawn = "";
  // The cursor goes back to the line's beginning: what others write, as the log does, begins there. Blanks take a line away
  // on every terminal, and a line that wraps could not be taken away.
  const draw = (line: string) => {
    stderr.write(`${line.padEnd(drawn.length)}\r`);
    drawn = line;
  };
  const writeTo = (stream: Stream) => (text: string) => {
    if (drawn !== "") draw("");
    stream.write(text);
  };
  const redraw = (line: string) => draw(harmless(line).slice(0, (stderr.columns ?? 80) - 1));
  return {
    out: writeTo(stdout),
    err: writeTo(stderr),
    ...(stderr.isTTY === true ? { redraw } : {}),
    // Obeys NO_COLOR; a pipe has no such method.
    colours: stdout.isTTY === true && stdout.hasColors?.() === true,
  };
}

export const processTerminal: Terminal = terminalOn(process.stdout, process.stderr);

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
