import type { ConflictRecord } from "../../src/domain/conflict.ts";

type Seen = Pick<ConflictRecord, "firstSeenAt" | "reopenings">;

/** Looks at the conflicts from time to time: one that stays never becomes younger. */
export class Ages {
  /** Conflicts that did. */
  readonly rejuvenated: string[] = [];
  #before = new Map<string, Seen>();

  look(records: readonly ConflictRecord[]): void {
    for (const { conflict, firstSeenAt, reopenings } of records) {
      const before = this.#before.get(conflict.fingerprint);
      if (before?.reopenings === reopenings && firstSeenAt > before.firstSeenAt)
        this.rejuvenated.push(`${conflict.fingerprint} is younger than it was`);
    }
    this.#before = new Map(records.map((record) => [record.conflict.fingerprint, record]));
  }
}
