/** A clock that moves only while a caller waits; `waits` are those waits, in milliseconds. */
export function timeline(start = Date.parse("2026-11-23T10:00:00Z")) {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    clock: () => now,
    timeLimit: (ms: number) => AbortSignal.timeout(ms),
    wait: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
}
