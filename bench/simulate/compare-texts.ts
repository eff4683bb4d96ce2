import { connectionRecord } from "../../src/cli/wiring.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { commentSubjects } from "../../src/reporting/comment-subjects.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import type { PlannedWrite } from "../../src/reporting/planned-writes.ts";
import { reportsConflicts } from "../../src/reporting/plan-comments.ts";
import { planTrain } from "../../src/reporting/publish.ts";
import { visibleRecords, type Both, type Ends, type ComparisonContext } from "./compared.ts";
import { holds, isThere } from "./standing-text.ts";

/** The trackers contain everything that a clean run would write, and beyond it only texts that say that all is resolved. */
export async function textDifferences(world: ComparisonContext, ends: Ends, both: Both): Promise<readonly string[]> {
  const { train, clean, lived } = both;
  const publications = await ends.store.publications(train.key);
  // Comments link to the same rollup. An existing one lists conflicts resolved since its creation.
  for (const record of publications) {
    const isKept = record.kind === "rollup" || record.state === "standing";
    if (isKept) await ends.clean.savePublication({ ...record, digest: null }, null);
  }
  const render = renderOf(world.connections.map(connectionRecord));
  const connectors = new Set(world.connections.map(({ key }) => key));
  const expected = (
    await planTrain({ ...evaluating(ends.clean), connectors, render }, unsettled(withPast(clean, lived)))
  ).writes;
  const unwritten = (await planTrain({ ...evaluating(ends.store), connectors, render }, unsettled(lived))).writes;
  const written = new Map(publications.map((record) => [record.marker, record]));
  const isLeft = ({ marker }: { readonly marker: string }) =>
    isLeftDeleted(written.get(marker), ends.deleted.get(marker));
  // By item: a comment keeps its marker when its issue is transferred and gets another id.
  const speaking = publications.filter(reportsConflicts);
  const reported = new Set<string | null>(
    commentSubjects(clean.view, visibleRecords(clean), new Set(speaking.map(({ itemId }) => itemId))).map(
      ({ planned }) => planned.item.id,
    ),
  );
  return [
    ...unwritten.filter((write) => !isLeft(write)).map(({ marker }) => `${marker}: still to be written`),
    ...expected.filter((write) => !isLeft(write)).flatMap((write) => standing(world, write, written.get(write.marker))),
    ...speaking
      .filter(
        (record) => !isLeft(record) && !reported.has(record.itemId) && isThere(world.sandbox, record.remoteKey ?? ""),
      )
      .map(({ marker }) => `${marker}: should say resolved`),
  ];
}

/**
 * Whether a text may be missing because a person deleted it: until the ledger says that Signalbox wrote it since.
 * @param writtenAt when Signalbox had last written it before the deletion; undefined if no person deleted it
 */
export function isLeftDeleted(
  record: Pick<PublicationRecord, "state" | "updatedAt"> | undefined,
  writtenAt: number | null | undefined,
): boolean {
  return writtenAt !== undefined && (record?.state !== "standing" || record.updatedAt === writtenAt);
}

/** With the changes, commitments, figures of the day and ended conflicts as the service saw them, and the names of gone items. */
function withPast(clean: Evaluation, lived: Evaluation): Evaluation {
  const ended = lived.records.filter(({ state }) => state === "resolved");
  const items = new Map([...lived.view.items, ...clean.view.items]);
  const records = [...visibleRecords(clean), ...ended];
  const { forecast: _, delivery: __, hints: ___, ...present } = clean;
  return {
    ...present,
    view: { ...clean.view, items },
    records,
    changes: lived.changes,
    commitments: lived.commitments ?? [],
    // The service's are of the day's first evaluation.
    ...(lived.forecast !== undefined && { forecast: lived.forecast }),
    ...(lived.delivery !== undefined && { delivery: lived.delivery }),
    ...(lived.hints !== undefined && { hints: lived.hints }),
  };
}

/** No delays: the final texts of a clean run. */
function unsettled(evaluation: Evaluation): Evaluation {
  const { train } = evaluation.view;
  const comments = { ...train.comments, settleMs: 0, newPerRun: 1000 };
  return { ...evaluation, view: { ...evaluation.view, train: { ...train, comments } } };
}

function standing(
  world: ComparisonContext,
  { marker, text }: PlannedWrite,
  record: PublicationRecord | undefined,
): readonly string[] {
  if (record === undefined) return [`${marker}: was never written`];
  if (record.state !== "standing") return [`${marker}: is ${record.state}`];
  if (record.digest !== text.digest) return [`${marker}: another text`];
  return holds(world.sandbox, record, text.rendered) ? [] : [`${marker}: the tracker holds another text`];
}
