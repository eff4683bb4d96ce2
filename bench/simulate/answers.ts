import { isDeepStrictEqual } from "node:util";
import type { Random } from "../../sandbox/demo-data/random.ts";
import { storeAnswer } from "../../src/cli/answer.ts";
import type { ConflictAnswer } from "../../src/domain/conflicts/answer.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { zoneOf } from "../../src/domain/schedule/civil-day.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Store } from "../../src/ports/store.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** `reopenings`: of the conflict when the person answered. */
type Given = { readonly answer: ConflictAnswer | null; readonly at: number; readonly reopenings: number };

/** People acknowledge and snooze conflicts, and take it back; checks that their last word stands. */
export class Answers {
  /** Answers that Signalbox lost, or that came back after a person took them back. */
  readonly lost: string[] = [];
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #snoozeEnds: number[] = [];
  /** By fingerprint. */
  readonly #given = new Map<string, Given>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A person answers an open conflict, if there is one. */
  async give(train: Train, random: Random): Promise<void> {
    const open = (await this.#store.conflicts(train.key)).filter(({ state }) => state === "open");
    if (open.length === 0) return;
    const conflict = random.pick(open).fingerprint;
    const at = this.#clock();
    const answer = answerBy(train, random, at);
    try {
      const { record } = await storeAnswer(this.#store, { train, conflict, clock: this.#clock }, () => answer);
      if (answer?.kind === "snoozed") this.#snoozeEnds.push(answer.until);
      this.#given.set(conflict, { answer, at, reopenings: record.reopenings });
    } catch (error) {
      // The command's own evaluation found the conflict no longer.
      if (!(error instanceof Failure)) throw error;
    }
  }

  /** Whether work at an instant only waits for the end of a snooze, which may be days away. */
  isSnoozeEnd(at: number): boolean {
    return this.#snoozeEnds.some((end) => Math.abs(end - at) < minuteMs);
  }

  /** An answer holds until the conflict ends, worsens or is taken over by another, or its day begins. */
  async look(train: string): Promise<void> {
    const records = new Map((await this.#store.conflicts(train)).map((record) => [record.fingerprint, record]));
    for (const [fingerprint, { answer, at, reopenings }] of this.#given) {
      const record = records.get(fingerprint);
      const isOver =
        record?.state !== "open" ||
        record.reopenings > reopenings ||
        (record.worsenedAt ?? 0) >= at ||
        (answer?.kind === "snoozed" && answer.until <= this.#clock());
      if (isOver) this.#given.delete(fingerprint);
      else if (!isDeepStrictEqual(record.answer, answer))
        this.lost.push(`the answer to ${fingerprint}: ${JSON.stringify(answer)} is ${JSON.stringify(record.answer)}`);
    }
  }
}

function answerBy({ timeZone }: Train, random: Random, at: number): ConflictAnswer | null {
  const zone = zoneOf(timeZone);
  const until = zone.startOf(zone.dayAt(at + random.int(1, 3) * dayMs)) ?? at + dayMs;
  return random.pick([
    { kind: "acknowledged", at, by: "Somebody", note: null },
    { kind: "snoozed", at, by: "Somebody", until },
    null,
  ]);
}
