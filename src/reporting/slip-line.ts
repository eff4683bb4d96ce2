import {
  trustedSlips,
  warned,
  warningRecord,
  type LikelySlip,
  type SlipOutlook,
} from "../domain/forecast/slip-outlook.ts";
import type { TrackRecord } from "../domain/forecast/track-record.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Inline } from "../ports/document.ts";
import { percent } from "./forecast-words.ts";
import { keyLink, text } from "./item-words.ts";

/** Number of items by name. */
const shown = 5;

/**
 * `Likely open at the end of their sprint: PAY-1, PAY-7 (70 % or more likely; 161 of 233 such warnings were right).`: those still open, for
 * each record of such warnings; nothing without any.
 */
export function slipLine(slips: SlipOutlook, view: TrainView): readonly Inline[] {
  const likely = trustedSlips(slips, view).filter(({ probability }) => probability >= warned.from);
  if (slips.kind !== "learned" || likely.length === 0) return [];
  const groups = [...Map.groupBy(likely, ({ team }) => recordWords(warningRecord(slips, team)))];
  const lists = groups.flatMap(([record, some], place) => [
    ...(place === 0 ? [] : [text("; ")]),
    ...named(some, view),
    text(` (${record})`),
  ]);
  return [text(`Likely open at the end of ${likely.length === 1 ? "its" : "their"} sprint: `), ...lists, text(".")];
}

function recordWords({ said, held, times }: TrackRecord): string {
  return `${percent(said)} or more likely; ${held} of ${times} such warnings were right`;
}

function named(slips: readonly LikelySlip[], view: TrainView): readonly Inline[] {
  const names = slips
    .slice(0, shown)
    .flatMap(({ item }, place) => [...(place === 0 ? [] : [text(", ")]), keyLink(view, item.id)]);
  return slips.length > shown ? [...names, text(` and ${slips.length - shown} more`)] : names;
}
