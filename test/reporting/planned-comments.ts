import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import type { DoneWrite, PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import type { ReportedElsewhere } from "../../src/reporting/other-trains.ts";
import { commentMarker, planComments } from "../../src/reporting/plan-comments.ts";
import { aConflict, aGithubItem, anItem, aRecord, githubId, jiraId, noon, planned } from "../support/builders.ts";
import { anEvaluation } from "../support/rollup.ts";
import { aView } from "../support/views.ts";

export const items = [planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())];
export const apiComment = commentMarker("payments", githubId("1"));
export const payComment = commentMarker("payments", jiraId("1"));

export type World = {
  readonly records?: readonly ConflictRecord[];
  readonly publications?: readonly PublicationRecord[];
  readonly view?: Evaluation["view"];
  readonly recent?: readonly DoneWrite[];
  readonly elsewhere?: ReportedElsewhere;
};

/** The plan of comments of a started train. */
export function plan({
  records = [aRecord(aConflict())],
  publications = [],
  view = aView(items),
  recent = [],
  elsewhere = () => false,
}: World) {
  const rollup = { increment: "2026.4" } as Evaluation["rollup"];
  const steps = planComments({
    evaluation: anEvaluation({ view, records, rollup }),
    publications,
    recent,
    elsewhere,
    refusals: [],
    consent: { state: "started", since: noon, withStanding: true },
    render: (_connection, { title, blocks, labels }) => ({ title, body: JSON.stringify(blocks), labels }),
  });
  return atOneGo(steps);
}

export function actions(world: World): readonly (readonly [string, string])[] {
  return plan(world).writes.map(({ action, marker }) => [action, marker] as const);
}
