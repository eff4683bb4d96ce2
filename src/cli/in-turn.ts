import { setTimeout } from "node:timers/promises";
import { Failure } from "../domain/failure.ts";
import type { Locks } from "../ports/locks.ts";

/**
 * Runs work of a command under the lock that the service's jobs use for it.
 * @param about the subject of the work, for people: `the train payments`
 * @param work its signal aborts when the lock is lost
 */
export type InTurn = <T>(name: string, about: string, work: (lost: AbortSignal) => Promise<T>) => Promise<T>;

/** All in milliseconds: time between two attempts, time until the command says that it waits, and the maximum. */
export type Patience = { readonly stepMs: number; readonly quietMs: number; readonly longestMs: number };

const patience: Patience = { stepMs: 250, quietMs: 2000, longestMs: 600_000 };

/** For work that no other process can do at the same time. */
export const atOnce: InTurn = (_name, _about, work) => work(new AbortController().signal);

type Waits = { readonly store: Pick<Locks, "exclusively">; readonly say: (sentence: string) => void };

/** Waits for the lock, and after a while says what it waits for. @throws Failure `guard` after the maximum */
export function inTurn({ store, say }: Waits, { stepMs, quietMs, longestMs }: Patience = patience): InTurn {
  return async (name, about, work) => {
    for (let waited = 0; ; waited += stepMs) {
      const done = await store.exclusively(name, work);
      if (!done.taken) return done.result;
      if (waited >= longestMs) throw stillTaken(about, longestMs);
      if (waited >= quietMs && waited < quietMs + stepMs)
        say(`Waiting: another process, possibly \`serve\`, is working on ${about}.`);
      await setTimeout(stepMs);
    }
  };
}

function stillTaken(about: string, longestMs: number): Failure {
  const minutes = Math.round(longestMs / 60_000);
  return new Failure({
    code: "guard",
    what: `Another process has been working on ${about} for ${minutes} minutes; this command did nothing.`,
    remedy: "If `serve` runs, it does the same work; otherwise find the other command, and run this one again.",
    verdict: { kind: "retry", afterMs: null },
  });
}
