/** Issues, comments, labels and events: beyond 2^31, as GitHub's are today, so that a 32-bit column fails. */
const FIRST_LARGE = 3_000_000_000;
/** Repositories, accounts and milestones still fit. */
const FIRST_SMALL = 900_000_000;
const FIRST_TOO_LARGE = 2_147_483_648;

/** Database ids for new things. */
export type Ids = { next(): number; nextSmall(): number };

/** @param taken ids that are in use already */
export function createIds(taken: Iterable<number>): Ids {
  let large = FIRST_LARGE;
  let small = FIRST_SMALL;
  for (const id of taken) {
    large = Math.max(large, id);
    small = id < FIRST_TOO_LARGE ? Math.max(small, id) : small;
  }
  return {
    next: () => {
      large += 1;
      return large;
    },
    nextSmall: () => {
      small += 1;
      return small;
    },
  };
}

/** An opaque global id in the shape of GitHub's newer ones: `I_kwDO…`. */
export function nodeIdFor(prefix: string, id: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(id));
  return `${prefix}_kwDO${bytes.toString("base64url")}`;
}
