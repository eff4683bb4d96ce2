import type { Random } from "../random.ts";

/** What every feature brings along, and what teams plan far too late. */
const chores: readonly ((noun: string) => string)[] = [
  (noun) => `task: Alerts and a runbook for ${noun}`,
  (noun) => `task: Help page and release note for ${noun}`,
  (noun) => `task: Roll out ${noun} to 1%, 10% and everybody`,
  (noun) => `task: Have ${noun} translated into the seven shop languages`,
  (noun) => `task: Watch five merchants use ${noun} and write down where they stop`,
  (noun) => `task: Load test ${noun} at twice last December's peak`,
  (noun) => `bug: Logs of ${noun} contain e-mail addresses`,
  (noun) => `task: Show the use of ${noun} in the weekly figures`,
  (noun) => `task: Threat model for ${noun}`,
  (noun) => `task: Remove what ${noun} replaces`,
];

/** Two or three of them. @param noun as people call the feature in passing */
export function choresOf(random: Random, noun: string): readonly string[] {
  return random
    .shuffled(chores)
    .slice(0, random.int(2, 3))
    .map((chore) => chore(noun));
}
