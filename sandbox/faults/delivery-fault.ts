import { z } from "zod";

const milliseconds = z.int({ error: "whole milliseconds" }).min(1, { error: "1 or more milliseconds" });

/** The fault of one webhook delivery, as a plan contains it. */
export const deliveryFault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("dropped") }),
  /** The delivery arrives twice: the same bytes under the same id. */
  z.strictObject({ kind: z.literal("repeated") }),
  /** The delivery arrives right after the tracker's next one, or after this time (ms) if there is none. */
  z.strictObject({ kind: z.literal("reordered"), ms: milliseconds.default(60_000) }),
  z.strictObject({ kind: z.literal("delayed"), ms: milliseconds }),
  /** The signature is wrong; no effect on an unsigned delivery. */
  z.strictObject({ kind: z.literal("badly-signed") }),
]);
export type DeliveryFault = Readonly<z.output<typeof deliveryFault>>;
