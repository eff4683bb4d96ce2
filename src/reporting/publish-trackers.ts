import type { Failure } from "../domain/failure.ts";

/**
 * How often in a row a tracker may fail, without saying for how long, before it is left alone. One failure may be one
 * broken item's, which must not keep the others back; a tracker that is down fails at each.
 */
const patience = 3;

/** Trackers that asked for rest, or need it, for what is left of a run. Instants in epoch milliseconds. */
export class BusyTrackers {
  readonly #failures = new Map<string, number>();
  readonly #busy = new Map<string, { readonly until: number | null }>();

  /** Until when the tracker wants to be left alone (null where it did not say); null where it may be asked. */
  busy(connection: string): { readonly until: number | null } | null {
    return this.#busy.get(connection) ?? null;
  }

  /** Whatever it said, it is there. */
  answered(connection: string): void {
    this.#failures.delete(connection);
  }

  /** @returns when the tracker wants to be asked again; null where it did not say */
  failed(connection: string, { verdict }: Failure, at: number): number | null {
    if (verdict.kind !== "retry") {
      this.answered(connection);
      return null;
    }
    const until = verdict.afterMs === null ? null : at + verdict.afterMs;
    const failures = (this.#failures.get(connection) ?? 0) + 1;
    this.#failures.set(connection, failures);
    if (until !== null || failures >= patience) this.#busy.set(connection, { until });
    return until;
  }
}
