import { dayMs, hourMs, type Calendar } from "./calendar.ts";
import type { Draft } from "./draft.ts";
import type { Random } from "./random.ts";
import { teamOf } from "./teams.ts";
import { texts, type TeamKey } from "./texts.ts";

/** A team's past: weeks before the first increment, and the items that it finishes in each, give or take one. */
type Past = { readonly team: TeamKey; readonly weeks: number; readonly pace: (weeksBefore: number) => number };

/** Checkout and Web are steady, Risk slows down. No team has more items than there are numbers before its others. */
const pasts: readonly Past[] = [
  { team: "checkout", weeks: 42, pace: () => 4 },
  { team: "risk", weeks: 20, pace: (weeksBefore) => (weeksBefore > 12 ? 6 : 3) },
  { team: "web", weeks: 20, pace: () => 5 },
];

/**
 * What three teams finished before the first increment: routine work in no timebox, from which a forecast learns. The other
 * teams' past is not in the demo.
 * @param random of its own, so that everything else stays the same
 */
export function draftPast(random: Random, calendar: Calendar): readonly Draft[] {
  const ends = pasts.flatMap(({ team, weeks, pace }) =>
    Array.from({ length: weeks }, (_, week) => weeks - week).flatMap((weeksBefore) => {
      const monday = calendar.startOf(1) - weeksBefore * 7 * dayMs;
      const count = pace(weeksBefore) + random.int(-1, 1);
      const inWeek = Array.from({ length: count }, () => random.instant(monday, monday + 4 * dayMs + 8 * hourMs));
      return inWeek.map((closedAt) => ({ team: teamOf(team), closedAt }));
    }),
  );
  return ends.map(({ team, closedAt }, place): Draft => {
    const startedAt = random.instant(closedAt - 8 * dayMs, closedAt - 8 * hourMs);
    const { kind, title } = random.pick(texts.routine);
    return {
      id: `past/${place}`,
      team: team.key,
      kind,
      title: `${title}, round ${place + 1}`,
      why: "",
      featureId: null,
      state: "done",
      boxes: [],
      createdAt: random.instant(startedAt - 12 * dayMs, startedAt - dayMs),
      plannedAt: null,
      startedAt,
      closedAt,
      points: random.pick([1, 2, 2, 3]),
      dueOn: null,
      reporter: random.pick(team.members),
      assignee: random.pick(team.members),
      staged: false,
    };
  });
}
