import type { Random } from "../../sandbox/demo-data/random.ts";
import type { Fault, FaultSource } from "../../sandbox/faults/fault.ts";

const faults: readonly Fault[] = [];

/** Faults of the trackers, while there is trouble: about one request in eight goes wrong. */
export class Trouble {
  readonly #random: Random;
  #isOn = false;
  count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  readonly source: FaultSource = () => {
    if (!this.#isOn || !this.#random.chance(0.12)) return null;
    this.count += 1;
    return this.#random.pick(faults);
  };
}
