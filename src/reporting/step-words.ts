import { isKeyRef } from "../domain/ids.ts";
import type { FixStep, ProposedStep, StepCaution } from "../domain/conflicts/conflict.ts";
import type { Mention } from "../domain/items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../domain/ids.ts";
import { distinct } from "../domain/ordering.ts";
import { isPlannedByOthers, type ConflictInContext } from "./conflict-clauses.ts";
import { dayOf } from "./dates.ts";
import { iterationWords, keyOf } from "./item-words.ts";
import { relationWords } from "./relation-words.ts";
import { counted } from "../domain/counted.ts";
import { roundedMean, tenths } from "./verdict-words.ts";

/** A conflict whose steps to describe. `reader`: the item called "this item"; null for none. */
export type Remedies = ConflictInContext & { readonly reader: WorkItemId | null };

/** One step, with its cautions: `move B to iteration 3 (already running)`. */
export function stepWords(context: Remedies, step: ProposedStep): string {
  const { cautions } = step;
  const beside =
    cautions.length === 0 ? "" : ` (${cautions.map((caution) => cautionPhrase(context, caution)).join("; ")})`;
  return `${bareWords(context, step)}${beside}`;
}

/** `this item` for the reader's own, else the key. */
export function nameFor({ view, reader }: Remedies, end: LinkEnd): string {
  return end === reader ? "this item" : keyOf(view, end);
}

function bareWords(context: Remedies, step: FixStep): string {
  const name = (end: LinkEnd) => nameFor(context, end);
  switch (step.do) {
    case "move":
      return `move ${named(context, step.item)} to ${place(context, step)}`;
    case "schedule":
      return step.to === null
        ? `plan ${named(context, step.item)}`
        : `plan ${named(context, step.item)} for ${place(context, step)}`;
    case "set-due":
      return dueWords(context, step);
    case "finish":
      return `finish ${name(step.item)}`;
    case "reopen":
      return `reopen ${name(step.item)}`;
    case "replace":
      return `find a replacement for ${name(step.item)}`;
    case "drop-link":
      return `${removals(context, step)}, if it no longer holds`;
    case "grant-access":
      return accessWords(context, step.provider);
    case "decide-scope":
      return decisionWords(context, name(step.item));
  }
}

/** `LED-2 (part of LED-1)`: a step may move an item that the conflict does not name. */
function named(context: Remedies, item: WorkItemId): string {
  const relation = relationWords(context, item);
  return `${nameFor(context, item)}${relation === null ? "" : ` (${relation})`}`;
}

function place(
  { home }: ConflictInContext,
  { to, increment }: { readonly to: string | null; readonly increment: string | null },
) {
  return iterationWords({ iteration: to, increment }, home);
}

/**
 * The provider must end by that day, the consumer must not begin before it. Whatever rule tells the conflict:
 * `cross-train` has no words of its own.
 */
function dueWords(context: Remedies, { item, on }: Extract<FixStep, { readonly do: "set-due" }>): string {
  const { view, conflict } = context;
  const [name, day] = [named(context, item), dayOf(Date.parse(on), "UTC")];
  const isAwaited = item !== conflict.consumer;
  const until = `${day} or ${isAwaited ? "earlier" : "later"}`;
  const present = view.items.get(item)?.item.dueOn ?? null;
  if (present === null) return `give ${name} a due date: ${until}`;
  // The present one is over, and "or earlier" would include it.
  if (isAwaited && present < on) return `change the due date of ${name} to a later day, ${day} at the latest`;
  return `change the due date of ${name} to ${until}`;
}

/** Items that Signalbox did not read plan an item that it read and that has no plan of its own. */
function accessWords(context: Remedies, provider: LinkEnd): string {
  const item = isKeyRef(provider) ? undefined : context.view.items.get(provider)?.item;
  const name = nameFor(context, provider);
  if (item === undefined || !isPlannedByOthers(item))
    return `give Signalbox access to ${name}, or correct the dependency`;
  return `name ${item.container} in the train file, so that what plans ${name} is read, or give ${name} a due date`;
}

type Name = (end: LinkEnd) => string;
type DropLink = Extract<FixStep, { readonly do: "drop-link" }>;

/**
 * Every place that must change; a dependency without known places is a link between its ends. In a cycle, two items may
 * have a link each way.
 */
function removals(context: Remedies, { consumer, provider, written }: DropLink): string {
  const name: Name = (end) => nameFor(context, end);
  const linkTo = (end: LinkEnd) => (kind: string) => {
    if (end === consumer) return `the ${kind} of ${name(end)} to itself`;
    return context.conflict.rule === "cycle"
      ? `the ${kind} by which ${name(consumer)} needs ${name(end)}`
      : `the ${kind} between ${name(consumer)} and ${name(end)}`;
  };
  if (written.length === 0) return `remove ${linkTo(provider)("link")}`;
  const places = distinct(
    written.map((mention) => writtenAs(mention, { name, link: linkTo(mention.names ?? provider) })),
  );
  return `remove ${places.join(" and ")}`;
}

type Naming = { readonly name: Name; readonly link: (kind: string) => string };

function writtenAs({ origin, words, in: writer }: Mention, { name, link }: Naming): string {
  if (origin === "jira-link") return link(`Jira link ${quoted(words)}`);
  if (origin === "github-blocked-by") return link("GitHub relation “blocked by”");
  const kind = origin === "jira-remote-link" ? "Jira remote link" : "sentence";
  const sentence = `the ${kind} ${quoted(words)}`;
  return writer === null ? sentence : `${sentence} from ${name(writer)}`;
}

/** An address can be long; its beginning is enough. */
const longestQuotation = 80;

/** The tracker's words in quotation marks, clipped, but not within a character. */
export function quoted(words: string): string {
  if (words.length <= longestQuotation) return `“${words}”`;
  return `“${words.slice(0, longestQuotation - 1).replace(/[\uD800-\uDBFF]$/u, "")}…”`;
}

function cautionPhrase(context: ConflictInContext, caution: StepCaution): string {
  switch (caution.kind) {
    case "running-iteration":
      return "already running";
    case "innovation-planning":
      return "innovation and planning";
    case "next-increment":
      return "in the next increment";
    case "over-capacity": {
      const { team, load, finished, unit } = caution;
      const name = teamCalled(context, team);
      const size = unit === "points" ? `${tenths(load)} pt` : counted(tenths(load), "item");
      const lately = finished === 0 ? "nothing" : `about ${roundedMean(finished, [tenths(load)])}`;
      return `${name} would have ${size} there, and finished ${lately} lately`;
    }
  }
}

/** No single change ends a cycle and opens nothing else: all of its teams settle it. */
export function decisionWords({ conflict: { rule, fix } }: ConflictInContext, items: string): string {
  if (rule !== "cycle") return `decide about the scope of ${items} (no move within the increment helps)`;
  const settle = fix.length > 1 ? "settle together" : "settle";
  return `${settle} which dependency of the cycle to give up, and plan the items one after the other`;
}

/** The team's name; its key if the train file no longer has it. */
export function teamCalled({ view }: ConflictInContext, key: string): string {
  return view.train.teams.find((team) => team.key === key)?.name ?? key;
}
