import { textOf, type Failure } from "../domain/failure.ts";
import type { Delivery, DeliveryOutcome } from "../ports/inbox.ts";
import type { Notice, Receiver } from "../ports/webhook.ts";
import { applyNotices } from "./apply-notices.ts";
import { ensureChecked } from "./check-connection.ts";
import { isOfTracker, isRefusal, wholeRefusal } from "./failures.ts";
import { Changes, isStopped, type ReadContext, type Reading } from "./read-context.ts";
import type { ReadResult } from "./sync-run.ts";

/** Bodies per read: more would block the process from answering calls. */
const pageSize = 100;
/** Maximum number of deliveries to process together. */
const mostAtOnce = 1000;
/** How long (ms) after a poll found a change its delivery still counts as in time. */
export const graceMs = 5 * 60_000;

export type ProcessedInbox = ReadResult & {
  /** Number of deliveries by event and final state. */
  readonly outcomes: readonly (Pick<Delivery, "event"> & Pick<DeliveryOutcome, "state"> & { readonly count: number })[];
  /** Request ids of deliveries that changed the model, alone or together with others. */
  readonly correlationIds: readonly string[];
  /** Whether a person may have ticked a box in a proposal. */
  readonly proposal: boolean;
};

/** A delivery without its body, and its notice. */
type ParsedDelivery = { readonly delivery: Omit<Delivery, "body">; readonly notice: Notice };

/**
 * Processes the waiting deliveries of a connection, many at once: reads each item that they name once. Deliveries that
 * arrive meanwhile wait for the next job. Since it stores the tracker's present state, the order and repetition of
 * deliveries make no difference. After a temporary or unrelated failure, which the result holds, the deliveries keep
 * waiting; after a permanent one, it parks only those that cause it, and none if the tracker refuses everything.
 * @throws Failure of the database
 */
export async function processInbox(context: ReadContext, receiver: Receiver): Promise<ProcessedInbox> {
  const { source, store } = context;
  const run = new InboxRun(context);
  const failures: Failure[] = [];
  try {
    if ((await store.inbox.waiting(source.connection, 1)).length > 0) await ensureChecked(context);
    let parsed: readonly ParsedDelivery[];
    do {
      parsed = await parseWaiting(context, receiver);
      if (parsed.length === 0 || isStopped(context)) break;
      await run.process(parsed);
    } while (parsed.length === mostAtOnce);
  } catch (error) {
    if (!isOfTracker(error)) throw error;
    failures.push(error);
  }
  return {
    connection: source.connection,
    changed: [...run.changes.ids],
    written: run.changes.written,
    failures,
    stopped: isStopped(context),
    outcomes: [...run.outcomes.values()],
    correlationIds: run.correlationIds,
    proposal: run.proposal,
  };
}

async function parseWaiting({ source, store }: ReadContext, receiver: Receiver): Promise<readonly ParsedDelivery[]> {
  const parsed: ParsedDelivery[] = [];
  let page: readonly Delivery[];
  do {
    page = await store.inbox.waiting(source.connection, pageSize, parsed.at(-1)?.delivery.id);
    parsed.push(...page.map(({ body, ...delivery }) => ({ delivery, notice: receiver.read({ ...delivery, body }) })));
  } while (page.length === pageSize && parsed.length < mostAtOnce);
  return parsed;
}

class InboxRun {
  readonly changes = new Changes();
  readonly correlationIds: string[] = [];
  /** By event and state. */
  readonly outcomes = new Map<string, ProcessedInbox["outcomes"][number]>();
  proposal = false;
  readonly #reading: Reading;
  #hasAccess = false;

  constructor(context: ReadContext) {
    this.#reading = { ...context, changes: this.changes };
  }

  async process(parsed: readonly ParsedDelivery[]): Promise<void> {
    const { source, store } = this.#reading;
    this.proposal ||= parsed.some(({ notice }) => notice.proposal);
    const handles = new Set(parsed.flatMap(({ notice }) => notice.items));
    const at = Math.min(...parsed.map(({ delivery }) => delivery.receivedAt));
    await store.noteAnnounced(source.connection, [...handles], { at, graceMs });
    await this.#complete(parsed.flatMap(({ delivery, notice }) => endedAtOnce(delivery, notice)));
    const understood = parsed.filter(({ notice }) => notice.kind === "understood");
    if (understood.length > 0) await this.#apply(understood);
  }

  /** After a permanent failure, applies each half by itself, down to the delivery that causes it. */
  async #apply(parsed: readonly ParsedDelivery[]): Promise<void> {
    const before = this.changes.written;
    const notices = parsed.map(({ notice }) => notice);
    try {
      const done = await applyNotices(this.#reading, notices);
      if (this.changes.written > before) this.correlationIds.push(...parsed.map(({ delivery }) => delivery.deliveryId));
      if (done) await this.#complete(parsed.map(({ delivery }) => ({ delivery, state: "processed", reason: null })));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#ensureAccess(parsed.length === 1);
      if (parsed.length === 1) {
        const reason = textOf(error);
        await this.#complete(parsed.map(({ delivery }) => ({ delivery, state: "failed", reason })));
        return;
      }
      const middle = Math.ceil(parsed.length / 2);
      await this.#apply(parsed.slice(0, middle));
      await this.#apply(parsed.slice(middle));
    }
  }

  /**
   * @param isLast true before Signalbox parks a delivery: the account may have lost access since the last check
   * @throws Failure if the tracker refuses everything: then no delivery causes it
   */
  async #ensureAccess(isLast: boolean): Promise<void> {
    if (this.#hasAccess && !isLast) return;
    const whole = await wholeRefusal(this.#reading);
    if (whole !== null) throw whole;
    this.#hasAccess = true;
  }

  async #complete(ended: readonly Ended[]): Promise<void> {
    for (let from = 0; from < ended.length; from += pageSize)
      await this.#completeSome(ended.slice(from, from + pageSize));
  }

  async #completeSome(ended: readonly Ended[]): Promise<void> {
    const { source, store, runtime } = this.#reading;
    const outcomes = ended.map(({ delivery: { id }, state, reason }) => ({ id, state, reason }));
    await store.inbox.complete(outcomes, runtime.clock());
    for (const { delivery, state, reason } of ended) {
      const { deliveryId: requestId, event } = delivery;
      runtime.log.info({ requestId, connection: source.connection, event, state, reason }, "delivery processed");
      const key = JSON.stringify([event, state]);
      this.outcomes.set(key, { event, state, count: (this.outcomes.get(key)?.count ?? 0) + 1 });
    }
  }
}

type Ended = Pick<ParsedDelivery, "delivery"> & Pick<DeliveryOutcome, "state" | "reason">;

/** Outcome of deliveries that need no request; empty for others. */
function endedAtOnce(delivery: ParsedDelivery["delivery"], { kind, reason }: Notice): readonly Ended[] {
  switch (kind) {
    case "understood":
      return [];
    case "own":
      return [{ delivery, state: "ignored", reason: "our own write" }];
    case "ignored":
      return [{ delivery, state: "ignored", reason }];
    case "unreadable":
      return [{ delivery, state: "failed", reason }];
  }
}
