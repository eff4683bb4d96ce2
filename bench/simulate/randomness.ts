import { createHash } from "node:crypto";
import { createRandom, type Random } from "../../sandbox/demo-data/random.ts";

/** The random choices for one purpose within one seed: generators with neighbouring seeds begin alike, digests do not. */
export function randomFor(seed: number, purpose: string): Random {
  return createRandom(createHash("sha256").update(`${seed} ${purpose}`).digest().readInt32BE(0));
}
