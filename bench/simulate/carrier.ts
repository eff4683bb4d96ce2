import type { Random } from "../../sandbox/demo-data/random.ts";
import type { Courier, OutgoingDelivery } from "../../sandbox/courier.ts";
import type { Clock } from "../../src/ports/runtime.ts";

type Parcel = { readonly delivery: OutgoingDelivery; readonly at: number; readonly attempt: number };

/** How a service answered; null where there was none to answer. */
export type Answer = number | null;

export type CarrierOptions = { readonly random: Random; readonly clock: Clock; readonly isCalm: () => boolean };

const minuteMs = 60_000;

/** Carries deliveries in virtual time and badly: some are lost, repeated, late, out of order or wrongly signed. */
export class Carrier implements Courier {
  readonly #options: CarrierOptions;
  #parcels: Parcel[] = [];
  /** How many things went wrong. */
  faults = 0;

  constructor(options: CarrierOptions) {
    this.#options = options;
  }

  /** When the next one is due; Infinity where none waits. */
  get nextAt(): number {
    return Math.min(Infinity, ...this.#parcels.map(({ at }) => at));
  }

  deliver(delivery: OutgoingDelivery): void {
    const { random, clock, isCalm } = this.#options;
    const at = clock();
    if (isCalm()) {
      this.#parcels.push({ delivery, at, attempt: 1 });
      return;
    }
    const luck = random.int(1, 100);
    if (luck <= 60) this.#parcels.push({ delivery, at, attempt: 1 });
    else this.faults += 1;
    if (luck > 60 && luck <= 70) this.#twice(delivery, at);
    else if (luck > 70 && luck <= 85)
      this.#parcels.push({ delivery, at: at + random.int(1, 20) * minuteMs, attempt: 1 });
    else if (luck > 85 && luck <= 90) this.#parcels.push({ delivery: badlySigned(delivery), at, attempt: 1 });
  }

  #twice(delivery: OutgoingDelivery, at: number): void {
    this.#parcels.push({ delivery, at, attempt: 1 }, { delivery, at: at + minuteMs, attempt: 1 });
  }

  /** Hands over what is due. Jira comes again where it was not answered well, GitHub does not. */
  async handOver(post: (delivery: OutgoingDelivery) => Promise<Answer>): Promise<void> {
    const { clock, random } = this.#options;
    const due = this.#parcels.filter(({ at }) => at <= clock());
    this.#parcels = this.#parcels.filter(({ at }) => at > clock());
    for (const { delivery, attempt } of random.shuffled(due)) {
      const answer = await post(delivery);
      const isHeard = answer !== null && answer < 500;
      if (isHeard || delivery.tracker === "github" || attempt > 5) continue;
      this.#parcels.push({ delivery, at: clock() + 10 * minuteMs, attempt: attempt + 1 });
    }
  }
}

function badlySigned(delivery: OutgoingDelivery): OutgoingDelivery {
  return { ...delivery, body: `${delivery.body} ` };
}
