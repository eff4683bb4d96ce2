import type { Conflict, ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import { isKeyRef, type WorkItemId } from "../../src/domain/ids.ts";
import type { Store } from "../../src/ports/store.ts";

/** Checks the stored conflicts from time to time: an open one never becomes younger, an ended one is not forgotten. */
export class Ages {
  /** Conflicts that did, or were. */
  readonly rejuvenated: string[] = [];
  readonly #before = new Map<string, ReadonlyMap<string, ConflictRecord>>();

  async look(store: Store, train: string): Promise<void> {
    const records = await store.conflicts(train);
    const present = new Map(records.map((record) => [record.fingerprint, record]));
    const missing: ConflictRecord[] = [];
    for (const [fingerprint, before] of this.#before.get(train) ?? []) {
      const { firstSeenAt, reopenings } = before;
      const now = present.get(fingerprint);
      if (now === undefined) missing.push(before);
      else if (now.reopenings === reopenings && now.firstSeenAt > firstSeenAt)
        this.rejuvenated.push(`${fingerprint} is younger than it was`);
    }
    this.#before.set(train, present);
    if (missing.length === 0) return;
    const { items } = await store.loadModel();
    // A moved item has a new id, and its conflicts have new fingerprints.
    const forgotten = missing.filter(({ conflict }) => endsOf(conflict).every((id) => items.has(id)));
    this.rejuvenated.push(...forgotten.map(({ fingerprint }) => `${fingerprint} is forgotten`));
  }
}

function endsOf({ consumer, provider, evidence }: Conflict): readonly WorkItemId[] {
  return [consumer, ...(provider === null || isKeyRef(provider) ? [] : [provider]), ...evidence.cycle];
}
