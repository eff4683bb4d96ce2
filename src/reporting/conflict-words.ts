import type { Conflict, ConflictSeverity, FixStep, RuleId } from "../domain/conflict.ts";
import type { TrainView } from "../domain/planned-item.ts";
import type { Inline, Tone } from "../ports/document.ts";
import { dayOf, lastDayBefore } from "./dates.ts";
import { iterationWords, keyLink, keyOf, plannedOf, strong, text } from "./item-words.ts";

export const severityTones: Readonly<Record<ConflictSeverity, Tone>> = {
  conflict: "bad",
  risk: "warning",
  info: "neutral",
};

/** One sentence that says what is wrong, keys as links. `home` is the increment that needs no naming. */
export function conflictSentence(view: TrainView, conflict: Conflict, home: string): readonly Inline[] {
  return sentences[conflict.rule]({ view, conflict, home });
}

type Telling = { readonly view: TrainView; readonly conflict: Conflict; readonly home: string };

const sentences: Readonly<Record<RuleId, (telling: Telling) => readonly Inline[]>> = {
  "late-provider": lateProvider,
  "cross-increment": (telling) => [
    consumer(telling),
    text(` is planned for ${telling.conflict.evidence.consumer.increment}, but `),
    provider(telling),
    text(`, which it waits for, only for ${telling.conflict.evidence.provider?.increment}.`),
  ],
  "same-iteration": (telling) => [
    consumer(telling),
    text(" and "),
    provider(telling),
    text(`, which it waits for, are both planned for ${consumerIteration(telling)}.`),
  ],
  "unscheduled-provider": (telling) => [
    provider(telling),
    text(" is not planned yet, but "),
    consumer(telling),
    text(` ${consumerPlan(telling)} and waits for it.`),
  ],
  "overdue-provider": (telling) => [
    provider(telling),
    text(`${overdueWords(telling)}, is not done, and `),
    consumer(telling),
    text(" waits for it."),
  ],
  "cancelled-provider": (telling) => [
    provider(telling),
    text(` will not be done (${telling.conflict.evidence.provider?.status ?? "gone"}), but `),
    consumer(telling),
    text(" still waits for it."),
  ],
  "started-blocked": (telling) => [
    consumer(telling),
    text(" is in progress, but "),
    provider(telling),
    text(", which it waits for, is not done."),
  ],
  cycle: cycleSentence,
  "unreadable-provider": (telling) => [
    consumer(telling),
    text(" waits for "),
    provider(telling),
    text(", which Signalbox cannot read."),
  ],
};

function consumer({ view, conflict }: Telling): Inline {
  return keyLink(view, conflict.consumer);
}

function provider({ view, conflict }: Telling): Inline {
  return conflict.provider === null ? text("an unknown item") : keyLink(view, conflict.provider);
}

function consumerIteration({ conflict, home }: Telling): string {
  return iterationWords(conflict.evidence.consumer, home);
}

function consumerPlan(telling: Telling): string {
  return telling.conflict.evidence.consumer.iteration === null ? "is under way" : `is in ${consumerIteration(telling)}`;
}

function lateProvider(telling: Telling): readonly Inline[] {
  const { conflict, home, view } = telling;
  const { consumer: needs, provider: gives } = conflict.evidence;
  const later =
    gives !== null && gives.iteration !== null && needs.iteration !== null && gives.iteration !== needs.iteration;
  const ends = gives?.endsAt == null ? "" : ` (until ${lastDayBefore(gives.endsAt, view.train.timeZone)})`;
  const planned = later ? iterationWords(gives, home) : `too late for that${ends}`;
  return [
    consumer(telling),
    text(` is planned for ${needs.iteration === null ? needsBy(telling) : consumerIteration(telling)}, but `),
    provider(telling),
    text(`, which it waits for, only for ${planned}.`),
  ];
}

function needsBy({ conflict, view }: Telling): string {
  const { startsAt, endsAt } = conflict.evidence.consumer;
  const day =
    startsAt === null ? lastDayBefore(endsAt ?? 0, view.train.timeZone) : dayOf(startsAt, view.train.timeZone);
  return day;
}

function overdueWords({ conflict, view }: Telling): string {
  const endsAt = conflict.evidence.provider?.endsAt ?? null;
  return endsAt === null ? "" : ` was due by ${lastDayBefore(endsAt, view.train.timeZone)}`;
}

function cycleSentence({ view, conflict }: Telling): readonly Inline[] {
  const round = [...conflict.evidence.cycle, ...conflict.evidence.cycle.slice(0, 1)];
  const chain = round.flatMap((id, place) => (place === 0 ? [keyLink(view, id)] : [text(" → "), keyLink(view, id)]));
  return [...chain, text(": they wait for each other, so none can finish first.")];
}

/** The steps as one phrase: "move B to iteration 2, or D to iteration 5". */
export function fixWords(view: TrainView, conflict: Conflict, home: string): string {
  return conflict.fix.map((step) => stepWords(view, step, home)).join(", or ");
}

function stepWords(view: TrainView, step: FixStep, home: string): string {
  switch (step.do) {
    case "move":
      return `move ${keyOf(view, step.item)} to ${iterationWords({ iteration: step.to, increment: step.increment }, home)}`;
    case "schedule":
      return step.to === null
        ? `plan ${keyOf(view, step.item)}`
        : `plan ${keyOf(view, step.item)} for ${iterationWords({ iteration: step.to, increment: step.increment }, home)}`;
    case "finish":
      return `finish ${keyOf(view, step.item)}`;
    case "replace":
      return `reopen or replace ${keyOf(view, step.item)}`;
    case "drop-link":
      return `remove the link from ${keyOf(view, step.consumer)} to ${keyOf(view, step.provider)} if it no longer holds`;
    case "grant-access":
      return `let Signalbox read ${keyOf(view, step.provider)}, or correct the link`;
    default: {
      const never: never = step;
      return never;
    }
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
