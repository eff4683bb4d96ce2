/** The two halves of a list with several members. */
export function halvesOf<T>(list: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

/** So few are never too much. */
const fewest = 10;

export type Together<T, R> = {
  readonly read: (list: readonly T[]) => Promise<R>;
  /** Whether the tracker could not finish the list and may finish a part of it. */
  readonly isTooMuch: (error: unknown) => boolean;
};

/** Reads a list in one request; in halves, and halves of those, if all is too much for the tracker. */
export async function inHalves<T, R>(list: readonly T[], together: Together<T, R>): Promise<readonly R[]> {
  try {
    return [await together.read(list)];
  } catch (error) {
    if (!together.isTooMuch(error) || list.length <= fewest) throw error;
    const [first, second] = halvesOf(list);
    return [...(await inHalves(first, together)), ...(await inHalves(second, together))];
  }
}
