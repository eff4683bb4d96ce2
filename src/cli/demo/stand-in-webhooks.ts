import { faultySender } from "../../../sandbox/faults/faulty-sender.ts";
import type { FaultPlan } from "../../../sandbox/faults/plan.ts";
import type { WebhookSender } from "../../../sandbox/webhooks/webhook-sender.ts";
import { createHttpSender } from "../../../sandbox/webhooks/http-sender.ts";

/** Sends the stand-ins' webhooks to the registered addresses, with the faults of the plan. */
export function standInSender(plan: FaultPlan, seed: number, resources: AsyncDisposableStack): WebhookSender {
  const webhookSender = createHttpSender({ clock: Date.now });
  resources.defer(() => webhookSender.close());
  const timer = (ms: number, run: () => void) => setTimeout(run, ms).unref();
  return faultySender(webhookSender, { webhooks: plan.webhooks, seed, timer });
}
