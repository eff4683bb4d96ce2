/**
 * Signalbox computes ids from the tracker's own stable id, never from a key that can move, so that a rebuild gives
 * equal rows and a rename or a move keeps the item.
 */
export type System = "jira" | "github";

/** `jira:acme-jira:issue:10234`: system, connection, the tracker's numeric id. */
export type WorkItemId = `${System}:${string}:issue:${string}`;

/**
 * A timebox of the tracker: `jira:acme-jira:sprint:12`, `jira:acme-jira:version:7`, `github:acme-github:milestone:99`, or
 * an iteration of a GitHub project, by its field, start, length and title: GitHub gives it another id with each edit of
 * the field.
 */
export type SprintId = `${System}:${string}:${SprintKind}:${string}`;
export type SprintKind = "sprint" | "version" | "milestone" | "iteration";

/**
 * An end known only by a text: `key:jira:PAY-12`, `key:github:acme/api#7`. If the text has an address, it includes the
 * site: `key:jira:PAY-12@acme.atlassian.net`.
 */
export type KeyRef = `key:${System}:${string}`;

/** One end of a link: an item of the model, or a key that must be resolved against it. */
export type LinkEnd = WorkItemId | KeyRef;

/** The source of a record: the tracker, and the configured connection to it. */
export type Origin = { readonly system: System; readonly connection: string };

export function workItemId(origin: Origin, nativeId: string): WorkItemId {
  return `${origin.system}:${origin.connection}:issue:${nativeId}`;
}

export function sprintId(origin: Origin, kind: SprintKind, nativeId: string): SprintId {
  return `${origin.system}:${origin.connection}:${kind}:${nativeId}`;
}

/**
 * Jira keys compare in upper case, GitHub references in lower case.
 * @param site of the address in the text, see `siteOf`; null for a plain key
 */
export function keyRef(system: System, key: string, site: string | null = null): KeyRef {
  const plain = system === "jira" ? key.toUpperCase() : key.toLowerCase();
  return `key:${system}:${plain}${site === null ? "" : `@${site}`}`;
}

/** The parts of a reference: the key, and the site of the address in the text. No key contains an `@`. */
export function keyRefParts(ref: KeyRef): {
  readonly system: System;
  readonly key: string;
  readonly site: string | null;
} {
  const system = ref.startsWith("key:jira:") ? "jira" : "github";
  const named = ref.slice(`key:${system}:`.length);
  const at = named.indexOf("@");
  return at === -1
    ? { system, key: named, site: null }
    : { system, key: named.slice(0, at), site: named.slice(at + 1) };
}

export function isKeyRef(end: LinkEnd): end is KeyRef {
  return end.startsWith("key:");
}
