import { createHash } from "node:crypto";
import { z } from "zod";
import { isRecord } from "../record.ts";

/** When a rule strikes, counted from 1 and for each key by itself; exactly one of them, as `saysWhenOnce` checks. */
export const occasion = {
  /** Of each by itself, 0 to 1. */
  probability: z
    .number()
    .gt(0, { error: "a number above 0, at most 1" })
    .max(1, { error: "a number above 0, at most 1" })
    .optional(),
  at: z
    .array(z.int({ error: "a whole number" }).min(1, { error: "1 or more" }))
    .min(1, { error: "at least one number" })
    .optional(),
  first: z.int({ error: "a whole number" }).min(1, { error: "1 or more" }).optional(),
};

const occasions = ["probability", "at", "first"] as const;

/** Checks this even for a rule with other errors, so that one run reports all of them. */
export const saysWhenOnce = {
  holds: (rule: unknown) => isRecord(rule) && occasions.filter((name) => rule[name] !== undefined).length === 1,
  asked: {
    error: "say when it strikes: exactly one of `probability`, `at` and `first`",
    when: ({ value }: { readonly value: unknown }) => isRecord(value),
  },
};

/** A rule as it was parsed. */
export type Rule<F> = {
  readonly probability?: number | undefined;
  readonly at?: readonly number[] | undefined;
  readonly first?: number | undefined;
  readonly faults: readonly F[];
};

/**
 * Returns the fault for the next request of a key: the choice of the first rule that matches and strikes. A decision
 * follows from the seed, the rule's place, the key and how many of that key came before, and from nothing else:
 * requests of other keys in between do not change it.
 */
export function createChooser<F, R extends Rule<F>>(rules: readonly (R & Rule<F>)[], seed: number) {
  const seen = new Map<string, number>();
  return (key: string, applies: (rule: R) => boolean): F | null => {
    const fitting = [...rules.entries()].filter(([, rule]) => applies(rule));
    if (fitting.length === 0) return null;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    for (const [place, rule] of fitting) {
      const draw = (what: string) => fraction(JSON.stringify([seed, place, key, count, what]));
      if (strikes(rule, count, draw("whether"))) {
        return rule.faults[Math.floor(draw("which") * rule.faults.length)] ?? null;
      }
    }
    return null;
  };
}

function strikes({ probability, at, first = 0 }: Rule<unknown>, count: number, drawn: number): boolean {
  if (probability !== undefined) return drawn < probability;
  return at === undefined ? count <= first : at.includes(count);
}

/** @returns at least 0 and below 1, evenly spread over texts */
function fraction(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}
