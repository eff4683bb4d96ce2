import type { WebhookSender, OutgoingDelivery } from "../webhooks/webhook-sender.ts";
import { createChooser } from "./chooser.ts";
import type { DeliveryFault } from "./delivery-fault.ts";
import type { FaultPlan } from "./plan.ts";

export type SenderFaults = Pick<FaultPlan, "webhooks"> & {
  readonly seed: number;
  /** Runs something later, once. */
  readonly timer: (ms: number, run: () => void) => unknown;
};

type Held = { readonly delivery: OutgoingDelivery };

/**
 * A webhook sender with faulty deliveries. The same seed gives the same fault to the nth delivery of a tracker's event,
 * regardless of other events in between.
 */
export function faultySender<C extends WebhookSender>(webhookSender: C, { webhooks, seed, timer }: SenderFaults): C {
  const choose = createChooser(webhooks, seed);
  const held = new Set<Held>();

  const release = (one: Held): void => {
    if (held.delete(one)) webhookSender.deliver(one.delivery);
  };

  const handOver = (delivery: OutgoingDelivery): void => {
    webhookSender.deliver(delivery);
    for (const one of held) if (one.delivery.tracker === delivery.tracker) release(one);
  };

  const strike = (fault: DeliveryFault, delivery: OutgoingDelivery): void => {
    switch (fault.kind) {
      case "dropped":
        return;
      case "repeated":
        handOver(delivery);
        return webhookSender.deliver(delivery);
      case "reordered": {
        const one = { delivery };
        held.add(one);
        timer(fault.ms, () => release(one));
        return;
      }
      case "delayed":
        timer(fault.ms, () => handOver(delivery));
        return;
      case "badly-signed":
        return handOver({ ...delivery, headers: spoiled(delivery.headers) });
      default:
        return fault satisfies never;
    }
  };

  return {
    ...webhookSender,
    deliver: (delivery) => {
      const { tracker, event } = delivery;
      const fault = choose(
        `${tracker} ${event}`,
        (rule) =>
          (rule.tracker === undefined || rule.tracker === tracker) &&
          (rule.event === undefined || rule.event.test(event)),
      );
      if (fault === null) handOver(delivery);
      else strike(fault, delivery);
    },
  };
}

/** Changes the last hexadecimal digit: the signature is then wrong, but well formed. */
function spoiled(headers: OutgoingDelivery["headers"]): OutgoingDelivery["headers"] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      /signature/i.test(name) ? value.replace(/.$/, (last) => (last === "0" ? "1" : "0")) : value,
    ]),
  );
}
