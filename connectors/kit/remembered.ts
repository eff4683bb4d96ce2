import type { KnownName } from "../../src/domain/items/names.ts";
import type { Container, SeenName } from "../../src/ports/connector.ts";
import type { Note } from "../../src/domain/setup/finding.ts";

export type Memory = {
  /** Known names so far. */
  readonly known: readonly KnownName[];
  readonly group: Note["group"];
  /** The container with this id, under its present name; null if the account cannot see it. */
  readonly presentOf: (nativeId: string) => Promise<Container | null>;
};

/**
 * A name of the train file keeps referring to the project or repository that first had it. If another one takes the
 * name over, or none has it any more, Signalbox still reads the first one under its present name, unless the train file
 * contains that name too, or the first one is gone: then the name refers to its present holder.
 */
export async function withRemembered(
  found: readonly Container[],
  { known, group, presentOf }: Memory,
): Promise<{ readonly containers: readonly Container[]; readonly notes: readonly Note[] }> {
  const containers: Container[] = [];
  const notes: Note[] = [];
  for (const one of found) {
    const id = rememberedId(known, one);
    const isAsBefore = id === undefined || id === one.nativeId;
    const isNamedAnyway = found.some(({ nativeId }) => nativeId === id);
    const remembered = isAsBefore || isNamedAnyway ? null : await presentOf(id);
    containers.push(remembered === null ? one : { ...remembered, name: one.name });
    if (remembered !== null && one.nativeId !== null) {
      notes.push({
        group,
        outcome: "warning",
        means: `${one.name} is the name of something else by now.`,
        remedy: `What was read under it so far is called ${remembered.key} and is read on: write ${remembered.key} into the train file, and ${one.name} beside it where the new one is meant as well`,
      });
    }
  }
  return { containers, notes };
}

/** The id behind a name; of two, the first holder: the second has it as its present name. */
function rememberedId(known: readonly KnownName[], { name }: Container): string | undefined {
  const found = known.filter((one) => one.kind === "container" && one.name.toLowerCase() === name.toLowerCase());
  return (found.find(({ isCurrent }) => !isCurrent) ?? found[0])?.nativeId;
}

/** A project or repository under its present name; empty if that is unknown. */
export function seenContainer({ name, nativeId, key }: Container): SeenName[] {
  return nativeId === null || key === null ? [] : [{ kind: "container", nativeId, name: key, called: [name] }];
}
