import { cadenceOf } from "./cadence.ts";
import { dayAt, mondayFrom } from "./days.ts";
import { incrementsOf } from "./increments.ts";
import type { ProposedCalendar } from "./proposal.ts";
import type { TeamBox } from "./team-boxes.ts";

const fortnight = 14;
/** A sprint that begins later (days) is a list for later, or a slip of the pen. */
const farAhead = 400;
/** What was before a pause of more than a year (days) is another calendar. */
const longPause = 366;

/** The increments and iterations of the train; from a usual rhythm, if no box has dates. */
export function calendarOf(
  boxes: readonly TeamBox[],
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): ProposedCalendar {
  const today = dayAt(now, timeZone);
  const near = afterPause(boxes.filter(({ startsOn }) => startsOn <= today + farAhead));
  const cadence = cadenceOf(near);
  if (cadence === null) {
    const startsOn = mondayFrom(today - 6);
    const first = { startsOn, endsOn: startsOn + fortnight, names: [] };
    return {
      increments: incrementsOf({ periods: [first], length: fortnight }, [], today),
      length: fortnight,
      confidence: "guess",
      why: "nothing has dates: two weeks are usual; correct the days",
    };
  }
  const { length, lengths } = cadence;
  const inStep = [...lengths.values()].filter((days) => days === length).length;
  const shown = cadence.periods.filter(({ names }) => names.length > 0).length;
  return {
    increments: incrementsOf(cadence, near, today),
    length,
    confidence: shown >= 3 && inStep >= lengths.size / 2 ? "sure" : "likely",
    why: `${beginners(inStep, lengths.size)} one every ${daysWords(length)}`,
  };
}

function beginners(inStep: number, teams: number): string {
  if (teams === 1) return "the team with dates begins";
  return `${inStep} of ${teams} teams ${inStep === 1 ? "begins" : "begin"}`;
}

/** @param boxes in their order in time */
function afterPause(boxes: readonly TeamBox[]): readonly TeamBox[] {
  let ended = boxes[0]?.endsOn ?? 0;
  let first = 0;
  for (const [place, { startsOn, endsOn }] of boxes.entries()) {
    if (startsOn - ended > longPause) first = place;
    ended = Math.max(ended, endsOn);
  }
  return boxes.slice(first);
}

/** `2 weeks`, `10 days` */
export function daysWords(days: number): string {
  if (days % 7 !== 0) return `${days} days`;
  return days === 7 ? "week" : `${days / 7} weeks`;
}
