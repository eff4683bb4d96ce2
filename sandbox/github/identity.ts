/** Database ids for new things: beyond 2^31, as GitHub's are today, so that nobody gets away with a 32-bit column. */
const FIRST_NEW_ID = 3_000_000_000;

export type Ids = { next(): number };

/** @param taken ids that are in use already */
export function createIds(taken: Iterable<number>): Ids {
  let last = FIRST_NEW_ID;
  for (const id of taken) {
    last = Math.max(last, id);
  }
  return {
    next: () => {
      last += 1;
      return last;
    },
  };
}

/** An opaque global id in the shape of GitHub's newer ones: `I_kwDO…`. */
export function nodeIdFor(prefix: string, id: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(id));
  return `${prefix}_kwDO${bytes.toString("base64url")}`;
}
