import type { Probe, SeenName } from "../ports/connector.ts";
import type { PullContext } from "./pull.ts";

/** Notes what a check found things to be called: what was renamed keeps what was read of it. */
export async function noteNames({ source, store, changes }: PullContext, probe: Probe): Promise<void> {
  const written = await store.saveNames(source, [...probe.containers.flatMap(seenContainer), ...(probe.names ?? [])]);
  changes.add({ written, changed: [] });
}

function seenContainer({ name, nativeId, key }: Probe["containers"][number]): SeenName[] {
  return nativeId === null || key === null ? [] : [{ kind: "container", nativeId, name: key, called: [name] }];
}
