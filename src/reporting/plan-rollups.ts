import type { Consent } from "../domain/consent.ts";
import type { KnownName } from "../domain/items/names.ts";
import { once } from "../domain/tracking/once.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { Marker } from "../ports/connector.ts";
import type { Document, Inline, More } from "../ports/document.ts";
import type { DoneWrite, PublicationRecord, RefusalRecord } from "../ports/publication-ledger.ts";
import type { Evaluation } from "./evaluate.ts";
import { conflictsByTeam, conflictSections } from "./conflict-sections.ts";
import { text } from "./item-words.ts";
import { withinRewrites } from "./plan-limits.ts";
import { withoutRefused } from "./plan-refused.ts";
import { Draft, type Render } from "./draft.ts";
import { emptyPlan, freeMarker, joinPlans, isPublished, targetName, type Plan } from "./planned-writes.ts";
import { framedRollup } from "./proposal-document.ts";
import { withoutConsent, deferAll } from "./proposal-gate.ts";
import { rollupDocument } from "./rollup-document.ts";
import { isKeptIn } from "./rollup-places.ts";

export type RollupPlanInput = {
  readonly evaluation: Evaluation;
  readonly publications: readonly PublicationRecord[];
  readonly consent: Consent;
  readonly render: Render;
  /** Texts that the trackers refused, or did not show, before. */
  readonly refusals: readonly RefusalRecord[];
  /** Writes of this train within the last hour, the oldest first. */
  readonly recent: readonly DoneWrite[];
};

/** One living rollup issue per target of the train; a proposal before consent. Other work may run between two steps. */
export function* planRollups(input: RollupPlanInput): Generator<void, Plan> {
  const { train, at } = input.evaluation.view;
  const { rollupTargets, rewritesPerHour } = train;
  const plans: Plan[] = [];
  for (const target of rollupTargets) plans.push(yield* planRollup(input, target));
  const plan = withoutRefused(joinPlans(plans), { ...input, at });
  if (input.consent.state === "stopped") return deferAll(plan, withoutConsent.stopped);
  return withinRewrites(plan, { recent: input.recent, perHour: rewritesPerHour });
}

export function rollupMarker(train: string, target: RollupTarget): string {
  return `rollup:${train}:${target.connection}:${targetName(target)}`;
}

function* planRollup(input: RollupPlanInput, target: RollupTarget): Generator<void, Plan> {
  const { evaluation, publications, refusals, render } = input;
  const { key: train } = evaluation.view.train;
  const marker = rollupMarker(train, target);
  const more = wholeText(evaluation, publications);
  for (const part of longestParts) {
    part(evaluation);
    yield;
  }
  const whole = documentOf(evaluation);
  yield;
  const document = framedRollup({ ...whole, more }, input, target);
  yield;
  const names = evaluation.names ?? [];
  return planIssue({ train, marker, target, publications, refusals, names, render, document });
}

/** Computed once for an evaluation; the document then finds them ready. */
const longestParts = [conflictsByTeam, conflictSections] as const;

/** The same in all targets, and in each plan of an evaluation. */
const documentOf = once(rollupDocument);

/** GitHub accepts twice as much as Jira: a text cut in one is whole in the other, and always in the command's output. */
function wholeText({ view, names = [] }: Evaluation, publications: readonly PublicationRecord[]): More {
  const { key, rollupTargets } = view.train;
  const onGithub = rollupTargets.filter(({ system }) => system === "github");
  const rollup = publications
    .filter(isPublished)
    .find((record) => onGithub.some((target) => isKeptIn(record, target, names)));
  const where: Inline =
    rollup === undefined
      ? { type: "code", text: `signalbox report ${key}` }
      : { type: "link", text: rollup.remoteKey, url: rollup.url };
  return {
    content: [text("The lists are cut to what fits here, from their ends. All of it: "), where, text(".")],
    url: rollup?.url ?? null,
  };
}

export type IssuePlanInput = Pick<RollupPlanInput, "publications" | "refusals" | "render"> & {
  /** Key of the train, or of the portfolio. */
  readonly train: string;
  /** For a new issue; an existing one keeps its own. */
  readonly marker: Marker;
  readonly target: RollupTarget;
  readonly names: readonly KnownName[];
  readonly document: Document;
};

/**
 * One living issue: created, updated, or left alone if a person removed it. For one that may only be hidden from us,
 * looks again after growing pauses (plan-refused.ts).
 */
export function planIssue({ train, target, publications, names, render, document, ...input }: IssuePlanInput): Plan {
  const { connection } = target;
  const publication = publications.find((record) => isKeptIn(record, target, names));
  const marker = publication?.marker ?? freeMarker(input.marker, new Set(publications.map((record) => record.marker)));
  const mayBeHidden = input.refusals.some((refusal) => refusal.marker === marker);
  if (publication?.state === "gone" && !mayBeHidden) {
    return {
      ...emptyPlan,
      waiting: [{ marker, connection, where: targetName(target), because: "removed-by-a-person", until: null }],
    };
  }
  const beside = publication?.beside ?? 0;
  const text = new Draft(render, { connection, marker, document: () => document, beside });
  if (isPublished(publication) && publication.digest === text.digest) return { ...emptyPlan, unchanged: 1 };
  const action = isPublished(publication) || publication?.state === "gone" ? "update" : "create";
  const place = { kind: "rollup", target } as const;
  return {
    ...emptyPlan,
    writes: [{ action, marker, train, connection, place, text, publication: publication ?? null }],
  };
}
