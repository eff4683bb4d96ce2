import type { TrainView } from "../domain/model/train-plan.ts";
import type { Progress, Rollup } from "../domain/rollup/rollup.ts";
import type { Block } from "../ports/document.ts";
import { dayOf, daysOf, lastDayBefore } from "./dates.ts";
import { strong, text } from "./item-words.ts";
import { asFarAsRead } from "./staleness.ts";
import { counted } from "../domain/counted.ts";
import { reasonsWords, tenths, verdictName, verdictTones } from "./verdict-words.ts";

/** The verdict and its reasons, the progress of the present increment, and the rest. */
export function verdictPanel(rollup: Rollup, view: TrainView): Block {
  const { level, reasons } = rollup.verdict;
  const lines = [incrementWords(rollup), whereWeAre(rollup, view), calendarWords(rollup, view), sizeWords(rollup)];
  return {
    type: "panel",
    tone: asFarAsRead(rollup) === "" ? verdictTones[level] : "warning",
    paragraphs: [
      [strong(`${verdictName(level)}${asFarAsRead(rollup)}: `), text(`${reasonsWords(reasons)}.`)],
      ...lines.filter((line) => line !== "").map((line) => [text(line)]),
    ],
  };
}

/** `Increment 2026.4: 125 of 284 items done (44 %), 398 of 941 pt.` */
function incrementWords({ increment, inIncrement }: Rollup): string {
  return increment === "" ? "" : `Increment ${increment}: ${progressWords(inIncrement)}.`;
}

/** `125 of 284 items done (44 %), 398 of 941 pt`. */
export function progressWords({ items, done, points, pointsDone }: Omit<Progress, "inProgress" | "cancelled">): string {
  const most = done < items ? 99 : 100;
  const share = items === 0 ? "" : ` (${Math.min(Math.round((100 * done) / items), most)} %)`;
  const estimated = points === 0 ? "" : `, ${tenths(pointsDone)} of ${tenths(points)} pt`;
  return `${done} of ${counted(items, "item")} done${share}${estimated}`;
}

function whereWeAre({ iteration, increment: key, calendar }: Rollup, { train, at }: TrainView): string {
  const { startsAt, endsAt, state } = calendar;
  if (startsAt === null || endsAt === null || state === "over") return "";
  if (at < startsAt) return `It starts on ${dayOf(startsAt, train.timeZone)}.`;
  const iterations = train.increments.find((one) => one.key === key)?.iterations ?? [];
  const place = iterations.findIndex((one) => one.key === iteration);
  const current = iterations[place];
  const now =
    current === undefined
      ? "It is between iterations"
      : `It is in iteration ${current.key}, ${place + 1} of ${iterations.length} (${daysOf(current, train.timeZone)})`;
  return `${now}, and ends on ${lastDayBefore(endsAt, train.timeZone)}.`;
}

/** Without a next increment people can plan nothing, and Signalbox reports nothing. */
function calendarWords({ increment, calendar: { endsAt, state } }: Rollup, { train }: TrainView): string {
  const add = "add the next increment to the train file";
  if (endsAt === null) return `This train has no calendar: ${add}.`;
  const end = lastDayBefore(endsAt, train.timeZone);
  if (state === "over")
    return `The calendar of this train ended on ${end}: ${add}. Until then no comments are written.`;
  return state === "ends-soon" ? `No increment follows ${increment}, which ends on ${end}: ${add}.` : "";
}

function sizeWords({ total, features, dependencies, teams }: Rollup): string {
  const { total: all, open, crossTeam, crossTracker } = dependencies;
  const whole = `In all increments and the backlog: ${counted(teams.length, "team")}, ${counted(features, "feature")}, ${total.done} of ${counted(total.items, "item")} done`;
  return `${whole}; ${counted(all, "dependency", "dependencies")} (${open} open, ${crossTeam} between teams, ${crossTracker} across trackers).`;
}
