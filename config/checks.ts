import { checkCalendar } from "./calendar-checks.ts";
import { checkChannels, checkSecrets, checkSources, checkTargets, type Systems } from "./connection-checks.ts";
import { child, elementOrElements, elements, field, type Part, type Report } from "./file-parts.ts";
import { incrementWords } from "./schema.ts";
import { checkStatuses } from "./status-checks.ts";

export type Checking = {
  /** The file's value, with `${NAME}` still masked. */
  readonly masked: unknown;
  /** The file's value, with the environment's values. */
  readonly value: unknown;
  readonly systems: Systems;
  readonly report: Report;
};

/**
 * Checks that the schema cannot express, because they concern several places. They use as much of the file as is valid,
 * so that one error hides no other.
 */
export function checkAcross({ masked, value, systems, report }: Checking): void {
  checkSecrets({ path: [], value: masked }, report);
  const trains = elements({ path: [], value }, "trains");
  checkUnique(trains, "train", report);
  for (const train of trains) {
    checkIncrements(train, report);
    checkUnique(elements(train, "teams"), "team", report);
    checkSources(train, systems, report);
    checkTargets(elementOrElements(child(train, "reports"), "rollup"), systems, report);
    checkChannels({ path: [], value }, train, report);
    checkLinkTypes(train, report);
    checkStatuses(train, systems, report);
  }
  checkTargets(elementOrElements(child({ path: [], value }, "reports"), "portfolio"), systems, report);
}

function checkIncrements(train: Part, report: Report): void {
  const words = incrementWords.filter((word) => field(train.value, word) !== undefined);
  const [first, ...others] = words;
  if (first === undefined) report([...train.path, "increments"], "missing; expected at least one increment");
  for (const word of others) report([...train.path, word], `another word for \`${first}\`; keep one of them`);
  for (const word of words) {
    const increments = elements(train, word);
    checkUnique(increments, "increment", report);
    for (const increment of increments) checkUnique(elements(increment, "iterations"), "iteration", report);
    checkCalendar(increments, report);
  }
}

function checkUnique(parts: readonly Part[], noun: string, report: Report): void {
  const seen = new Set<string>();
  for (const { path, value } of parts) {
    const key = field(value, "key");
    if (typeof key !== "string") continue;
    if (seen.has(key)) report([...path, "key"], `another ${noun} has the key "${key}"; give this one its own`);
    seen.add(key);
  }
}

function checkLinkTypes(train: Part, report: Report): void {
  const seen = new Set<string>();
  for (const { path, value } of elements(child(train, "dependencies"), "jiraLinkTypes")) {
    const name = field(value, "name");
    if (typeof name !== "string") continue;
    if (seen.has(name.toLowerCase())) report([...path, "name"], `link type "${name}" is listed twice; keep one`);
    seen.add(name.toLowerCase());
  }
}
