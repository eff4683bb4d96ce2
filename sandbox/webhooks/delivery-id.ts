import { createHash } from "node:crypto";

/**
 * Ids of deliveries, counted: a sandbox with the same history gives the same ones. They are made of a name and a count,
 * in the shape of a UUID of version 5.
 * @param origin of the ids, so that two trackers never use the same one
 */
export function createDeliveryIds(origin: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    const hex = createHash("sha256").update(`${origin} ${count}`).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
