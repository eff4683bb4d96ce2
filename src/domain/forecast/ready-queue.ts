/** Places of items that may be finished, the smallest first: a binary heap, because trials take thousands in turn. */
export type ReadyQueue = {
  add(place: number): void;
  /** Removes the smallest place; undefined if there is none. */
  take(): number | undefined;
};

export function newReadyQueue(): ReadyQueue {
  const heap: number[] = [];
  const valueAt = (index: number) => heap[index] ?? Infinity;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [valueAt(b), valueAt(a)];
  };
  const rise = (index: number) => {
    for (let child = index; child > 0;) {
      const parent = (child - 1) >> 1;
      if (valueAt(parent) <= valueAt(child)) return;
      swap(parent, child);
      child = parent;
    }
  };
  const sink = () => {
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const child = valueAt(left + 1) < valueAt(left) ? left + 1 : left;
      if (valueAt(child) >= valueAt(parent)) return;
      swap(parent, child);
      parent = child;
    }
  };
  return {
    add(place) {
      heap.push(place);
      rise(heap.length - 1);
    },
    take() {
      const [first] = heap;
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        sink();
      }
      return first;
    },
  };
}
