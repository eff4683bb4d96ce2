import { isKeyRef } from "../domain/ids.ts";
import type { Conflict, EndEvidence, RuleId } from "../domain/conflicts/conflict.ts";
import { isBelow } from "../domain/conflicts/rules/edge.ts";
import { toldBy } from "../domain/conflicts/rules/cross-train.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { iterationsOf } from "../domain/model/train.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import { dayOf, lastDayBefore } from "./dates.ts";
import { datesWords, iterationWords, keyOf, plannedOf } from "./item-words.ts";

/** A conflict to describe. `home` is the increment that the text does not name. */
export type ConflictInContext = { readonly view: TrainView; readonly conflict: Conflict; readonly home: string };

/** The predicates of each end: `is planned for iteration 3`. */
export type Clauses = {
  /** Null if the consumer's own place does not matter. */
  readonly consumer: string | null;
  readonly provider: string;
  /** The predicate of an end in second place, if it differs from its own. */
  readonly second?: { readonly consumer: string; readonly provider: string };
  /** The provider's problem, beside its name: `planned too late (iteration 4)`. */
  readonly wrong: string;
};

/** The problem of one dependency, by the rule that shows it. A cycle is no single dependency and has its own sentence. */
export function clausesOf(context: ConflictInContext, rule: Exclude<RuleId, "cycle">): Clauses {
  return clauses[toldBy(rule, context.conflict.alsoFires)](context);
}

type ClauseRule = Exclude<RuleId, "cycle" | "cross-train">;

const clauses: Readonly<Record<ClauseRule, (context: ConflictInContext) => Clauses>> = {
  "late-provider": late,
  "cross-increment": crossing,
  "same-iteration": together,
  "chain-slip": chained,
  "unscheduled-provider": (context) => ({
    consumer: planWords(context.conflict.evidence.consumer, context),
    provider: `is not planned yet${unplannedParts(context.conflict.evidence.provider)}`,
    wrong: "not planned",
  }),
  "overdue-provider": overdue,
  "cancelled-provider": cancelled,
  "started-blocked": () => ({ consumer: "is in progress", provider: "is not done", wrong: "not done when work began" }),
  "probable-slip": slipping,
  "unreadable-provider": unreadable,
};

/** For an item that Signalbox read: whether only others can plan it. */
export function isPlannedByOthers({ presence, kind }: WorkItem): boolean {
  return presence === "present" && (kind === "epic" || kind === "subtask");
}

function unreadable({ view, conflict: { provider } }: ConflictInContext): Clauses {
  const item = provider === null || isKeyRef(provider) ? undefined : view.items.get(provider)?.item;
  if (item === undefined || !isPlannedByOthers(item)) {
    return { consumer: null, provider: "cannot be read by Signalbox", wrong: "not readable" };
  }
  const plan = item.kind === "subtask" ? "is planned with its parent" : "is planned by its parts";
  return { consumer: null, provider: `${plan}, which Signalbox does not read`, wrong: "plan not readable" };
}

/** By increments if they differ in name; the first one names a timebox that spans two. */
function crossing(context: ConflictInContext): Clauses {
  const { consumer, provider } = context.conflict.evidence;
  const [needed, given] = [consumer.increment, provider?.increment ?? null];
  if (needed === null || given === null || needed === given) return late(context);
  const wrong = `planned for increment ${given}`;
  return {
    consumer: `is planned for increment ${needed}${throughWords(consumer, context, "begins first")}`,
    provider: `is ${wrong}${throughWords(provider, context, "ends last")}`,
    wrong,
  };
}

/** For one iteration, or within the time of a longer consumer. */
function together(context: ConflictInContext): Clauses {
  const { consumer, provider } = context.conflict.evidence;
  if (provider !== null && isApart(consumer, provider)) {
    const planned = (end: EndEvidence) => `is planned for ${datesWords(end, context.view.train.timeZone)}`;
    return {
      consumer: `${planned(consumer)}${throughWords(consumer, context, "begins first")}`,
      provider: `${planned(provider)}${throughWords(provider, context, "ends last")}`,
      wrong: "planned for the same time",
    };
  }
  const planned = `is planned for ${iterationWords(consumer, context.home)}`;
  const same = "planned for the same iteration";
  const [first, last] = [throughWords(consumer, context, "begins first"), throughWords(provider, context, "ends last")];
  return {
    consumer: `${planned}${first}`,
    provider: `${planned}${last}`,
    second: { consumer: `is ${same}${first}`, provider: `is ${same}${last}` },
    wrong: same,
  };
}

