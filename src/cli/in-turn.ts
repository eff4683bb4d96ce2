import { setTimeout } from "node:timers/promises";
import { Failure } from "../domain/failure.ts";
import type { Locks } from "../ports/locks.ts";

/**
 * Runs work of a command under the name that the service's jobs run theirs under.
 * @param about what it is about, for people: `the train payments`
 * @param work its signal aborts when the right was lost
 */
export type InTurn = <T>(name: string, about: string, work: (lost: AbortSignal) => Promise<T>) => Promise<T>;

/** How long a command waits, all in milliseconds: between two attempts, until it says so, and at most. */
export type Patience = { readonly stepMs: number; readonly quietMs: number; readonly longestMs: number };

const patience: Patience = { stepMs: 250, quietMs: 2000, longestMs: 600_000 };

/** For work that nobody else can be at. */
export const atOnce: InTurn = (_name, _about, work) => work(new AbortController().signal);

type Waits = { readonly store: Pick<Locks, "exclusively">; readonly say: (sentence: string) => void };

/** Waits until nobody else is at it, and says after a while for whom. @throws Failure `guard` where that takes too long */
export function inTurn({ store, say }: Waits, { stepMs, quietMs, longestMs }: Patience = patience): InTurn {
  return async (name, about, work) => {
    for (let waited = 0; ; waited += stepMs) {
      const done = await store.exclusively(name, work);
      if (!done.taken) return done.result;
      if (waited >= longestMs) throw stillTaken(about, longestMs);
      if (waited >= quietMs && waited < quietMs + stepMs)
        say(`Waiting: another process, \`serve\` perhaps, is at ${about}.`);
      await setTimeout(stepMs);
    }
  };
}

function stillTaken(about: string, longestMs: number): Failure {
  const minutes = Math.round(longestMs / 60_000);
  return new Failure({
    code: "guard",
    what: `Another process has been at ${about} for ${minutes} minutes: nothing was done to it here.`,
    remedy:
      "Where `serve` runs, it does the same by itself; else look for another command that is still at work, and run this again.",
    verdict: { kind: "retry", afterMs: null },
  });
}
