import { SingleBar } from "cli-progress";
import type { Clock, Progress } from "../ports/runtime.ts";
import type { Terminal } from "./terminal.ts";

/** Jobs shorter than this (ms) show nothing; plain lines come at most this often. */
const patienceMs = 1000;

export type ProgressDisplay = { readonly step: Progress; stop(): void };

/** A bar on a terminal, plain lines elsewhere; silent for what takes less than a second. */
export function createProgress(terminal: Terminal, clock: Clock): ProgressDisplay {
  const startedAt = clock();
  const draw = terminal.interactive ? bar() : lines(terminal, clock);
  return {
    step: (step) => {
      if (clock() - startedAt >= patienceMs) draw.step(step);
    },
    stop: draw.stop,
  };
}

function bar(): ProgressDisplay {
  const single = new SingleBar({
    format: "{label} {bar} {value}{of}",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
  });
  let started = false;
  return {
    step: ({ label, done, total }) => {
      const of = { label, of: total === null ? "" : `/${total}` };
      if (!started) single.start(total ?? done, done, of);
      started = true;
      single.setTotal(total ?? done);
      single.update(done, of);
    },
    stop: () => {
      if (started) single.stop();
    },
  };
}

function lines(terminal: Terminal, clock: Clock): ProgressDisplay {
  let lastAt = 0;
  return {
    step: ({ label, done, total }) => {
      if (clock() - lastAt < patienceMs) return;
      lastAt = clock();
      terminal.err(`${label}: ${done}${total === null ? "" : ` of ${total}`}\n`);
    },
    stop: () => undefined,
  };
}
