import { addressesOf, type Addresses } from "./addresses.ts";
import { calendarAt, type Calendar } from "./calendar.ts";
import { draftItems } from "./drafting.ts";
import type { Dependency, Draft } from "./draft.ts";
import { orderlyDependencies } from "./dependencies.ts";
import { draftPast } from "./past.ts";
import { draftPulls, type PullDraft } from "./pulls.ts";
import { createRandom, type Random } from "./random.ts";
import { referencesIn } from "./references.ts";
import { commentsOn, type DemoComment } from "./comments.ts";
import { descriptionOf, type Description } from "./description.ts";
import { teamsOf } from "./teams.ts";
import { preparedConflicts } from "./texts.ts";

/** All data of the demo, before its conversion to the trackers' formats. */
export type DemoPlan = {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly drafts: readonly Draft[];
  readonly dependencies: readonly Dependency[];
  readonly pulls: readonly PullDraft[];
  readonly addresses: Addresses;
  descriptionOf(draft: Draft): Description;
  commentsOn(draft: Draft): readonly DemoComment[];
};

/**
 * The random of each part is its own, so that what is drawn last, and the past, change no key and no text of the others.
 * @param at epoch milliseconds: when the demo runs
 */
export function planDemo(seed: number, at: number): DemoPlan {
  const calendar = calendarAt(at);
  const random = createRandom(seed);
  const lastRandom = createRandom(seed + 2);
  const [payments, accounts] = [teamsOf("payments"), teamsOf("accounts")];
  const { first: conflicts, last: lastConflicts } = preparedConflicts;
  const first = draftItems({ random, calendar, teams: payments, conflicts, known: [] });
  const dependencies = [...first.dependencies, ...orderlyDependencies(random, first.drafts)];
  const pulls = draftPulls(random, first.drafts, calendar.now);
  const past = draftPast(createRandom(seed + 1), createRandom(seed + 3), calendar);
  const last = draftItems({
    random: lastRandom,
    calendar,
    teams: accounts,
    conflicts: lastConflicts,
    known: first.drafts,
  });
  const addresses = addressesOf({ drafts: first.drafts, pulls, past, last: last.drafts });
  const references = referencesIn(random, addresses, dependencies);
  const lastReferences = referencesIn(lastRandom, addresses, last.dependencies);
  const linesOf = (draft: Draft) => [...(references.get(draft) ?? []), ...(lastReferences.get(draft) ?? [])];
  const parts = [
    [random, first.drafts],
    [lastRandom, last.drafts],
  ] as const;
  const descriptions = new Map(
    parts.flatMap(([own, some]) => some.map((draft) => [draft, descriptionOf(own, draft, linesOf(draft))])),
  );
  const comments = new Map(
    parts.flatMap(([own, some]) => some.map((draft) => [draft, commentsOn(own, draft, calendar.now)])),
  );
  const nothing: Description = { paragraphs: [], listTitle: null, list: [], references: [] };
  return {
    random,
    calendar,
    drafts: [...past, ...first.drafts, ...last.drafts],
    dependencies: [...dependencies, ...last.dependencies],
    pulls,
    addresses,
    descriptionOf: (draft) => descriptions.get(draft) ?? nothing,
    commentsOn: (draft) => comments.get(draft) ?? [],
  };
}
