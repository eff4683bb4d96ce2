import { addressesOf, type Addresses } from "./addresses.ts";
import { calendarAt, type Calendar } from "./calendar.ts";
import { draftItems } from "./drafting.ts";
import type { Draft, Need } from "./draft.ts";
import { orderlyNeeds } from "./needs.ts";
import { draftPulls, type PullDraft } from "./pulls.ts";
import { createRandom, type Random } from "./random.ts";
import { referencesIn } from "./references.ts";
import { remarksOn, type Remark } from "./remarks.ts";
import { storyOf, type Story } from "./story.ts";

/** Everything the demo's trackers will show, before it is put into their shapes. */
export type DemoPlan = {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly drafts: readonly Draft[];
  readonly needs: readonly Need[];
  readonly pulls: readonly PullDraft[];
  readonly addresses: Addresses;
  storyOf(draft: Draft): Story;
  remarksOn(draft: Draft): readonly Remark[];
};

/** @param at epoch milliseconds: when the demo runs */
export function planDemo(seed: number, at: number): DemoPlan {
  const random = createRandom(seed);
  const calendar = calendarAt(at);
  const { drafts, needs: staged } = draftItems(random, calendar);
  const needs = [...staged, ...orderlyNeeds(random, drafts)];
  const pulls = draftPulls(random, drafts, calendar.now);
  const addresses = addressesOf(drafts, pulls);
  const references = referencesIn(random, addresses, needs);
  const stories = new Map(drafts.map((draft) => [draft, storyOf(random, draft, references.get(draft) ?? [])]));
  const remarks = new Map(drafts.map((draft) => [draft, remarksOn(random, draft, calendar.now)]));
  const nothing: Story = { paragraphs: [], listTitle: null, list: [], references: [] };
  return {
    random,
    calendar,
    drafts,
    needs,
    pulls,
    addresses,
    storyOf: (draft) => stories.get(draft) ?? nothing,
    remarksOn: (draft) => remarks.get(draft) ?? [],
  };
}
