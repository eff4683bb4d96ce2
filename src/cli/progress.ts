import type { Clock, Progress } from "../ports/runtime.ts";
import { errLine, type Terminal } from "./terminal.ts";

/** Shorter work (ms) shows nothing; plain lines appear at most this often. */
const patienceMs = 1000;
const redrawMs = 100;
const barSize = 24;

/** A bar on a terminal that can take it back, plain lines elsewhere; nothing for work that takes less than a second. */
export function createProgress(terminal: Terminal, clock: Clock): Progress {
  const pauseMs = terminal.redraw === undefined ? patienceMs : redrawMs;
  let nextAt = clock() + patienceMs;
  return (step) => {
    const now = clock();
    if (now < nextAt) return;
    nextAt = now + pauseMs;
    if (terminal.redraw === undefined) errLine(terminal, lineOf(step));
    else terminal.redraw(barOf(step));
  };
}

type Step = Parameters<Progress>[0];

function lineOf({ label, done, total }: Step): string {
  return `${label}: ${done}${total === null ? "" : ` of ${total}`}`;
}

/** A full bar gives no information: none if the total is unknown. */
function barOf({ label, done, total }: Step): string {
  if (total === null) return `${label} ${done}`;
  const filled = total === 0 ? barSize : Math.round((Math.min(done, total) / total) * barSize);
  return `${label} ${"=".repeat(filled)}${"-".repeat(barSize - filled)} ${done}/${total}`;
}
