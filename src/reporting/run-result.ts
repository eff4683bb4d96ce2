import type { Failure } from "../domain/failure.ts";
import type { Marker } from "../ports/connector.ts";
import type { RefusalRecord } from "../ports/publication-ledger.ts";
import { placeName, wakeAt, type Plan, type PlannedWrite, type Waiting } from "./planned-writes.ts";
import type { Backoff } from "./publish-trackers.ts";
import type { WriteOutcome, Written } from "./write.ts";

/** `tooOften`: not written, because of the limit per hour. */
export type Counts = Readonly<Record<WriteOutcome | "tooOften", number>>;

/**
 * A write that the tracker refused; the others continued. `until`: when to try again, in epoch milliseconds; null if no
 * clock decides.
 */
export type RefusedWrite = Pick<PlannedWrite, "marker" | "connection"> & {
  readonly failure: Failure;
  readonly until: number | null;
};

/** Where people find a text. `key`: the item's, or the rollup issue's own; `url`: of the text itself, null if there is none. */
export type Address = { readonly key: string; readonly url: string | null };

export function addressOf({ place }: Pick<PlannedWrite, "place">, written: Written): Address {
  const remote = written.outcome === "pending" ? null : written.remote;
  const key = place.kind === "rollup" && remote !== null ? remote.key : placeName(place);
  return { key, url: remote?.url ?? null };
}

/** A text that this run wrote. */
export type DoneText = Pick<PlannedWrite, "marker" | "connection"> &
  Address & { readonly kind: PlannedWrite["place"]["kind"]; readonly outcome: WriteOutcome };

type Why = Pick<Waiting, "because" | "until" | "refusal">;

const writing: ReadonlySet<WriteOutcome> = new Set(["created", "updated", "resolved"]);

/** What one run wrote, and what it left for later. */
export class RunResult {
  readonly #written: DoneText[] = [];
  readonly #refused: RefusedWrite[] = [];
  readonly #waiting: Waiting[] = [];
  /** Why the run left a connection, or one of its texts, alone. */
  readonly #resting = new Map<string, Failure>();
  /** Comments that this run found deleted by a person. */
  readonly deleted = new Set<Marker>();
  readonly #counts: Record<keyof Counts, number> = {
    created: 0,
    updated: 0,
    resolved: 0,
    unchanged: 0,
    gone: 0,
    held: 0,
    pending: 0,
    tooOften: 0,
  };

  /** Unchanged and waiting texts of a plan. */
  leave({ unchanged, waiting }: Plan): void {
    this.#counts.unchanged += unchanged;
    this.#counts.tooOften += waiting.filter(({ because }) => because === "rewritten-too-often").length;
    this.#waiting.push(...waiting);
  }

  count(planned: PlannedWrite, written: Written): void {
    const { outcome } = written;
    const { marker, connection, place } = planned;
    this.#counts[outcome] += 1;
    if (written.outcome === "pending") this.#wait(planned, written);
    if (outcome === "gone" && place.kind === "comment") this.deleted.add(marker);
    if (writing.has(outcome)) {
      this.#written.push({ marker, connection, kind: place.kind, outcome, ...addressOf(planned, written) });
    }
  }

  rest(planned: PlannedWrite, rest: Backoff): void {
    this.#resting.set(planned.connection, rest.failure);
    this.#wait(planned, rest);
  }

  refuse(refused: RefusedWrite): void {
    this.#refused.push(refused);
  }

  /** A repeated refusal, which is not reported again. */
  refusedAgain(planned: PlannedWrite, { until, code, text }: Pick<RefusalRecord, "until" | "code" | "text">): void {
    this.#wait(planned, { because: "refused-before", until, refusal: { code, text } });
  }

  summary() {
    const [counts, waiting, refused, written] = [this.#counts, this.#waiting, this.#refused, this.#written];
    return { counts, waiting, refused, written, resting: this.#resting, wakeAt: wakeAt([...waiting, ...refused]) };
  }

  #wait({ marker, connection, place }: PlannedWrite, { because, until, refusal }: Why): void {
    const why = refusal === undefined ? { because, until } : { because, until, refusal };
    this.#waiting.push({ marker, connection, where: placeName(place), ...why });
  }
}
