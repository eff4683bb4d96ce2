import type { Conflict, ConflictSeverity } from "../domain/conflicts/conflict.ts";
import type { LinkEnd, WorkItemId } from "../domain/ids.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Inline, Tone } from "../ports/document.ts";
import { clausesOf, type ConflictInContext } from "./conflict-clauses.ts";
import { keyLink, strong, teamName, text, titledLink, trainMark } from "./item-words.ts";
import { stepsWords } from "./remedy-words.ts";

export const severityTones: Readonly<Record<ConflictSeverity, Tone>> = {
  conflict: "bad",
  risk: "warning",
  info: "neutral",
};

/** One sentence about the problem, keys as links. `home` is the increment that the text does not name. */
export function conflictSentence(view: TrainView, conflict: Conflict, home: string): readonly Inline[] {
  return sentence({ view, conflict, home, reader: null, name: (end) => [keyLink(view, end), ...trainMark(view, end)] });
}

/** The same sentence with the items' titles, for a reader who does not know the keys. */
export function titledSentence(view: TrainView, conflict: Conflict, home: string): readonly Inline[] {
  return sentence({
    view,
    conflict,
    home,
    reader: null,
    name: (end) => [...titledLink(view, end), ...trainMark(view, end)],
  });
}

/** The same conflict for readers of one of its items, which is "this item" and comes first. */
export function sentenceForReader(context: ConflictInContext, reader: WorkItemId): readonly Inline[] {
  return sentence({ ...context, reader, name: (end) => readersName(context.view, end, reader) });
}

/** `this item`, or key, title and team of another: `acme/api#7 “Return tokens” (API)`. */
export function readersName(view: TrainView, end: LinkEnd, reader: WorkItemId): readonly Inline[] {
  if (end === reader) return [thisItem];
  return [...titledLink(view, end), text(` (${teamName(view, end)})`)];
}

type Telling = ConflictInContext & {
  readonly reader: WorkItemId | null;
  readonly name: (end: LinkEnd) => readonly Inline[];
};

/** The consumer needs the provider; at the provider, it blocks the consumer. */
function sentence(telling: Telling): readonly Inline[] {
  const { conflict, reader } = telling;
  if (conflict.rule === "cycle") return cycleSentence(telling);
  const { consumer, provider, second } = clausesOf(telling, conflict.rule);
  const [needy, needed] = [named(telling, conflict.consumer), named(telling, conflict.provider)];
  if (reader !== null && reader === conflict.provider) {
    const rest = consumer === null ? [] : [text(`, which ${second?.consumer ?? consumer}`)];
    return opening([...needed, text(` ${provider}, but it blocks `), ...needy, ...rest, text(".")]);
  }
  const needs = consumer === null ? " needs " : ` ${consumer}, but it needs `;
  return opening([...needy, text(needs), ...needed, text(`, which ${second?.provider ?? provider}.`)]);
}

function named({ name }: Telling, end: LinkEnd | null): readonly Inline[] {
  return end === null ? [text("an unknown item")] : name(end);
}

/** Members of the shown cycle, each needing the next and the last the first; the reader's own comes first. */
export function cycleFrom(
  { evidence: { cycle }, consumer }: Conflict,
  reader: WorkItemId | null,
): readonly [WorkItemId, ...WorkItemId[]] {
  const start = reader === null ? 0 : Math.max(0, cycle.indexOf(reader));
  return [cycle[start] ?? consumer, ...cycle.slice(start + 1), ...cycle.slice(0, start)];
}

function cycleSentence({ view, conflict, reader, name }: Telling): readonly Inline[] {
  const [first, ...others] = cycleFrom(conflict, reader);
  if (others.length === 0) return opening([...name(first), text(" needs itself, so it can never be finished.")]);
  const chain = others.flatMap((id, place) => [text(place === 0 ? " needs " : ", which needs "), ...name(id)]);
  const again = first === reader ? name(first) : [keyLink(view, first)];
  const none = others.length === 1 ? "neither" : "none of them";
  return opening([
    ...name(first),
    ...chain,
    text(", which needs "),
    ...again,
    text(`: ${none} can be finished first.`),
  ]);
}

const thisItem = text("this item");

/** A sentence begins with a capital; a key stays unchanged. */
export function opening(words: readonly Inline[]): readonly Inline[] {
  return words[0] === thisItem ? [text("This item"), ...words.slice(1)] : words;
}

/** The steps as one phrase: "API: move B to iteration 2; or Checkout: move D to iteration 5". A single team is not named. */
export function fixWords(view: TrainView, conflict: Conflict, home: string): string {
  return stepsWords({ view, conflict, home, reader: null });
}

export function label(name: string, value: string): readonly Inline[] {
  return [strong(`${name}: `), text(value)];
}

/** The words alone, for a terminal or JSON. */
export function plain(content: readonly Inline[]): string {
  return content.map((inline) => inline.text).join("");
}

/** Every end of a conflict: both ends of a dependency, or the items of a cycle. */
export function endsOf({ consumer, provider, evidence }: Conflict): readonly LinkEnd[] {
  if (evidence.cycle.length > 0) return evidence.cycle;
  return provider === null ? [consumer] : [consumer, provider];
}
