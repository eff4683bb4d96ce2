/** How much is done at once, before others may have their turn. */
const atOnce = 10;

/** Takes each in turn, some at once; between two such steps others may have their turn. */
export function* inSteps<T>(values: Iterable<T>, take: (value: T) => void): Generator<void, void> {
  let taken = 0;
  for (const value of values) {
    take(value);
    if (++taken % atOnce === 0) yield;
  }
}

/** Runs to the end what could rest in between. */
export function atOneGo<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
