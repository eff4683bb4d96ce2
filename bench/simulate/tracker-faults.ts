import type { Random } from "../../sandbox/demo-data/random.ts";
import type { Fault, FaultSource } from "../../sandbox/faults/fault.ts";

const faults: readonly Fault[] = [
  { kind: "too-many-requests", retryAfter: 2 },
  { kind: "too-many-requests" },
  { kind: "server-error", status: 500, when: "before" },
  { kind: "server-error", status: 502, when: "after" },
  { kind: "server-error", status: 503, retryAfter: 3, when: "before" },
  { kind: "no-answer", when: "before" },
  { kind: "no-answer", when: "after" },
  { kind: "connection-reset", when: "before" },
  { kind: "connection-reset", when: "after" },
  { kind: "truncated" },
  { kind: "html-page" },
  { kind: "stale-search", ms: 60_000 },
  { kind: "token-revoked", requests: 4 },
];

/** Faults of the trackers, while they are on: about one request in eight fails. */
export class TrackerFaults {
  readonly #random: Random;
  readonly #onFault: (fault: string) => void;
  #isOn = false;

  /** @param onFault called for each fault */
  constructor(random: Random, onFault: (fault: string) => void) {
    this.#random = random;
    this.#onFault = onFault;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  readonly source: FaultSource = () => {
    if (!this.#isOn || !this.#random.chance(0.12)) return null;
    const fault = this.#random.pick(faults);
    this.#onFault("when" in fault ? `${fault.kind} ${fault.when}` : fault.kind);
    return fault;
  };
}
