import { Writable } from "node:stream";
import cliProgress from "cli-progress";
import type { Clock, Progress } from "../ports/runtime.ts";
import { errLine, type Terminal } from "./terminal.ts";

/** Shorter work (ms) shows nothing; plain lines appear at most this often. */
const patienceMs = 1000;

export type ProgressDisplay = { readonly step: Progress; readonly stop: () => void };

/** A bar on a terminal, plain lines elsewhere; nothing for work that takes less than a second. */
export function createProgress(terminal: Terminal, clock: Clock): ProgressDisplay {
  const startedAt = clock();
  const draw = terminal.interactive ? bar(terminal) : lines(terminal, clock);
  return {
    step: (step) => {
      if (clock() - startedAt >= patienceMs) draw.step(step);
    },
    stop: draw.stop,
  };
}

function bar(terminal: Terminal): ProgressDisplay {
  const single = new cliProgress.SingleBar({
    // A full bar gives no information: show none if the total is unknown.
    format: (options, { progress, value }, { label, total }: { label: string; total: number | null }) =>
      total === null
        ? `${label} ${value}`
        : `${label} ${cliProgress.Format.BarFormat(progress, options)} ${value}/${total}`,
    stream: streamOf(terminal),
    clearOnComplete: true,
    barsize: 24,
    // Cuts the bar to the terminal's width; else it would switch off that long lines wrap, also after Ctrl-C.
    linewrap: true,
  });
  let started = false;
  return {
    step: ({ label, done, total }) => {
      if (!started) single.start(total ?? done, done, { label, total });
      started = true;
      single.setTotal(total ?? done);
      single.update(done, { label, total });
    },
    stop: () => {
      if (started) single.stop();
    },
  };
}

function streamOf(terminal: Terminal): NodeJS.WritableStream {
  const stream = new Writable({
    write: (text: Buffer, _encoding, done) => {
      terminal.err(text.toString());
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns: process.stderr.columns });
}

function lines(terminal: Terminal, clock: Clock): ProgressDisplay {
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    step: ({ label, done, total }) => {
      if (clock() - lastAt < patienceMs) return;
      lastAt = clock();
      errLine(terminal, `${label}: ${done}${total === null ? "" : ` of ${total}`}`);
    },
    stop: () => undefined,
  };
}
