/** Where a command talks: results on stdout, everything else on stderr. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** True where stderr is a terminal that can redraw a line. */
  readonly interactive: boolean;
};

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY,
};

export function outLine(terminal: Terminal, line: string): void {
  terminal.out(`${line}\n`);
}

export function outJson(terminal: Terminal, value: unknown): void {
  outLine(terminal, JSON.stringify(value, null, 2));
}
