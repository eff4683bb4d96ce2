import { textOf, type Failure } from "../domain/failure.ts";
import type { Delivery, DeliveryOutcome } from "../ports/inbox.ts";
import type { Notice, Receiver } from "../ports/webhook.ts";
import { actOn } from "./act-on.ts";
import { Changes } from "./changes.ts";
import { ensureChecked } from "./check.ts";
import { isStopped, type PullContext } from "./pull.ts";
import type { LiveContext, LiveResult } from "./round.ts";
import { isOfTracker } from "./stream-failure.ts";
import { isRefusal, wholeRefusal } from "./whole-refusal.ts";

/** So many bodies are read at a time: more would keep the process from answering meanwhile. */
const pageSize = 100;
/** So many deliveries are worked off as one. */
const mostAtOnce = 1000;
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
  /** True where somebody may have ticked a box in a proposal. */
  readonly proposal: boolean;
};

type Told = { readonly delivery: Omit<Delivery, "body">; readonly notice: Notice };

/**
 * Works off what waits in a connection's inbox, many deliveries at once: what they name is read again, each item once.
 * What comes in meanwhile is for the next turn. What is stored is what the tracker says now, so their order and repetition make no difference.
 * A failure that may pass (or that has nothing to do with the deliveries) leaves them waiting and is in the result; one
 * that stays parks those deliveries that bring it about, and no other: none where the tracker refuses everything.
 * @throws Failure of the database
 */
export async function drainInbox(context: LiveContext, receiver: Receiver): Promise<Drained> {
  const drain = new Drain(context);
  const failures: Failure[] = [];
  try {
    if ((await context.store.inbox.waiting(context.source.connection, 1)).length > 0) await ensureChecked(context);
    let told: readonly Told[];
    do {
      told = await readWaiting(context, receiver);
      if (told.length === 0 || isStopped(context)) break;
      await drain.workOff(told);
    } while (told.length === mostAtOnce);
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
    proposal: drain.proposal,
  };
}

/** What the oldest deliveries ask for; their bodies are not kept. */
async function readWaiting({ source, store }: LiveContext, receiver: Receiver): Promise<readonly Told[]> {
  const told: Told[] = [];
  let page: readonly Delivery[];
  do {
    page = await store.inbox.waiting(source.connection, pageSize, told.at(-1)?.delivery.id);
    told.push(...page.map(({ body, ...delivery }) => ({ delivery, notice: receiver.read({ ...delivery, body }) })));
  } while (page.length === pageSize && told.length < mostAtOnce);
  return told;
}

class Drain {
  readonly changes = new Changes();
  readonly causes: string[] = [];
  proposal = false;
  readonly #context: PullContext & LiveContext;
  readonly #counts = new Map<string, DeliveryCount>();
  #hasAccess = false;

  constructor(context: LiveContext) {
    this.#context = { ...context, full: false, changes: this.changes };
  }

  async workOff(told: readonly Told[]): Promise<void> {
    const { source, store } = this.#context;
    this.proposal ||= told.some(({ notice }) => notice.proposal);
    const handles = new Set(told.flatMap(({ notice }) => notice.items));
    const at = Math.min(...told.map(({ delivery }) => delivery.receivedAt));
    await store.noteAnnounced(source.connection, [...handles], { at, graceMs });
    await this.#settle(told.flatMap(({ delivery, notice }) => verdictOf(delivery, notice)));
    const understood = told.filter(({ notice }) => notice.kind === "understood");
    if (understood.length > 0) await this.#actOn(understood);
  }

  counts(): readonly DeliveryCount[] {
    return [...this.#counts.values()];
  }

  /** Where something stays refused, each half by itself, down to the delivery that is to blame. */
  async #actOn(told: readonly Told[]): Promise<void> {
    const before = this.changes.written;
    try {
      const done = await actOn(
        this.#context,
        told.map(({ notice }) => notice),
      );
      if (this.changes.written > before) this.causes.push(...told.map(({ delivery }) => delivery.deliveryId));
      if (done) await this.#settle(told.map(({ delivery }) => outcomeOf(delivery, "processed", null)));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#ensureAccess(told.length === 1);
      if (told.length === 1) {
        await this.#settle(told.map(({ delivery }) => outcomeOf(delivery, "failed", textOf(error))));
        return;
      }
      const middle = Math.ceil(told.length / 2);
      await this.#actOn(told.slice(0, middle));
      await this.#actOn(told.slice(middle));
    }
  }

  /**
   * @param isLast before a delivery is given up: access may have been lost since it was asked for
   * @throws Failure where everything is refused: then no delivery is to blame
   */
  async #ensureAccess(isLast: boolean): Promise<void> {
    if (this.#hasAccess && !isLast) return;
    const whole = await wholeRefusal(this.#context);
    if (whole !== null) throw whole;
    this.#hasAccess = true;
  }

  async #settle(outcomes: readonly Outcome[]): Promise<void> {
    for (let from = 0; from < outcomes.length; from += pageSize)
      await this.#settleSome(outcomes.slice(from, from + pageSize));
  }

  async #settleSome(outcomes: readonly Outcome[]): Promise<void> {
    const { source, store, clock, log } = this.#context;
    await store.inbox.settle(outcomes, clock());
    for (const { requestId, event, state, reason } of outcomes) {
      log.info({ requestId, connection: source.connection, event, state, reason }, "delivery processed");
      const key = JSON.stringify([event, state]);
      this.#counts.set(key, { event, state, count: (this.#counts.get(key)?.count ?? 0) + 1 });
    }
  }
}

type Outcome = DeliveryOutcome & Pick<Delivery, "event"> & { readonly requestId: string };

function outcomeOf(
  { id, deliveryId, event }: Told["delivery"],
  state: Outcome["state"],
  reason: string | null,
): Outcome {
  return { id, requestId: deliveryId, event, state, reason };
}

/** For those that ask for nothing. */
function verdictOf(delivery: Told["delivery"], { kind, reason }: Notice): readonly Outcome[] {
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
