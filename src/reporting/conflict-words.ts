import type { Conflict, ConflictSeverity, FixStep, RuleId } from "../domain/conflict.ts";
import type { LinkEnd } from "../domain/ids.ts";
import type { TrainView } from "../domain/planned-item.ts";
import type { Inline, Tone } from "../ports/document.ts";
import { dayOf, lastDayBefore } from "./dates.ts";
import { iterationWords, keyLink, keyOf, plannedOf, strong, text, titledLink } from "./item-words.ts";

export const severityTones: Readonly<Record<ConflictSeverity, Tone>> = {
  conflict: "bad",
  risk: "warning",
  info: "neutral",
};

/** One sentence that says what is wrong, keys as links. `home` is the increment that needs no naming. */
export function conflictSentence(view: TrainView, conflict: Conflict, home: string): readonly Inline[] {
  return sentences[conflict.rule]({ view, conflict, home, name: (end) => [keyLink(view, end)] });
}

/** The same sentence with the items' titles in it, for a reader who does not know the keys by heart. */
export function titledSentence(view: TrainView, conflict: Conflict, home: string): readonly Inline[] {
  return sentences[conflict.rule]({ view, conflict, home, name: (end) => titledLink(view, end) });
}

type Telling = {
  readonly view: TrainView;
  readonly conflict: Conflict;
  readonly home: string;
  readonly name: (end: LinkEnd) => readonly Inline[];
};

const sentences: Readonly<Record<RuleId, (telling: Telling) => readonly Inline[]>> = {
  "late-provider": lateProvider,
  "cross-increment": (telling) => [
    ...consumer(telling),
    text(` is planned for ${telling.conflict.evidence.consumer.increment}, but `),
    ...provider(telling),
    text(`, which it waits for, only for ${telling.conflict.evidence.provider?.increment}.`),
  ],
  "same-iteration": (telling) => [
    ...consumer(telling),
    text(" and "),
    ...provider(telling),
    text(`, which it waits for, are both planned for ${consumerIteration(telling)}.`),
  ],
  "unscheduled-provider": (telling) => [
    ...provider(telling),
    text(" is not planned yet, but "),
    ...consumer(telling),
    text(` ${consumerPlan(telling)} and waits for it.`),
  ],
  "overdue-provider": (telling) => [
    ...provider(telling),
    text(`${overdueWords(telling)} and is not done, and `),
    ...consumer(telling),
    text(" waits for it."),
  ],
  "cancelled-provider": (telling) => [
    ...provider(telling),
    text(` will not be done: it stands at “${telling.conflict.evidence.provider?.status ?? "gone"}”. But `),
    ...consumer(telling),
    text(" still waits for it."),
  ],
  "started-blocked": (telling) => [
    ...consumer(telling),
    text(" is in progress, but "),
    ...provider(telling),
    text(", which it waits for, is not done."),
  ],
  cycle: cycleSentence,
  "unreadable-provider": (telling) => [
    ...consumer(telling),
    text(" waits for "),
    ...provider(telling),
    text(", which Signalbox cannot read."),
  ],
};

function consumer({ conflict, name }: Telling): readonly Inline[] {
  return name(conflict.consumer);
}

function provider({ conflict, name }: Telling): readonly Inline[] {
  return conflict.provider === null ? [text("an unknown item")] : name(conflict.provider);
}

function consumerIteration({ conflict, home }: Telling): string {
  return iterationWords(conflict.evidence.consumer, home);
}

function lateProvider(telling: Telling): readonly Inline[] {
  const needs = consumerPlan(telling);
  return [
    ...consumer(telling),
    text(` ${needs}, but `),
    ...provider(telling),
    text(`, which it waits for, ${providerPlan(telling)}.`),
  ];
}

