import type { KeptHints } from "../domain/rollup/kept-rollup.ts";
import type { Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { keyLink, text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";

/** Number of dependencies named before the rest is only counted. */
const namedAtMost = 3;

/** One line for each kind of hint on dependencies; none without hints. */
export function hintLines({ hints, view }: Pick<Evaluation, "hints" | "view">): readonly (readonly Inline[])[] {
  if (hints === undefined) return [];
  const { redundant, reversed } = hints;
  return [
    ...(redundant.total === 0 ? [] : [redundantLine(redundant, view)]),
    ...reversed.map((order) => [text(reversedWords(order))]),
  ];
}

function redundantLine({ total, first }: KeptHints["redundant"], view: Evaluation["view"]): readonly Inline[] {
  const named = first.slice(0, namedAtMost);
  const rest = total - named.length;
  const what = counted(total, "open dependency follows", "open dependencies follow");
  return [
    text(`${what} from others, and could be removed: `),
    ...named.flatMap(({ consumer, provider, through }, place) => [
      ...(place === 0 ? [] : [text("; ")]),
      keyLink(view, consumer),
      text(" waits for "),
      keyLink(view, provider),
      ...through.slice(0, 1).flatMap((end) => [text(" through "), keyLink(view, end)]),
      ...(through.length > 1 ? [text(` and ${through.length - 1} more`)] : []),
    ]),
    text(rest > 0 ? `; and ${counted(rest, "other")}.` : "."),
  ];
}

function reversedWords({ linkType, consumerFirst, providerFirst, open }: KeptHints["reversed"][number]): string {
  const both = consumerFirst + providerFirst;
  return `The Jira link type “${linkType}” may point the other way: of ${both} dependencies that are over, the item that waits was done first in ${consumerFirst}. Check its direction in \`jiraLinkTypes\` of the train file; ${counted(open, "open dependency rests", "open dependencies rest")} on it.`;
}