/** Without the probability: it changes daily, and a comment would change with it. */
function slipping(context: ConflictInContext): Clauses {
  const { consumer, provider } = context.conflict.evidence;
  const end = provider && endWords(provider, context);
  const plan = provider?.iteration == null ? end : `is planned for ${iterationWords(provider, context.home)}`;
  const through = throughWords(provider, context, "ends last");
  return {
    consumer: planWords(consumer, context),
    provider: `${plan === null ? "" : `${plan}${through} and `}will probably not be done by then`,
    wrong: "will probably not be done in time",
  };
}

/** Neither is named by the other's iteration. */
function isApart(consumer: EndEvidence, provider: EndEvidence): boolean {
  if (consumer.startsAt === null || provider.startsAt === null) return false;
  return !isInSameIteration(consumer, provider) || consumer.iteration === null;
}

/** Also where both have none. Increments may use the same names of iterations. */
function isInSameIteration(consumer: EndEvidence, provider: EndEvidence): boolean {
  return consumer.iteration === provider.iteration && consumer.increment === provider.increment;
}

/** By iterations if the provider has the later one, else by the dates that collide. */
function late(context: ConflictInContext): Clauses {
  const { consumer, provider } = context.conflict.evidence;
  if (provider === null)
    return { consumer: planWords(consumer, context), provider: "comes later", wrong: "planned too late" };
  const again = throughWords(provider, context, "ends last");
  const ends = endsOfPart(context, consumer, provider);
  if (ends === null && hasLaterIteration(context, consumer, provider)) {
    const place = iterationWords(provider, context.home);
    return {
      consumer: planWords(consumer, context),
      provider: `is planned for ${place}${again}`,
      wrong: `planned too late (${place})`,
    };
  }
  const [needed, given] = ends ?? collidingDates(context, consumer, provider);
  return { consumer: needed, provider: `${given}${again}`, wrong: `planned too late (it ${given})` };
}

/** As if the consumer waited for the last item of the chain. */
function chained(context: ConflictInContext): Clauses {
  const { evidence } = context.conflict;
  const { chain } = evidence;
  if (chain === undefined) return late(context);
  const last = late({ ...context, conflict: { ...context.conflict, evidence: { ...evidence, provider: chain.end } } });
  const keys = chain.items.slice(1).map((item) => keyOf(context.view, item));
  const between = keys.length < 2 ? "" : ` (through ${keys.slice(0, -1).join(", ")})`;
  const awaited = `${keys.slice(-1).join("")}${between}`;
  return {
    consumer: last.consumer,
    provider: `waits for ${awaited}, and that ${last.provider}`,
    wrong: `waiting for ${awaited}, ${last.wrong}`,
  };
}

/** For an item without a plan of its own, the items that plan it: ` (its part LED-4 ends last; 1 open part is not planned)`. */
function throughWords(end: EndEvidence | null, { view }: ConflictInContext, how: string): string {
  if (end?.through === undefined || (end.datesFrom !== "parts" && end.datesFrom !== "parent")) return "";
  const { item, from, unplanned, part } = end.through;
  if (from === "parent") {
    const decided = part === undefined ? "" : `, whose part ${keyOf(view, part)} ${how}`;
    return ` (with its parent ${keyOf(view, item)}${decided})`;
  }
  const others = unplanned === 0 ? "" : `; ${partsWords(unplanned)} not planned`;
  return ` (its part ${keyOf(view, item)} ${how}${others})`;
}

function unplannedParts(end: EndEvidence | null): string {
  const count = end?.through?.from === "parts" ? end.through.unplanned : 0;
  return count === 0 ? "" : ` (${partsWords(count)} not either)`;
}

function partsWords(count: number): string {
  return count === 1 ? "1 open part of it is" : `${count} open parts of it are`;
}

/** By the calendar; an iteration that no longer exists comes after the others. */
function hasLaterIteration({ view }: ConflictInContext, consumer: EndEvidence, provider: EndEvidence): boolean {
  const order = iterationsOf(view.train);
  const place = ({ iteration, increment }: EndEvidence) =>
    order.find(({ key, increment: of }) => key === iteration && of === increment)?.ordinal ?? Infinity;
  if (consumer.iteration === null || provider.iteration === null) return false;
  return place(provider) > place(consumer);
}

