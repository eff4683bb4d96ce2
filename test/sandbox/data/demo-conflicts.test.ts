import { describe, expect, test } from "vitest";
import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import { isGithub, readItems, readWaits, type Read } from "./reading.ts";

type Edge = { readonly consumer: Read; readonly provider: Read };

const isOpen = ({ status }: Read) => status === "todo" || status === "begun";
const ordinal = ({ iteration }: Read) => iteration?.ordinal ?? null;

function isLater(a: Read, b: Read): boolean {
  const [first, second] = [ordinal(a), ordinal(b)];
  return first !== null && second !== null && first > second;
}

/** The rules as docs/rules.md words them, on what stands in the records. */
const kinds: Readonly<Record<string, (edge: Edge, now: number) => boolean>> = {
  "late-provider": ({ consumer, provider }) =>
    isOpen(provider) && isLater(provider, consumer) && provider.iteration?.increment === consumer.iteration?.increment,
  "cross-increment": ({ consumer, provider }) =>
    isOpen(provider) && isLater(provider, consumer) && provider.iteration?.increment !== consumer.iteration?.increment,
  "unscheduled-provider": ({ consumer, provider }) =>
    isOpen(provider) && ordinal(provider) === null && !provider.hasOwnDate && ordinal(consumer) !== null,
  "overdue-provider": ({ provider }, now) => isOpen(provider) && provider.endsAt !== null && provider.endsAt <= now,
  "cancelled-provider": ({ provider }) => provider.status === "cancelled",
  "same-iteration": ({ consumer, provider }) =>
    isOpen(provider) && ordinal(provider) !== null && ordinal(provider) === ordinal(consumer),
  "started-blocked": ({ consumer, provider }) => isOpen(provider) && consumer.status === "begun",
};

describe.each([
  { seed: 1, now: Date.UTC(2026, 10, 26, 10) },
  { seed: 2, now: Date.UTC(2026, 10, 23, 9) },
  { seed: 3, now: Date.UTC(2027, 2, 28, 23) },
  { seed: 99, now: Date.UTC(2026, 6, 4, 5) },
])("seed $seed", ({ seed, now }) => {
  const data = generateDemo({ seed, now });
  const items = readItems(data);
  const waits = readWaits(data);
  const edges = waits.flatMap(({ consumer: waiting, provider: needed }): Edge[] => {
    const [consumer, provider] = [items.get(waiting), items.get(needed)];
    return consumer === undefined || provider === undefined || !isOpen(consumer) ? [] : [{ consumer, provider }];
  });

  test.each([
    ["late-provider", 6],
    ["cross-increment", 2],
    ["unscheduled-provider", 2],
    ["overdue-provider", 3],
    ["cancelled-provider", 2],
    ["started-blocked", 3],
  ])("%s is there %i times and nowhere by accident", (rule, count) => {
    expect(edges.filter((edge) => kinds[rule]?.(edge, now) === true)).toHaveLength(count);
  });

  test("same-iteration is there, beside the cycle", () => {
    expect(edges.filter((edge) => kinds["same-iteration"]?.(edge, now) === true)).toHaveLength(5 + 3);
  });

  test("one chain in which only the last item comes too late for the first", () => {
    const chains = edges.flatMap((first) => {
      const behind = edges.filter(({ consumer }) => consumer === first.provider);
      return isLater(first.consumer, first.provider)
        ? behind.filter((next) => isLater(next.provider, first.consumer))
        : [];
    });
    expect(chains).toHaveLength(1);
  });

  test("one provider was carried over six times", () => {
    expect(edges.filter(({ provider }) => provider.boxes > 6)).toHaveLength(1);
  });

  test("one cycle of three, over both trackers", () => {
    const loops = edges.flatMap((first) =>
      edges
        .filter((second) => second.consumer === first.provider)
        .filter((second) =>
          edges.some(({ consumer, provider }) => consumer === second.provider && provider === first.consumer),
        )
        .map((second) => [first.consumer.key, first.provider.key, second.provider.key]),
    );
    expect(new Set(loops.map((keys) => keys.toSorted().join(" "))).size).toBe(1);
    expect(new Set(loops.flat().map(isGithub))).toEqual(new Set([true, false]));
  });

  test("two wait for what nobody here can see", () => {
    expect(waits.filter(({ provider }) => !items.has(provider)).map(({ provider }) => provider)).toHaveLength(2);
    expect(waits.filter(({ consumer }) => !items.has(consumer))).toEqual([]);
  });

  test("15 to 20 items have to act", () => {
    const hard = ["late-provider", "cross-increment", "unscheduled-provider", "overdue-provider", "cancelled-provider"];
    const consumers = edges.filter((edge) => hard.some((rule) => kinds[rule]?.(edge, now) === true));
    const inCycle = 3;
    expect(new Set(consumers.map(({ consumer }) => consumer.key)).size + inCycle).toBeGreaterThanOrEqual(15);
    expect(new Set(consumers.map(({ consumer }) => consumer.key)).size + inCycle).toBeLessThanOrEqual(20);
  });
});
