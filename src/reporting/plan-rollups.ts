import type { Consent } from "../domain/consent.ts";
import { nameDirectory, type KnownName } from "../domain/names.ts";
import type { RollupTarget } from "../domain/train.ts";
import type { Marker } from "../ports/connector.ts";
import type { Document, Inline, More } from "../ports/document.ts";
import type { DoneWrite, PublicationRecord } from "../ports/store.ts";
import type { RefusalRecord } from "../ports/writing-ledger.ts";
import type { Evaluation } from "./evaluate.ts";
import { text } from "./item-words.ts";
import { withinRewrites } from "./plan-limits.ts";
import { withoutRefused } from "./plan-refused.ts";
import { draft, emptyPlan, freeMarker, joinPlans, stands, targetName, type Plan, type Render } from "./plan.ts";
import { framedRollup } from "./proposal-document.ts";
import { unheard, withhold } from "./proposal-gate.ts";
import { rollupDocument } from "./rollup-document.ts";

export type RollupPlanInput = {
  readonly evaluation: Evaluation;
  readonly publications: readonly PublicationRecord[];
  readonly consent: Consent;
  readonly render: Render;
  /** What the trackers refused, or did not show, the last time. */
  readonly refusals: readonly RefusalRecord[];
  /** Writes of this train within the last hour, the oldest first. */
  readonly recent: readonly DoneWrite[];
};

/** One living rollup issue per target of the train; before anybody said yes, a proposal stands there. */
export function planRollups(input: RollupPlanInput): Plan {
  const { train, at } = input.evaluation.view;
  const { rollupTargets, rewritesPerHour } = train;
  const planned = joinPlans(rollupTargets.map((target) => planRollup(input, target)));
  const plan = withoutRefused(planned, { ...input, at });
  if (input.consent.state === "stopped") return withhold(plan, unheard.stopped);
  return withinRewrites(plan, { recent: input.recent, perHour: rewritesPerHour });
}

export function rollupMarker(train: string, target: RollupTarget): string {
  return `rollup:${train}:${target.connection}:${targetName(target)}`;
}

function planRollup(input: RollupPlanInput, target: RollupTarget): Plan {
  const { evaluation, publications, refusals, render } = input;
  const { key: train } = evaluation.view.train;
  const marker = rollupMarker(train, target);
  const more = wholeText(evaluation, publications);
  const document = framedRollup({ ...rollupDocument(evaluation), more }, input, target);
  const names = evaluation.names ?? [];
  return planIssue({ train, marker, target, publications, refusals, names, render, document });
}

/** GitHub takes twice as much as Jira: what is cut in one is whole in the other, and always in the command's answer. */
function wholeText({ view, names = [] }: Evaluation, publications: readonly PublicationRecord[]): More {
  const { key, rollupTargets } = view.train;
  const onGithub = rollupTargets.filter(({ system }) => system === "github");
  const rollup = publications
    .filter(stands)
    .find((record) => onGithub.some((target) => isKeptIn(record, target, names)));
  const where: Inline =
    rollup === undefined
      ? { type: "code", text: `signalbox report ${key}` }
      : { type: "link", text: rollup.remoteKey, url: rollup.url };
  return {
    content: [text("Cut to what fits here, the furthest first. All of it: "), where, text(".")],
    url: rollup?.url ?? null,
  };
}

/**
 * By its place, under any name that the project or repository has or had. A connection that was renamed keeps the markers
 * it had.
 */
export function isKeptIn(
  { kind, place, connection }: PublicationRecord,
  target: RollupTarget,
  names: readonly KnownName[],
): boolean {
  if (kind !== "rollup" || connection !== target.connection) return false;
  const name = targetName(target);
  return place === name || nameDirectory(names).isSameContainer(connection, place, name);
}

export type IssuePlanInput = Pick<RollupPlanInput, "publications" | "refusals" | "render"> & {
  /** Key of the train, or of the portfolio. */
  readonly train: string;
  /** For an issue that does not stand yet; one that does keeps its own. */
  readonly marker: Marker;
  readonly target: RollupTarget;
  readonly names: readonly KnownName[];
  readonly document: Document;
};

/**
 * One living issue: created, changed where it should say something else, left alone where a person removed it. One that
 * may only be hidden from us is looked for after ever longer pauses (plan-refused.ts).
 */
export function planIssue({ train, target, publications, names, render, document, ...input }: IssuePlanInput): Plan {
  const { connection } = target;
  const publication = publications.find((record) => isKeptIn(record, target, names));
  const marker = publication?.marker ?? freeMarker(input.marker, publications);
  const mayBeHidden = input.refusals.some((refusal) => refusal.marker === marker);
  if (publication?.state === "gone" && !mayBeHidden) {
    return {
      ...emptyPlan,
      waiting: [{ marker, connection, where: targetName(target), because: "removed-by-a-person", until: null }],
    };
  }
  const text = draft(render, { connection, marker, document, publication });
  if (stands(publication) && publication.digest === text.digest) return { ...emptyPlan, unchanged: 1 };
  const action = stands(publication) || publication?.state === "gone" ? "update" : "create";
  const place = { kind: "rollup", target } as const;
  return {
    ...emptyPlan,
    writes: [{ action, marker, train, connection, place, ...text, publication: publication ?? null }],
  };
}
