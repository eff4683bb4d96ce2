import { z } from "zod";
import { isRecord, recordsAt } from "../record.ts";
import { createChooser, occasion, saysWhenOnce } from "./chooser.ts";
import { deliveryFault } from "./delivery-fault.ts";
import { fault, githubOnly, type FaultSource } from "./fault.ts";
import { pattern } from "./pattern.ts";

const tracker = z.enum(["jira", "github"]).optional();
const one = { error: "at least one fault" };

const requestRule = z
  .strictObject({
    tracker,
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
    /** Found anywhere in the path below the tracker's root. */
    path: pattern.optional(),
    ...occasion,
    faults: z.array(fault).min(1, one),
  })
  .refine(saysWhenOnce.holds, saysWhenOnce.asked)
  .refine(isInItsWords, {
    error: "primary-limit and secondary-limit are GitHub's: say `tracker: github`",
    path: ["tracker"],
    when: ({ value }) => isRecord(value),
  });

const webhookRule = z
  .strictObject({
    tracker,
    /** Found anywhere in the event's name: `issues.edited`, `jira:issue_updated`. */
    event: pattern.optional(),
    ...occasion,
    faults: z.array(deliveryFault).min(1, one),
  })
  .refine(saysWhenOnce.holds, saysWhenOnce.asked);

/** A plan of faults: the file of `--faults`. */
export const faultPlan = z.strictObject({
  requests: z.array(requestRule).default([]),
  webhooks: z.array(webhookRule).default([]),
});
export type FaultPlan = z.output<typeof faultPlan>;

function isInItsWords(rule: unknown): boolean {
  const theirs = recordsAt(rule, "faults").some(({ kind }) => githubOnly.has(String(kind)));
  return !theirs || (isRecord(rule) && rule["tracker"] === "github");
}

/**
 * The plan's faults of API requests. The same seed gives the same fault to the nth request of a method and path of a
 * tracker, regardless of other requests in between.
 */
export function planFaults({ requests }: Pick<FaultPlan, "requests">, seed: number): FaultSource {
  const choose = createChooser(requests, seed);
  return (asked) =>
    choose(
      `${asked.tracker} ${asked.site} ${asked.method} ${asked.path}`,
      (rule) =>
        (rule.tracker === undefined || rule.tracker === asked.tracker) &&
        (rule.method === undefined || rule.method === asked.method) &&
        (rule.path === undefined || rule.path.test(asked.path)),
    );
}
