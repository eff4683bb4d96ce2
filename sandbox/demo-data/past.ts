import { dayMs, hourMs, type Box, type Calendar } from "./calendar.ts";
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

/** Checkout alone planned its past in sprints. */
export const sprintsBefore = 21;

/** How likely Checkout carries an item over: for the first time, for the second, and for each further one. */
const likelihoods = [0.3, 0.8];
const oftener = 0.96;

/** What Checkout finished in the last sprints before the first increment, it did not carry over. */
const lastCarried = 17;

/**
 * What three teams finished before the first increment: routine work, from which a forecast learns. Checkout's is in sprints,
 * and a part of it was carried over again and again, so that a slip can be probable. The other teams' past is not in the demo.
 * @param random of its own, so that everything else stays the same
 * @param carried likewise, for the sprints
 */
export function draftPast(random: Random, carried: Random, calendar: Calendar): readonly Draft[] {
  const ends = pasts.flatMap(({ team, weeks, pace }) =>
    Array.from({ length: weeks }, (_, week) => weeks - week).flatMap((weeksBefore) => {
      const monday = calendar.startOf(1) - weeksBefore * 7 * dayMs;
      const count = pace(weeksBefore) + random.int(-1, 1);
      const inWeek = Array.from({ length: count }, () => random.instant(monday, monday + 4 * dayMs + 8 * hourMs));
      return inWeek.map((closedAt) => ({ team: teamOf(team), closedAt }));
    }),
  );
  return ends.map(({ team, closedAt }, place): Draft => {
    const boxes = team.key === "checkout" ? sprintsUntil(closedAt, carried, calendar) : [];
    const begun = random.instant(closedAt - 8 * dayMs, closedAt - 8 * hourMs);
    const startedAt = boxes[1] === undefined ? begun : Math.min(begun, boxes[1].startsAt - dayMs);
    const routine = random.pick(texts.routine);
    // What is put off again and again is of one kind.
    const { kind, title } = boxes.length > 2 ? (texts.routine[0] ?? routine) : routine;
    const createdAt = random.instant(startedAt - 12 * dayMs, startedAt - dayMs);
    return {
      id: `past/${place}`,
      team: team.key,
      kind,
      title: `${title}, round ${place + 1}`,
      why: "",
      featureId: null,
      state: "done",
      boxes,
      createdAt,
      plannedAt: boxes.length === 0 ? null : createdAt,
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

/** The sprint in which an item was finished, after those from which it was carried over. */
function sprintsUntil(closedAt: number, random: Random, calendar: Calendar): readonly Box[] {
  const { home } = teamOf("checkout");
  const boxes = home.system === "jira" ? calendar.boxesBefore(home, sprintsBefore) : [];
  const last = boxes.findLastIndex(({ startsAt }) => startsAt <= closedAt);
  const most = last <= lastCarried ? last : 0;
  let times = 0;
  while (times < most && random.chance(likelihoods[times] ?? oftener)) times += 1;
  return boxes.slice(last - times, last + 1);
}
