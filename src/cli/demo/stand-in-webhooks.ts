import { faultyCourier } from "../../../sandbox/faults/faulty-courier.ts";
import type { FaultPlan } from "../../../sandbox/faults/plan.ts";
import type { Courier } from "../../../sandbox/courier.ts";
import { createHttpCourier } from "../../../sandbox/webhooks/http-courier.ts";

/** Carries the stand-ins' webhooks to whoever registered for them, with what the plan says goes wrong on the way. */
export function standInCourier(plan: FaultPlan, seed: number, resources: AsyncDisposableStack): Courier {
  const courier = createHttpCourier({ clock: Date.now });
  resources.defer(() => courier.close());
  const timer = (ms: number, run: () => void) => setTimeout(run, ms).unref();
  return faultyCourier(courier, { webhooks: plan.webhooks, seed, timer });
}
