import { isScheduled } from "../domain/conflicts/rules/rule.ts";
import type { MovesFix } from "../domain/fixes/fix-order.ts";
import { mostMoves, mostTrials, type FixSearch } from "../domain/fixes/smallest-fix.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { iterationWords } from "../reporting/item-words.ts";
import { counted } from "../domain/counted.ts";

/** `move PAY-2 to iteration 1 (Checkout): 1 item of 1 team`, or that none exists. */
export function fixWords(evaluation: Evaluation, { fix, excluded }: FixSearch): string {
  if (fix !== null) return `${movesWords(evaluation, fix)}${fewerWords(excluded)}`;
  if (excluded === mostMoves)
    return `none exists: no set of up to ${mostMoves} moves clears it without opening one as severe`;
  const tried = excluded === 0 ? "" : `no fix of ${counted(excluded, "move")} exists; `;
  return `none found: ${tried}Signalbox ended the search after ${mostTrials} sets of moves`;
}

function movesWords({ view, rollup }: Evaluation, { moves, teams }: MovesFix): string {
  const words = moves.map(({ planned, to }) => {
    const team = view.train.teams.find(({ key }) => key === planned.team?.key);
    const place = iterationWords({ iteration: to.key, increment: to.increment }, rollup.increment);
    const { key, container } = planned.item;
    const words = isScheduled(planned) ? `move ${key} to ${place}` : `plan ${key} for ${place}`;
    return `${words} (${team?.name ?? container})`;
  });
  return `${words.join(" and ")}: ${counted(moves.length, "item")} of ${counted(teams.length, "team")}`;
}

function fewerWords(excluded: number): string {
  if (excluded === 0) return "";
  return excluded === 1 ? "; no single move is enough" : `; no ${excluded} moves are enough`;
}
