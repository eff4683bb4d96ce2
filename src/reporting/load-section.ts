import type { IterationLoad, Rollup, TeamLoad } from "../domain/rollup/rollup.ts";
import type { Block, Inline } from "../ports/document.ts";
import { strong, text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";
import { roundedMean, tenths } from "./verdict-words.ts";

/** Teams with more planned work than they finished per iteration lately; folds all other iterations. */
export function loadSection({ load, iteration }: Rollup): readonly Block[] {
  const lines = (isOver: boolean) =>
    load.flatMap((team) => {
      const some = team.iterations.filter((one) => one.load > 0 && one.isOver === isOver);
      return some.length === 0 ? [] : [line(team, some, iteration)];
    });
  const [over, within] = [lines(true), lines(false)];
  if (over.length + within.length === 0) return [];
  return [
    { type: "heading", level: 2, content: [text("Load of the teams")] },
    over.length === 0
      ? { type: "paragraph", content: [text(noneWords(load))] }
      : { type: "list", items: over, omitted: 0, keep: "always" },
    ...(within.length === 0
      ? []
      : [{ type: "details", summary: withinWords, blocks: [list(within)], keep: "short" } as const]),
  ];
}

/** Nothing is known of teams that have finished nothing yet. */
function noneWords(load: readonly TeamLoad[]): string {
  const known = load.filter(({ finished }) => finished !== null).length;
  if (known === 0) return "No team has finished work in an iteration that is over: there is nothing to compare with.";
  return `No team ${known < load.length ? "with finished iterations " : ""}has more planned than it finished per iteration lately.`;
}

const withinWords = "Iterations within what the team finished lately, or without anything to compare with";

function list(items: readonly (readonly Inline[])[]): Block {
  return { type: "list", items, omitted: 0 };
}

/** `Checkout: iteration 3 (now): 52 pt, iteration 4: 27 pt planned; finished lately: about 26 pt per iteration.` */
function line(
  { name, unit, finished }: TeamLoad,
  some: readonly IterationLoad[],
  now: string | null,
): readonly Inline[] {
  const amount = (number: number) => (unit === "points" ? `${number} pt` : counted(number, "item"));
  const planned = some.map(
    (one) => `iteration ${one.iteration}${one.iteration === now ? " (now)" : ""}: ${amount(tenths(one.load))}`,
  );
  const loads = some.map(({ load }) => tenths(load));
  const latelyWords = (mean: number) =>
    mean === 0 ? "nothing" : `about ${amount(roundedMean(mean, loads))} per iteration`;
  const lately = finished === null ? "nothing yet" : latelyWords(finished);
  return [strong(`${name}: `), text(`${planned.join(", ")} planned; finished lately: ${lately}.`)];
}
