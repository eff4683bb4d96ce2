import type { WebhookSender, OutgoingDelivery } from "../../../sandbox/webhooks/webhook-sender.ts";
import { isObject } from "../../support/json.ts";
import type { Json } from "../../support/json.ts";

/** A delivery with its body read; empty for a body that is no JSON object. */
export type Recorded = OutgoingDelivery & { readonly json: Json };

/** A webhook sender that goes nowhere. */
export type RecordingSender = WebhookSender & {
  /** What was handed over since the last time. */
  take(): readonly Recorded[];
};

export function recordingSender(): RecordingSender {
  const sent: Recorded[] = [];
  return {
    deliver: (delivery) => sent.push({ ...delivery, json: objectIn(delivery.body) }),
    take: () => sent.splice(0),
  };
}

function objectIn(body: string): Json {
  try {
    const json: unknown = JSON.parse(body);
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}
