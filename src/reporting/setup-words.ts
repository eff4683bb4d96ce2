import type { Living, SetupFault, TeamSetup } from "../domain/setup/setup-fault.ts";
import { daysOf, lastDayBefore } from "./dates.ts";
import { datesWords } from "./item-words.ts";
import { counted } from "../domain/counted.ts";

/** `Checkout: 62 items owned; of 44 open ones 36 have an iteration and 38 an estimate`. */
export function teamSetupWords({ name, owned, open, withIteration, withEstimate }: TeamSetup): string {
  const [items, ones] = [counted(owned, "item"), counted(open, "open one")];
  return `${name}: ${items} owned; of ${ones} ${counted(withIteration, "has", "have")} an iteration and ${withEstimate} an estimate`;
}

/** The problem and the remedy, in one or two sentences. */
export function setupFaultWords(fault: SetupFault, timeZone: string): string {
  switch (fault.kind) {
    case "team-owns-nothing":
      return `${fault.team} owns no item: correct what \`from\` says of this team.`;
    case "board-without-items":
      return `${fault.team}: no item of the team's projects was ever in a sprint of board ${fault.board}. ${boardsSeen(fault.seen)}`;
    case "value-without-items":
      return fault.isLeftOut
        ? `${fault.team}: no item with the ${criteria[fault.criterion]} “${fault.value}” meets the other criteria of the team as well.`
        : `${fault.team}: no item matches the ${criteria[fault.criterion]} “${fault.value}”.${livingWords(fault)}`;
    case "points-pattern-matches-nothing":
      return `${fault.team}: no label matches the points pattern “${fault.pattern}”, so no item has an estimate.${livingWords(fault)}`;
    case "sprint-pattern-without-items":
      return `${fault.team}: no item was ever in a sprint whose name matches “${fault.pattern}”.${livingWords(fault)}`;
    case "link-type-without-links":
      return `No link has the type “${fault.linkType}”, which the train reads as a dependency.${livingWords(fault)}`;
    case "iteration-pattern-without-sprints":
      return `No sprint matches “${fault.pattern}”, the \`sprintName\` of ${fault.iteration}${fault.isAhead ? ", yet" : ""}.${livingWords(fault)}`;
    case "team-without-plan":
      return unplannedWords(fault);
    case "repository-without-milestones":
      return `${fault.team}: no item of ${fault.repo} is in a milestone, so none has an iteration. Plan with milestones, one per iteration.`;
    case "timebox-without-iteration":
      return strayWords(fault, timeZone);
    case "calendar-mismatch":
      return mismatchWords(fault, timeZone);
    case "renamed":
      return `The ${fault.what} ${fault.name} is now called ${fault.present}, and is read as before: write the new name into the train file.`;
    case "status-word-without-items":
      return `No item has the status, resolution or label “${fault.word}” that \`statuses\` calls ${statusWords[fault.means]}.${livingWords({ ...fault, nearest: null })}`;
    case "increment-ends-soon":
      return `Increment ${fault.increment}, the last of the train file, ends on ${lastDayBefore(fault.endsAt, timeZone)}: add the next one to the train file.`;
    case "calendar-over":
      return `The calendar of the train ended on ${lastDayBefore(fault.endsAt, timeZone)} with increment ${fault.increment}: add the next increment to the train file.`;
  }
}

type TeamWithoutPlan = Extract<SetupFault, { kind: "team-without-plan" }>;

function unplannedWords({ team, open, box, boxes }: TeamWithoutPlan): string {
  const items = open === 1 ? "its only open item" : `none of its ${open} open items`;
  const consequence = `so Signalbox cannot tell whether ${open === 1 ? "it comes" : "they come"} in time`;
  if (boxes.length === 0) {
    const where = open === 1 ? `is in no open ${box} and has no dates` : `is in an open ${box} or has dates`;
    return `${team}: ${items} ${where}, ${consequence}. Plan with ${box}s of the train's calendar.`;
  }
  const lacks = open === 1 ? "has no iteration and no dates" : "has an iteration or dates";
  const named = boxes.map((name) => `“${name}”`).join(", ");
  return `${team}: ${items} ${lacks}, ${consequence}. Give the ${box}s they are in dates, or an iteration their name: ${named}.`;
}

type Fault<Kind> = Extract<SetupFault, { readonly kind: Kind }>;

const boxWords = {
  sprint: "sprint",
  version: "version",
  milestone: "milestone",
  iteration: "iteration of the GitHub project",
} as const;

/** What people can give a timebox: milestones and versions have no start in GitHub, and none that counts in Jira. */
const missingDates = {
  sprint: "a start and an end",
  version: "a release date",
  milestone: "a due date",
  iteration: "a start and an end",
} as const;

/** `Checkout: the sprint “PAY 3” (9 – 28 Nov 2026)` */
function boxInWords(
  { team, box, name, dates }: Fault<"timebox-without-iteration" | "calendar-mismatch">,
  zone: string,
) {
  const when = dates.endsAt === null ? "" : ` (${datesWords(dates, zone)})`;
  return `${team}: the ${boxWords[box]} “${name}”${when}`;
}

function strayWords(fault: Fault<"timebox-without-iteration">, timeZone: string): string {
  const subject = boxInWords(fault, timeZone);
  if (fault.dates.endsAt === null)
    return `${subject} runs without dates, so its items have no iteration. Give it ${missingDates[fault.box]} in the tracker, or an iteration its name (\`sprintName\`).`;
  return `${subject} lies across the iterations of the train, so its items have none. Correct its dates, or those of the iterations in the train file; or give an iteration its name (\`sprintName\`).`;
}

function mismatchWords(fault: Fault<"calendar-mismatch">, timeZone: string): string {
  const { iteration, calendar, isNamed } = fault;
  const place = `${iteration} (${daysOf(calendar, timeZone)})`;
  const what = isNamed ? `has the name of ${place}, but other dates` : `belongs to ${place}, but reaches out of it`;
  const remedy = isNamed ? ", or the iteration's `sprintName`" : "";
  return `${boxInWords(fault, timeZone)} ${what}. Correct its dates in the tracker, or those of the iteration in the train file${remedy}.`;
}

/** A status in a sentence. */
export const statusWords = {
  todo: "to do",
  "in-progress": "in progress",
  done: "done",
  cancelled: "cancelled",
} as const;

const criteria: Readonly<Record<Extract<SetupFault, { kind: "value-without-items" }>["criterion"], string>> = {
  project: "project",
  repo: "repository",
  component: "component",
  label: "label",
  jql: "query",
};

function boardsSeen(boards: readonly number[]): string {
  return boards.length === 0
    ? "None of them was in any sprint: correct `board`, or plan with sprints."
    : `Their sprints are of ${boards.length === 1 ? "board" : "the boards"} ${boards.join(", ")}: correct \`board\`.`;
}

function livingWords({ seen, nearest }: Living): string {
  const meant = nearest === null ? "" : ` Did you mean “${nearest}”?`;
  return seen.length === 0 ? meant : `${meant} There are: ${seen.map((value) => `“${value}”`).join(", ")}.`;
}
