import { Failure } from "../domain/failure.ts";
import type { Inbox, NewDelivery } from "../ports/inbox.ts";
import type { Transaction } from "../ports/jobs.ts";

export type Intake = {
  /**
   * Resolves after the delivery is committed.
   * @returns whether it was new
   * @throws Failure of the inbox, or `guard` if too many bytes wait already
   */
  accept(delivery: NewDelivery): Promise<boolean>;
};

type Waiting = PromiseWithResolvers<boolean> & { readonly delivery: NewDelivery };

/** More in one transaction would only delay the first of them. */
const mostAtOnce = 200;
/** Total of bodies: data on its way to the database is in memory several times. A larger one goes alone. */
const mostCharactersAtOnce = 32 * 1024 * 1024;

/**
 * Total of all that wait or are being stored: a thousand of GitHub's, while the database is slow. Their signatures are
 * verified, so this is a tracker's burst and not an attack.
 */
const mostCharacters = 2 * mostCharactersAtOnce;

/** Deliveries that arrive during a transaction share the next one: a burst costs a few commits, not one each. */
export function createIntake(
  inbox: Pick<Inbox, "receive">,
  announce: (connections: readonly string[], within: Transaction) => Promise<void>,
): Intake {
  const waiting: Waiting[] = [];
  let isBusy = false;
  let held = 0;

  async function work(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) await store(waiting.splice(0, batchIn(waiting)));
    isBusy = false;
  }

  async function store(batch: readonly Waiting[]): Promise<void> {
    try {
      const isNew = await inbox.receive(
        batch.map(({ delivery }) => delivery),
        announce,
      );
      for (const [place, { resolve }] of batch.entries()) resolve(isNew[place] === true);
    } catch (error) {
      const middle = Math.ceil(batch.length / 2);
      if (batch.length > 1 && isOfDelivery(error)) {
        await store(batch.slice(0, middle));
        await store(batch.slice(middle));
      } else for (const { reject } of batch) reject(error);
    }
  }

  return {
    accept: async (delivery) => {
      const { length } = delivery.body;
      if (held + length > mostCharacters) throw full();
      const one: Waiting = { ...Promise.withResolvers<boolean>(), delivery };
      waiting.push(one);
      held += length;
      if (!isBusy) void work();
      try {
        return await one.promise;
      } finally {
        held -= length;
      }
    },
  };
}

function full(): Failure {
  return new Failure({
    code: "guard",
    what: `Deliveries of ${mostCharacters / 1024 / 1024} MB already wait for the database, so Signalbox refused this one.`,
    remedy: "Check why the database is slow; polls find the change.",
    verdict: { kind: "retry", afterMs: null },
  });
}

/** Number of waiting deliveries that go into the next transaction. */
function batchIn(waiting: readonly Waiting[]): number {
  let size = 0;
  const tooMany = waiting.slice(0, mostAtOnce).findIndex(({ delivery: { body } }, place) => {
    size += body.length;
    return place > 0 && size > mostCharactersAtOnce;
  });
  return tooMany === -1 ? Math.min(waiting.length, mostAtOnce) : tooMany;
}

/** Whether the inbox can never store this delivery, which says nothing about the others. */
export function isOfDelivery(error: unknown): error is Failure {
  return error instanceof Failure && error.verdict.kind === "park";
}
