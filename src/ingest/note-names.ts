import type { KnownName } from "../domain/items/names.ts";
import type { Container, Probe, SeenName } from "../ports/connector.ts";
import type { PullContext } from "./pull.ts";

/** Notes what a check found things to be called: what was renamed keeps what was read of it. */
export async function noteNames(context: PullContext, probe: Probe): Promise<void> {
  const { source, store, changes } = context;
  const known = await store.names(source.connection);
  for (const one of probe.containers.filter((container) => isAnother(container, known))) await readAnew(context, one);
  const written = await store.saveNames(source, [...probe.containers.flatMap(seenContainer), ...(probe.names ?? [])]);
  changes.add({ written, changed: [] });
}

function seenContainer({ name, nativeId, key }: Container): SeenName[] {
  return nativeId === null || key === null ? [] : [{ kind: "container", nativeId, name: key, called: [name] }];
}

/** Whether the name meant something else so far. */
function isAnother({ name, nativeId }: Container, known: readonly KnownName[]): boolean {
  const before = known.filter((one) => one.kind === "container" && one.name.toLowerCase() === name.toLowerCase());
  return nativeId !== null && before.length > 0 && before.every((one) => one.nativeId !== nativeId);
}

/** How far the former bearer of a name was read says nothing of the one that has it now. */
async function readAnew({ source, store }: PullContext, { name }: Container): Promise<void> {
  for (const stream of source.streams().filter(({ container }) => container === name)) {
    const before = await store.stream(source.connection, stream.name);
    if (before !== null) await store.saveStream({ ...before, watermark: null, token: null });
  }
}