/**
 * A provider below the consumer need not be over before the consumer starts: their ends collide. Null for any other, and
 * where the iterations say it.
 */
function endsOfPart(
  context: ConflictInContext,
  consumer: EndEvidence,
  provider: EndEvidence,
): readonly [string, string] | null {
  const [needed, given] = [endWords(consumer, context), endWords(provider, context)];
  const isByDates = consumer.datesFrom === "item" || !hasLaterIteration(context, consumer, provider);
  return needed !== null && given !== null && isByDates && isOwnPart(context) ? [needed, given] : null;
}

/** Whether the awaited item is below the consumer. */
function isOwnPart({ view, conflict: { consumer, provider, evidence } }: ConflictInContext): boolean {
  const awaited = evidence.chain?.items.at(-1) ?? provider;
  return awaited !== null && isBelow(plannedOf(view, awaited), consumer, view.plan);
}

/**
 * The consumer's start (its end, without one) against the provider's end; within one iteration the other way round, or
 * the ends if the provider outlasts the consumer.
 */
function collidingDates(
  context: ConflictInContext,
  consumer: EndEvidence,
  provider: EndEvidence,
): readonly [string, string] {
  const [needed, given] = [planWords({ ...consumer, iteration: null }, context), endWords(provider, context)];
  const begins = startWords(provider, context);
  const isOneIteration = consumer.iteration !== null && isInSameIteration(consumer, provider);
  if (!isOneIteration || begins === null) return [needed, given ?? begins ?? "comes later"];
  const isAfter = (provider.startsAt ?? -Infinity) >= (consumer.endsAt ?? Infinity);
  return [endWords(consumer, context) ?? needed, isAfter ? begins : (given ?? begins)];
}

/** `is planned for iteration 2`, `starts on 24 Nov 2026`, `is due on 24 Nov 2026`, `is in progress`. */
function planWords(end: EndEvidence, context: ConflictInContext): string {
  const by = throughWords(end, context, "begins first");
  if (end.iteration !== null) return `is planned for ${iterationWords(end, context.home)}${by}`;
  const starts = startWords(end, context);
  return starts === null ? (endWords(end, context) ?? "is in progress") : `${starts}${by}`;
}

function startWords({ startsAt }: EndEvidence, { view }: ConflictInContext): string | null {
  return startsAt === null ? null : `starts on ${dayOf(startsAt, view.train.timeZone)}`;
}

function endWords({ endsAt, datesFrom }: EndEvidence, { view }: ConflictInContext): string | null {
  if (endsAt === null) return null;
  return `${datesFrom === "item" ? "is due" : "ends"} on ${lastDayBefore(endsAt, view.train.timeZone)}`;
}

function overdue(context: ConflictInContext): Clauses {
  const { view, conflict } = context;
  const end = conflict.evidence.provider;
  const endsAt = end?.endsAt ?? null;
  if (endsAt === null) return { consumer: null, provider: "is overdue", wrong: "overdue" };
  const day = lastDayBefore(endsAt, view.train.timeZone);
  // No person promised a day: the plan came from parts that are done.
  if (arePartsDone(end, view)) {
    const provider = `is not done, though its parts are (they were planned until ${day})`;
    return { consumer: null, provider, wrong: `overdue (planned until ${day})` };
  }
  const through = throughWords(end, context, "ends last");
  return { consumer: null, provider: `was due on ${day}${through} and is not done`, wrong: `overdue (due on ${day})` };
}

function arePartsDone(end: EndEvidence | null, { items }: TrainView): boolean {
  if (end?.datesFrom !== "parts" || end.through?.from !== "parts") return false;
  return items.get(end.through.item)?.item.status === "done";
}

function cancelled({ conflict }: ConflictInContext): Clauses {
  const status = conflict.evidence.provider?.status ?? "gone";
  if (status === "gone") {
    return { consumer: null, provider: "is no longer in its tracker", wrong: "no longer in its tracker" };
  }
  return { consumer: null, provider: `will not be done (status “${status}”)`, wrong: `cancelled (status “${status}”)` };
}
