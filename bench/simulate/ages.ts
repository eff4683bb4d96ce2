import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";

type Seen = Pick<ConflictRecord, "firstSeenAt" | "reopenings">;

/** Checks the conflicts from time to time: an open one never becomes younger. */
export class Ages {
  /** Conflicts that did. */
  readonly rejuvenated: string[] = [];
  readonly #before = new Map<string, ReadonlyMap<string, Seen>>();

  look(train: string, records: readonly ConflictRecord[]): void {
    for (const { conflict, firstSeenAt, reopenings } of records) {
      const before = this.#before.get(train)?.get(conflict.fingerprint);
      if (before?.reopenings === reopenings && firstSeenAt > before.firstSeenAt)
        this.rejuvenated.push(`${conflict.fingerprint} is younger than it was`);
    }
    this.#before.set(train, new Map(records.map((record) => [record.conflict.fingerprint, record])));
  }
}
