import { counted } from "../domain/counted.ts";
import type { Node } from "yaml";
import { dayText } from "../domain/proposal/days.ts";
import type { ProposedIncrement, ProposedIteration } from "../domain/proposal/increments.ts";
import type { ProposedCalendar } from "../domain/proposal/proposal.ts";
import { node, noted } from "./nodes.ts";

/** The increments, the newest first: those to come and the present one matter most. */
export function increments({ increments: all, length, why }: ProposedCalendar): Node {
  const list = node(all.toReversed().map((increment) => incrementNode(increment, length)));
  list.commentBefore = ` ${why}. The newest comes first; those of the past are for comparison.`;
  return list;
}

/** One increment: a count and a length if it is regular, else a list with dates. */
export function incrementNode({ key, iterations, named }: ProposedIncrement, length: number): Node {
  const [first] = iterations;
  const unseen = iterations.filter(({ isNew }) => isNew).length;
  const why = [
    ...(named[0] === undefined ? [] : [`named by sprints such as “${named[0]}”`]),
    ...(unseen === iterations.length ? ["continues the rhythm: no sprint shows it yet"] : []),
    ...(unseen > 0 && unseen < iterations.length ? [`${unseen} of its iterations continue the rhythm`] : []),
  ].join("; ");
  const keyNode = noted(key, why);
  if (first !== undefined && isRegular(iterations, length)) {
    const written = { count: iterations.length, length: length % 7 === 0 ? `${length / 7}w` : `${length}d` };
    return node({ key: keyNode, starts: dayText(first.startsOn), iterations: noted(written, "") });
  }
  return node({ key: keyNode, iterations: node(iterations.map((iteration) => iterationNode(iteration, length))) });
}

function isRegular(iterations: readonly ProposedIteration[], length: number): boolean {
  const start = iterations[0]?.startsOn ?? 0;
  return iterations.every(
    ({ key, startsOn, endsOn }, place) =>
      key === String(place + 1) && startsOn === start + place * length && endsOn === startsOn + length,
  );
}

function iterationNode({ key, startsOn, endsOn, isNew }: ProposedIteration, length: number): Node {
  const days = endsOn - startsOn;
  const why = [
    ...(isNew ? ["no sprint shows it"] : []),
    ...(days === length ? [] : [`${counted(days, "day")}, not ${length}`]),
  ];
  return noted({ key, starts: dayText(startsOn), ends: dayText(endsOn) }, why.join("; "));
}
