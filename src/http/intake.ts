import type { Inbox, NewDelivery } from "../ports/inbox.ts";
import type { Transaction } from "../ports/jobs.ts";

export type Intake = {
  /**
   * Resolves once the delivery is committed.
   * @returns whether it was new
   * @throws Failure of the inbox
   */
  accept(delivery: NewDelivery): Promise<boolean>;
};

type Waiting = PromiseWithResolvers<boolean> & { readonly delivery: NewDelivery };

/** More in one transaction would only make the first of them wait. */
const mostAtOnce = 200;

/** Deliveries that come while a transaction is under way share the next one: a burst costs a few commits, not one each. */
export function createIntake(
  inbox: Pick<Inbox, "receive">,
  announce: (connections: readonly string[], within: Transaction) => Promise<void>,
): Intake {
  const waiting: Waiting[] = [];
  let isBusy = false;

  async function work(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) await store(waiting.splice(0, mostAtOnce));
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
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    accept: (delivery) => {
      const one: Waiting = { ...Promise.withResolvers<boolean>(), delivery };
      waiting.push(one);
      if (!isBusy) void work();
      return one.promise;
    },
  };
}
