import type { KnownName } from "../domain/items/names.ts";
import { findingText } from "../domain/setup/finding.ts";
import type { Container, Probe, SeenName, Source, UnreadPart } from "../ports/connector.ts";
import type { ReadContext, Reading } from "./read-context.ts";

type Checking = Pick<ReadContext, "source" | "store">;

const checked = new WeakSet<Source>();

/** Probes a connection, given the stored names of projects, repositories, link types and fields. */
export async function check({ source, store }: Checking): Promise<Probe> {
  const probe = await source.probe(await store.names(source.connection));
  checked.add(source);
  return probe;
}

/**
 * Probes a connection before this process first reads it. The first sweep may be an hour away; until then the process
 * would use the train file's names even after a rename.
 */
export async function ensureChecked(context: Checking): Promise<void> {
  if (!checked.has(context.source)) await check(context);
}

/** Whether an unreadable part has no failure in the stream ledger: it is new, or another process has read it. */
export async function isOutdated({ source, store }: Checking, unread: readonly UnreadPart[]): Promise<boolean> {
  const noted = await Promise.all(unread.map(({ name }) => store.stream(source.connection, name)));
  return noted.some((state) => state === null || state.failure === null);
}

/** Logs what a probe found. @returns the same for people */
export function logNotes({ source, runtime }: ReadContext, probe: Probe): readonly string[] {
  const notes = probe.notes.map(findingText);
  for (const note of notes) runtime.log.info({ connection: source.connection, note }, "connection note");
  return notes;
}

/** Stores the names from a probe, so that a renamed container keeps its items. */
export async function noteNames({ source, store, changes }: Reading, probe: Probe): Promise<void> {
  const known = await store.names(source.connection);
  const reassigned = probe.containers.filter((container) => isAnother(container, known));
  for (const container of reassigned) await readAnew({ source, store }, container);
  const written = await store.saveNames(source, [...probe.containers.flatMap(seenContainer), ...(probe.names ?? [])]);
  changes.add({ written, changed: [] });
}

function seenContainer({ name, nativeId, key }: Container): SeenName[] {
  return nativeId === null || key === null ? [] : [{ kind: "container", nativeId, name: key, called: [name] }];
}

/** Whether the name belonged to another container before. */
function isAnother({ name, nativeId }: Container, known: readonly KnownName[]): boolean {
  const before = known.filter((one) => one.kind === "container" && one.name.toLowerCase() === name.toLowerCase());
  return nativeId !== null && before.length > 0 && before.every((one) => one.nativeId !== nativeId);
}

/** Resets the watermark, which belongs to the container that had this name before. */
async function readAnew({ source, store }: Checking, { name }: Container): Promise<void> {
  for (const stream of source.streams().filter(({ container }) => container === name)) {
    const before = await store.stream(source.connection, stream.name);
    if (before !== null) await store.saveStream({ ...before, watermark: null, token: null });
  }
}
