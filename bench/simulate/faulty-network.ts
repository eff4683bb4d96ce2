import { createHash } from "node:crypto";
import type { Random } from "../../sandbox/demo-data/random.ts";
import type { WebhookSender, OutgoingDelivery } from "../../sandbox/webhooks/webhook-sender.ts";
import type { Clock } from "../../src/ports/runtime.ts";

export type Message = {
  readonly delivery: OutgoingDelivery;
  readonly at: number;
  readonly attempt: number;
  /** True if the signature does not match the delivery. */
  readonly isForged?: boolean;
};

/** The service's answer; null if no process was running. */
export type Answer = number | null;

export type FaultyNetworkOptions = {
  readonly random: Random;
  readonly clock: Clock;
  readonly isCalm: () => boolean;
  /** Called for each fault, with its event. */
  readonly onFault: (fault: string, event: string) => void;
};

const minuteMs = 60_000;

/** Carries deliveries in virtual time, with faults: some are lost, repeated, late, out of order or wrongly signed. */
export class FaultyNetwork implements WebhookSender {
  readonly #options: FaultyNetworkOptions;
  #messages: Message[] = [];

  constructor(options: FaultyNetworkOptions) {
    this.#options = options;
  }

  /** When the next one is due; Infinity if none waits. */
  get nextAt(): number {
    return Math.min(Infinity, ...this.#messages.map(({ at }) => at));
  }

  deliver(delivery: OutgoingDelivery): void {
    const { random, clock, isCalm } = this.#options;
    const at = clock();
    if (isCalm()) this.#messages.push({ delivery, at, attempt: 1 });
    else this.#carry(delivery, at, random.int(1, 100));
  }

  #carry(delivery: OutgoingDelivery, at: number, luck: number): void {
    const { random, onFault } = this.#options;
    const fault = faultOf(luck);
    if (fault !== null) onFault(`delivery ${fault}`, delivery.event);
    if (fault === null || fault === "twice") this.#messages.push({ delivery, at, attempt: 1 });
    if (fault === "twice") this.#messages.push({ delivery, at: at + minuteMs, attempt: 1 });
    if (fault === "late") this.#messages.push({ delivery, at: at + random.int(1, 20) * minuteMs, attempt: 1 });
    if (fault === "badly signed")
      this.#messages.push({ delivery: badlySigned(delivery), at, attempt: 1, isForged: true });
  }

  /** Due deliveries, in any order. */
  take(): readonly Message[] {
    const { clock, random } = this.#options;
    const due = this.#messages.filter(({ at }) => at <= clock());
    this.#messages = this.#messages.filter(({ at }) => at > clock());
    return random.shuffled(due);
  }

  /** Jira retries after a bad answer, GitHub does not. */
  answered({ delivery, attempt }: Message, answer: Answer): void {
    const isHeard = answer !== null && answer < 500;
    if (isHeard || delivery.tracker === "github" || attempt > 5) return;
    this.#messages.push({ delivery, at: this.#options.clock() + 10 * minuteMs, attempt: attempt + 1 });
  }
}

function faultOf(luck: number): "twice" | "late" | "badly signed" | "lost" | null {
  if (luck <= 60) return null;
  if (luck <= 70) return "twice";
  if (luck <= 85) return "late";
  return luck <= 90 ? "badly signed" : "lost";
}

function badlySigned(delivery: OutgoingDelivery): OutgoingDelivery {
  return { ...delivery, body: `${delivery.body} ` };
}

/** A delivery's id; on Data Center, which gives none, the digest of its body. */
export function idOf({ headers, body }: OutgoingDelivery): string {
  const id = headers["X-GitHub-Delivery"] ?? headers["X-Atlassian-Webhook-Identifier"];
  return id ?? createHash("sha256").update(body).digest("hex");
}
