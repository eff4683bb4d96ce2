import { Failure } from "../domain/failure.ts";
import type { Delivery, DeliveryOutcome } from "../ports/inbox.ts";
import type { Scope } from "../ports/connector.ts";
import type { Notice, Receiver } from "../ports/webhook.ts";
import { actOn } from "./act-on.ts";
import { Changes } from "./changes.ts";
import { isStopped, type PullContext, type ReadContext } from "./pull.ts";
import type { LiveResult } from "./round.ts";
import { isOfTracker, textOf } from "./stream-failure.ts";

/** So many deliveries are worked off at once: more would keep the process from answering while their bodies are read. */
const batchSize = 100;
/** How long after a poll found a change its delivery may still come and be in time. */
export const graceMs = 5 * 60_000;

export type DeliveryCount = Pick<Delivery, "event"> & {
  readonly state: DeliveryOutcome["state"];
  readonly count: number;
};

export type Drained = LiveResult & {
  readonly outcomes: readonly DeliveryCount[];
  /** Request ids of deliveries that changed something, or were worked off together with one that did. */
  readonly causes: readonly string[];
};

export type DrainContext = ReadContext & { readonly scope: Scope };

type Told = { readonly delivery: Delivery; readonly notice: Notice };

/**
 * Works off what waits in a connection's inbox, many deliveries at once: what they name is read again, each item once.
 * What comes in meanwhile is for the next turn. What is stored is what the tracker says now, so their order and repetition make no difference.
 * A failure that may pass (or that has nothing to do with the deliveries) leaves them waiting and is in the result; one
 * that stays parks those deliveries that bring it about, and no other.
 * @throws Failure of the database
 */
export async function drainInbox(context: DrainContext, receiver: Receiver): Promise<Drained> {
  const drain = new Drain(context);
  const failures: Failure[] = [];
  try {
    let waiting: readonly Delivery[];
    do {
      waiting = await context.store.inbox.waiting(context.source.connection, batchSize);
      if (waiting.length === 0 || isStopped(context)) break;
      await drain.batch(waiting.map((delivery) => ({ delivery, notice: receiver.read(delivery) })));
    } while (waiting.length === batchSize);
  } catch (error) {
    if (!isOfTracker(error)) throw error;
    failures.push(error);
  }
  return {
    connection: context.source.connection,
    changed: [...drain.changes.ids],
    written: drain.changes.written,
    failures,
    stopped: isStopped(context),
    outcomes: drain.counts(),
    causes: drain.causes,
  };
}

class Drain {
  readonly changes = new Changes();
  readonly causes: string[] = [];
  readonly #context: PullContext & DrainContext;
  readonly #counts = new Map<string, DeliveryCount>();

  constructor(context: DrainContext) {
    this.#context = { ...context, full: false, changes: this.changes };
  }

  async batch(told: readonly Told[]): Promise<void> {
    const { source, store } = this.#context;
    const handles = new Set(told.flatMap(({ notice }) => notice.items));
    const at = Math.min(...told.map(({ delivery }) => delivery.receivedAt));
    await store.noteAnnounced(source.connection, [...handles], { at, graceMs });
    await this.#settle(told.flatMap(({ delivery, notice }) => verdictOf(delivery, notice)));
    const understood = told.filter(({ notice }) => notice.kind === "understood");
    if (understood.length > 0) await this.#workOff(understood);
  }

  counts(): readonly DeliveryCount[] {
    return [...this.#counts.values()];
  }

  /** Where something stays refused, each half by itself, down to the delivery that is to blame. */
  async #workOff(told: readonly Told[]): Promise<void> {
    const before = this.changes.written;
    try {
      const done = await actOn(
        this.#context,
        told.map(({ notice }) => notice),
      );
      if (this.changes.written > before) this.causes.push(...told.map(({ delivery }) => delivery.deliveryId));
      if (done) await this.#settle(told.map(({ delivery }) => outcomeOf(delivery, "processed", null)));
    } catch (error) {
      if (!isOfDelivery(error)) throw error;
      if (told.length === 1) {
        await this.#settle(told.map(({ delivery }) => outcomeOf(delivery, "failed", textOf(error))));
        return;
      }
      const middle = Math.ceil(told.length / 2);
      await this.#workOff(told.slice(0, middle));
      await this.#workOff(told.slice(middle));
    }
  }

  async #settle(outcomes: readonly Outcome[]): Promise<void> {
    const { source, store, clock, log } = this.#context;
    await store.inbox.settle(outcomes, clock());
    for (const { requestId, event, state, reason } of outcomes) {
      log.info({ requestId, connection: source.connection, event, state, reason }, "delivery worked off");
      const key = JSON.stringify([event, state]);
      this.#counts.set(key, { event, state, count: (this.#counts.get(key)?.count ?? 0) + 1 });
    }
  }
}

/** Refused for good, and for what was asked: a login page in place of every answer is no delivery's fault. */
function isOfDelivery(error: unknown): error is Failure {
  return error instanceof Failure && error.verdict.kind === "park" && error.code !== "unreadable-answer";
}

type Outcome = DeliveryOutcome & Pick<Delivery, "event"> & { readonly requestId: string };

function outcomeOf({ id, deliveryId, event }: Delivery, state: Outcome["state"], reason: string | null): Outcome {
  return { id, requestId: deliveryId, event, state, reason };
}

/** For those that ask for nothing. */
function verdictOf(delivery: Delivery, { kind, reason }: Notice): readonly Outcome[] {
  switch (kind) {
    case "understood":
      return [];
    case "own":
      return [outcomeOf(delivery, "ignored", "our own write")];
    case "ignored":
      return [outcomeOf(delivery, "ignored", reason)];
    case "unreadable":
      return [outcomeOf(delivery, "failed", reason)];
  }
}
