import { byCount, percent } from "./counting.ts";
import { answerTo, type Answers, type Decision, type Question } from "./decision.ts";
import { isTimeZone } from "../schedule/civil-day.ts";
import type { SiteLook } from "./site-look.ts";

const majority = 0.6;

/**
 * The time zone in which days begin: that of most people who work on the items, else of our account.
 * @param here the time zone of this machine
 */
export function proposeTimeZone(
  looks: readonly SiteLook[],
  here: string,
  answers: Answers,
): { readonly timeZone: Decision<string>; readonly questions: readonly Question[] } {
  const votes = looks.flatMap(({ items }) => items.flatMap(({ timeZones }) => timeZones)).filter(isTimeZone);
  const counts = byCount(votes);
  const [most] = counts;
  const accounts = looks.flatMap(({ timeZone }) => timeZone ?? []).filter(isTimeZone);
  const [account] = accounts;
  if (most !== undefined && most[1] >= majority * votes.length) {
    const why = `the people on ${percent(most[1], votes.length)} of the sample work there`;
    return { timeZone: { value: most[0], confidence: "sure", why }, questions: [] };
  }
  if (most === undefined && account !== undefined) {
    const why = "our account in the tracker is set to it";
    return { timeZone: { value: account, confidence: "likely", why }, questions: [] };
  }
  const options = [
    ...new Set([...counts.slice(0, 3).map(([zone]) => zone), ...accounts, here, "UTC"].filter(isTimeZone)),
  ];
  const why =
    most === undefined
      ? "it is this machine's; no tracker says"
      : `the people work in ${counts.length} time zones, most of them there`;
  const question: Question = {
    id: "time-zone",
    asks: "In which time zone do the train's days begin?",
    why,
    options: options.map((zone) => ({ value: zone, label: zone })),
  };
  const isOpen = options.length > 1;
  const value = answerTo(question, answers);
  return { timeZone: { value, confidence: isOpen ? "guess" : "likely", why }, questions: isOpen ? [question] : [] };
}
