import type { PlannedItem } from "../../model/planned-item.ts";
import { probabilityUntil, type LearnedSlips, type LikelySlip } from "../../forecast/slip-outlook.ts";
import type { WorkItemId } from "../../ids.ts";
import { lateProvider } from "./late-provider.ts";
import { openProvider } from "./rule.ts";
import type { Edge, ForecastRule } from "./rule.ts";
import { sameIteration } from "./same-iteration.ts";

/** B is planned in order, but is likely not done when D needs it. */
export const probableSlip: ForecastRule = { looksAt: "forecast", severity: "risk" };

/** The item whose sprint decides when a provider ends: of one planned by its parts, the last part. */
export function deciderOf({ item, through }: PlannedItem): WorkItemId {
  return (through?.from === "parts" ? through.last : null) ?? item.id;
}

/**
 * The probability that B is not done when D needs it, two decimals. Zero if B is over, or if the plan does not put it
 * first.
 * @param slip of the item that decides when B ends
 */
export function probabilityOfSlip(
  edge: Edge,
  { openAfter }: Pick<LearnedSlips, "openAfter">,
  slip: Pick<LikelySlip, "probability" | "endsAt">,
): number {
  const { consumer, isPart } = edge;
  const needed = (isPart ? null : consumer.startsAt) ?? consumer.endsAt;
  if (openProvider(edge) === null || needed === null || lateProvider.fires(edge) || sameIteration.fires(edge)) return 0;
  return Math.round(probabilityUntil({ openAfter }, slip, needed) * 100) / 100;
}
