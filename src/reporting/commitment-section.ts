import {
  ofTeam,
  scopeChange,
  scopeFigures,
  type Amount,
  type Commitment,
  type ScopeFigures,
} from "../domain/history/commitment.ts";
import type { Block } from "../ports/document.ts";
import { dayOf } from "./dates.ts";
import type { Evaluation } from "./evaluate.ts";
import { text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";

type Committed = Pick<Evaluation, "commitments" | "view" | "rollup">;

/** What became of the commitment of the present increment, in a line for the train and one for each team; none without one. */
export function commitmentSection(evaluation: Committed): readonly Block[] {
  const { view, rollup } = evaluation;
  return ofIncrement(evaluation).flatMap((commitment): readonly Block[] => {
    const change = scopeChange(commitment, view);
    const known = commitment.fromHistory ? `, ${howFar(commitment)} the trackers' history tells` : "";
    const since = `Committed at the start of ${rollup.increment} (${dayOf(commitment.startsAt, view.train.timeZone)}${known})`;
    const teams = view.train.teams.map(({ key, name }) => ({ name, figures: scopeFigures(ofTeam(change, key)) }));
    const lines = teams
      .filter(({ figures }) => isAny(figures))
      .map(({ name, figures }) => `${name}: ${wordsOf(figures)}`);
    const line: Block = { type: "paragraph", content: [text(`${since}: ${wordsOf(scopeFigures(change))}`)] };
    if (lines.length < 2) return [line];
    const items = lines.map((words) => [text(words)]);
    return [
      line,
      { type: "details", summary: "By team", blocks: [{ type: "list", items, omitted: 0 }], keep: "short" },
    ];
  });
}

function howFar({ unknown }: Commitment): string {
  return unknown.length === 0 ? "as" : "as far as";
}

function ofIncrement({ commitments = [], rollup }: Committed): readonly Commitment[] {
  return commitments.filter(({ increment, iteration }) => increment === rollup.increment && iteration === null);
}

function isAny({ committed, added }: ScopeFigures): boolean {
  return committed.items + added.items > 0;
}

/** `34 items, 21 done so far; since then 5 added, 2 removed, 1 estimated anew.` */
function wordsOf({
  committed,
  done,
  added,
  removed,
  carriedOver,
  finishedElsewhere,
  reEstimated,
}: ScopeFigures): string {
  const since = [
    amountWords(added, "added"),
    amountWords(removed, "removed"),
    amountWords(carriedOver, "carried over"),
    amountWords(finishedElsewhere, "finished elsewhere"),
    amountWords(reEstimated, "estimated anew"),
  ].filter((words) => words !== "");
  const change = since.length === 0 ? "" : `; since then ${since.join(", ")}`;
  const finished = committed.items === 0 ? "" : `, ${done.items} done so far`;
  return `${counted(committed.items, "item")}${finished}${change}.`;
}

function amountWords({ items }: Amount, what: string): string {
  return items === 0 ? "" : `${items} ${what}`;
}

/** Each stored commitment of the present increment and its iterations, with its figures, and those of each team. */
export function commitmentsJson({ commitments = [], view }: Committed): unknown {
  return commitments.map((commitment) => {
    const { increment, iteration, startsAt, frozenAt, fromHistory, unknown } = commitment;
    const change = scopeChange(commitment, view);
    const teams = view.train.teams.map(({ key }) => ({ team: key, ...scopeFigures(ofTeam(change, key)) }));
    const instants = { startsAt: new Date(startsAt).toISOString(), frozenAt: new Date(frozenAt).toISOString() };
    return { increment, iteration, ...instants, fromHistory, unknown, ...scopeFigures(change), teams };
  });
}
