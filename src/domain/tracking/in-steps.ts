/** Number of values per step; other work may run between steps. */
export const atOnce = 10;

/** Takes each value in turn, several per step; other work may run between two steps. */
export function* inSteps<T>(values: Iterable<T>, take: (value: T) => void): Generator<void, void> {
  let taken = 0;
  for (const value of values) {
    take(value);
    if (++taken % atOnce === 0) yield;
  }
}

/** Runs a generator of steps to its end. */
export function atOneGo<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
