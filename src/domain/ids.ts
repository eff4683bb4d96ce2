/**
 * Ids are computed from the tracker's own stable id, never from a key that can move,
 * so that a rebuild gives equal rows and a rename or a move keeps the item (DESIGN §5).
 */
export type System = "jira" | "github";

/** `jira:acme-jira:issue:10234`: system, connection, the tracker's numeric id. */
export type WorkItemId = `${System}:${string}:issue:${string}`;

/** A box of the tracker: `jira:acme-jira:sprint:12`, `jira:acme-jira:version:7`, `github:acme-github:milestone:99`. */
export type SprintId = `${System}:${string}:${SprintKind}:${string}`;
export type SprintKind = "sprint" | "version" | "milestone";

/** An end known only by what people wrote: `key:jira:PAY-12`, `key:github:acme/api#7`. */
export type KeyRef = `key:${System}:${string}`;

/** One end of a link: an item of the model, or a key still to be resolved against it. */
export type LinkEnd = WorkItemId | KeyRef;

/** Where a record lives: which tracker, and which configured connection to it. */
export type Origin = { readonly system: System; readonly connection: string };

export function workItemId(origin: Origin, nativeId: string): WorkItemId {
  return `${origin.system}:${origin.connection}:issue:${nativeId}`;
}

export function sprintId(origin: Origin, kind: SprintKind, nativeId: string): SprintId {
  return `${origin.system}:${origin.connection}:${kind}:${nativeId}`;
}

/** Jira keys compare in upper case, GitHub references in lower case. */
export function keyRef(system: System, key: string): KeyRef {
  return `key:${system}:${system === "jira" ? key.toUpperCase() : key.toLowerCase()}`;
}

export function isKeyRef(end: LinkEnd): end is KeyRef {
  return end.startsWith("key:");
}
