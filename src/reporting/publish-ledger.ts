import type { Failure } from "../domain/failure.ts";
import { placeName, wakeAt, type Plan, type PlannedWrite, type Waiting } from "./plan.ts";
import type { WriteOutcome, Written } from "./write.ts";

/** `tooOften`: not written, since it was written too often within the hour. */
export type Counts = Readonly<Record<WriteOutcome | "tooOften", number>>;

/**
 * A write that the tracker refused; the others went on. `until`: when the tracker wants to be asked again, in epoch
 * milliseconds; null where it did not say.
 */
export type RefusedWrite = { readonly marker: string; readonly failure: Failure; readonly until: number | null };

/** What one run did, and what it left for later. */
export class Ledger {
  readonly #refused: RefusedWrite[] = [];
  readonly #waiting: Waiting[] = [];
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

  /** What a plan leaves as it is, or for later. */
  leave({ unchanged, waiting }: Plan): void {
    this.#counts.unchanged += unchanged;
    this.#counts.tooOften += waiting.filter(({ because }) => because === "rewritten-too-often").length;
    this.#waiting.push(...waiting);
  }

  count(planned: PlannedWrite, written: Written): void {
    this.#counts[written.outcome] += 1;
    if (written.outcome === "pending") this.wait(planned, written);
  }

  wait({ marker, place }: PlannedWrite, { because, until }: Pick<Waiting, "because" | "until">): void {
    this.#waiting.push({ marker, where: placeName(place), because, until });
  }

  refuse(refused: RefusedWrite): void {
    this.#refused.push(refused);
  }

  result() {
    const [counts, waiting, refused] = [this.#counts, this.#waiting, this.#refused];
    return { counts, waiting, refused, wakeAt: wakeAt([...waiting, ...refused]) };
  }
}
