import type { DataQuality, Rollup } from "../domain/rollup.ts";
import type { Block, Inline } from "../ports/document.ts";
import { text } from "./item-words.ts";

/** How far the figures can be trusted: only what is missing is named. */
export function qualitySection({ dataQuality, items }: Rollup): readonly Block[] {
  const findings = findingsOf(dataQuality);
  return [
    { type: "heading", level: 2, content: [text("Data quality")] },
    {
      type: "paragraph",
      content: [
        text(
          `${items} items read: ${dataQuality.owned} owned by a team, ${dataQuality.neighbours} neighbours reached by a dependency or a parent, ${dataQuality.unassigned} owned by no team.`,
        ),
      ],
    },
    ...(findings.length === 0 ? [] : [{ type: "list", items: findings, omitted: 0 } as const]),
    howCounted,
  ];
}

function findingsOf(quality: DataQuality): readonly (readonly Inline[])[] {
  const lines: string[] = [];
  if (quality.withoutEstimate > 0)
    lines.push(`${quality.withoutEstimate} open items have no estimate; points leave them out.`);
  if (quality.withoutIteration > 0) lines.push(`${quality.withoutIteration} open items have no iteration.`);
  if (quality.unreadableEnds > 0) lines.push(`${quality.unreadableEnds} ends of dependencies cannot be read.`);
  if (quality.rejectedRecords > 0)
    lines.push(
      `${quality.rejectedRecords} records were not understood by the last sync and left out; the log names them.`,
    );
  if (quality.sprintsWithoutIteration.length > 0) lines.push(sprintWords(quality.sprintsWithoutIteration));
  for (const { connection, completedAt } of quality.sources) {
    if (completedAt === null) lines.push(`${connection} has never been read to the end.`);
  }
  return lines.map((line) => [text(line)]);
}

/** How many sprints are named before the rest is only counted. */
const namedSprints = 5;

function sprintWords(sprints: readonly string[]): string {
  const named = sprints.slice(0, namedSprints).map((name) => `“${name}”`);
  const more = sprints.length > namedSprints ? ` and ${sprints.length - namedSprints} more` : "";
  return `Open work sits in sprints that fit no iteration of the train: ${named.join(", ")}${more}.`;
}

const howCounted: Block = {
  type: "details",
  summary: "How this is counted",
  blocks: [
    {
      type: "list",
      items: [
        [
          text(
            "Cells read items done/planned · points done/planned. Cancelled work is in neither; unestimated items carry no points.",
          ),
        ],
        [
          text(
            "An open item counts for the iteration its current sprint or milestone falls in; one left only in closed sprints is back in the backlog.",
          ),
        ],
        [
          text(
            "Off track: a conflict touches work that is under way, overdue, or planned for this or the next iteration. At risk: any other conflict or risk.",
          ),
        ],
      ],
      omitted: 0,
    },
  ],
};
