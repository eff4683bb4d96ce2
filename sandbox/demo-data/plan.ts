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

/** @param at epoch milliseconds: when the demo runs */
export function planDemo(seed: number, at: number): DemoPlan {
  const random = createRandom(seed);
  const calendar = calendarAt(at);
  const { drafts, dependencies: staged } = draftItems(random, calendar);
  const dependencies = [...staged, ...orderlyDependencies(random, drafts)];
  const pulls = draftPulls(random, drafts, calendar.now);
  const past = draftPast(createRandom(seed + 1), calendar);
  const addresses = addressesOf(drafts, pulls, past);
  const references = referencesIn(random, addresses, dependencies);
  const descriptions = new Map(
    drafts.map((draft) => [draft, descriptionOf(random, draft, references.get(draft) ?? [])]),
  );
  const comments = new Map(drafts.map((draft) => [draft, commentsOn(random, draft, calendar.now)]));
  const nothing: Description = { paragraphs: [], listTitle: null, list: [], references: [] };
  return {
    random,
    calendar,
    drafts: [...past, ...drafts],
    dependencies,
    pulls,
    addresses,
    descriptionOf: (draft) => descriptions.get(draft) ?? nothing,
    commentsOn: (draft) => comments.get(draft) ?? [],
  };
}