/** `is planned for iteration 2`, `starts on 24 Nov 2026`, `is due by 24 Nov 2026`. */
function consumerPlan(telling: Telling): string {
  const { iteration, startsAt, endsAt } = telling.conflict.evidence.consumer;
  const { timeZone } = telling.view.train;
  if (iteration !== null) return `is planned for ${consumerIteration(telling)}`;
  if (startsAt !== null) return `starts on ${dayOf(startsAt, timeZone)}`;
  return endsAt === null ? "is under way" : `is due by ${lastDayBefore(endsAt, timeZone)}`;
}

/** The provider's place in the plan: its iteration where that is what comes too late, else its last day. */
function providerPlan({ conflict, home, view }: Telling): string {
  const { consumer: needs, provider: gives } = conflict.evidence;
  const { timeZone } = view.train;
  if (gives?.iteration != null && (gives.iteration !== needs.iteration || gives.endsAt === null)) {
    return needs.iteration === null
      ? `is planned only for ${iterationWords(gives, home)}`
      : `only for ${iterationWords(gives, home)}`;
  }
  return gives?.endsAt == null ? "comes later" : `ends only on ${lastDayBefore(gives.endsAt, timeZone)}`;
}

function overdueWords({ conflict, view }: Telling): string {
  const endsAt = conflict.evidence.provider?.endsAt ?? null;
  return endsAt === null ? " is overdue" : ` was due by ${lastDayBefore(endsAt, view.train.timeZone)}`;
}

function cycleSentence({ view, conflict, name }: Telling): readonly Inline[] {
  const { cycle } = conflict.evidence;
  const chain = [
    ...cycle.flatMap((id) => [...name(id), text(" → ")]),
    ...cycle.slice(0, 1).map((id) => keyLink(view, id)),
  ];
  return [...chain, text(": they wait for each other, so none can finish first.")];
}

/** The steps as one phrase: "move B to iteration 2, or D to iteration 5". */
export function fixWords(view: TrainView, conflict: Conflict, home: string): string {
  return conflict.fix.map((step) => stepWords(view, step, home)).join(", or ");
}

/** One step as an order: `move PAY-1 to iteration 2`. */
export function stepWords(view: TrainView, step: FixStep, home: string): string {
  switch (step.do) {
    case "move":
      return `move ${keyOf(view, step.item)} to ${iterationWords({ iteration: step.to, increment: step.increment }, home)}`;
    case "schedule":
      return step.to === null
        ? `plan ${keyOf(view, step.item)}`
        : `plan ${keyOf(view, step.item)} for ${iterationWords({ iteration: step.to, increment: step.increment }, home)}`;
    case "set-due":
      return `set the due date of ${keyOf(view, step.item)} to ${step.on}`;
    case "finish":
      return `finish ${keyOf(view, step.item)}`;
    case "reopen":
      return `reopen ${keyOf(view, step.item)}`;
    case "decide-scope":
      return `decide about the scope of ${keyOf(view, step.item)}`;
    case "replace":
      return `reopen or replace ${keyOf(view, step.item)}`;
    case "drop-link":
      return `remove the link from ${keyOf(view, step.consumer)} to ${keyOf(view, step.provider)} if it no longer holds`;
    case "grant-access":
      return `let Signalbox read ${keyOf(view, step.provider)}, or correct the link`;
  }
}

/** Names of the teams that have to act, the first step's first. */
export function actorNames(view: TrainView, conflict: Conflict): string {
  const names = conflict.actors.map((key) => view.train.teams.find((team) => team.key === key)?.name ?? key);
  return names.length > 0 ? names.join(" or ") : ownerOf(view, conflict);
}

function ownerOf(view: TrainView, conflict: Conflict): string {
  const planned = plannedOf(view, conflict.consumer);
  return planned?.team?.name ?? "nobody on this train";
}

export function label(name: string, value: string): readonly Inline[] {
  return [strong(`${name}: `), text(value)];
}

/** The words alone, for a terminal or JSON. */
export function plain(content: readonly Inline[]): string {
  return content.map((inline) => inline.text).join("");
}
