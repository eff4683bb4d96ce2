import { hourMs } from "./calendar.ts";
import type { Draft } from "./draft.ts";
import type { Person } from "./people.ts";
import type { Random } from "./random.ts";
import { teamOf } from "./teams.ts";
import { texts } from "./texts.ts";

/** A comment of a person. `at` in epoch milliseconds. */
export type DemoComment = { readonly author: Person; readonly at: number; readonly text: string };

/** The team's comments on an item, oldest first; most items have none. */
export function commentsOn(random: Random, draft: Draft, now: number): readonly DemoComment[] {
  const count = random.chance(0.14) ? random.int(1, 2) : 0;
  const { members } = teamOf(draft.team);
  return random
    .shuffled(texts.comments)
    .slice(0, count)
    .map((text) => ({ text, author: random.pick(members), at: random.instant(draft.createdAt + hourMs, now) }))
    .toSorted((a, b) => a.at - b.at);
}
