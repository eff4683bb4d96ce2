/**
 * Why an item's state at an instant is not certain.
 *
 * - `untold`: it changed since, and its tracker gives no history of it. Only its creation, its closing and the dates of its
 *   sprints tell of that time; everything else is as today.
 * - `closing`: it is closed now, and nothing tells when: it counts as open.
 * - `status`: its tracker closed it later, but does not tell from which status: it counts as to do.
 * - `status-words`: nothing tells what its former status means: it counts as to do.
 * - `progress`: an open pull request makes it in progress today, and no tracker tells since when.
 * - `timebox`: it was in a timebox that Signalbox does not know.
 * - `parent`: it had a parent that Signalbox does not know.
 * - `own-dates`: it has start or due dates and changed since; no history has them.
 * - `creation`: nothing tells when it was created: it counts as there.
 * - `deletion`: it is deleted, and nothing tells whether it was then: it counts as deleted.
 */
export type Gap = (typeof gaps)[number];

export const gaps = [
  "untold",
  "closing",
  "status",
  "status-words",
  "progress",
  "timebox",
  "parent",
  "own-dates",
  "creation",
  "deletion",
] as const;
