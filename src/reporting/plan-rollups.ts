import type { Consent } from "../domain/consent.ts";
import type { RollupTarget } from "../domain/train.ts";
import type { DoneWrite, PublicationRecord } from "../ports/store.ts";
import type { Evaluation } from "./evaluate.ts";
import { withinRewrites } from "./plan-limits.ts";
import { draft, emptyPlan, joinPlans, stands, targetName, type Plan, type Render } from "./plan.ts";
import { framedRollup } from "./proposal-document.ts";
import { unheard, withhold } from "./proposal-gate.ts";
import { rollupDocument } from "./rollup-document.ts";

export type RollupPlanInput = {
  readonly evaluation: Evaluation;
  readonly publications: readonly PublicationRecord[];
  readonly consent: Consent;
  readonly render: Render;
  /** Writes of this train within the last hour, the oldest first. */
  readonly recent: readonly DoneWrite[];
};

/** One living rollup issue per target of the train; before anybody said yes, a proposal stands there. */
export function planRollups(input: RollupPlanInput): Plan {
  const { rollupTargets, rewritesPerHour } = input.evaluation.view.train;
  const plan = joinPlans(rollupTargets.map((target) => planRollup(input, target)));
  if (input.consent.state === "stopped") return withhold(plan, unheard.stopped);
  return withinRewrites(plan, { recent: input.recent, perHour: rewritesPerHour });
}

export function rollupMarker(train: string, target: RollupTarget): string {
  return `rollup:${train}:${target.connection}:${targetName(target)}`;
}

function planRollup(input: RollupPlanInput, target: RollupTarget): Plan {
  const { evaluation, publications, render } = input;
  const { key: train } = evaluation.view.train;
  const marker = rollupMarker(train, target);
  const { connection } = target;
  const publication = publications.find((record) => record.marker === marker);
  if (publication?.state === "gone") {
    return {
      ...emptyPlan,
      waiting: [{ marker, where: targetName(target), because: "removed-by-a-person", until: null }],
    };
  }
  const document = framedRollup(rollupDocument(evaluation), input, target);
  const { rendered, digest } = draft(render, { connection, marker, document });
  if (stands(publication) && publication.digest === digest) return { ...emptyPlan, unchanged: 1 };
  const action = stands(publication) ? "update" : "create";
  const place = { kind: "rollup", target } as const;
  return {
    ...emptyPlan,
    writes: [{ action, marker, train, connection, place, rendered, digest, publication: publication ?? null }],
  };
}
