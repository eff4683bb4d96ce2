import type { KnownName } from "../../src/domain/items/names.ts";
import type { Container, SeenName } from "../../src/ports/connector.ts";

export type Memory = {
  /** What things were called so far. */
  readonly known: readonly KnownName[];
  /** What has the id today, by its present name; null where that is not to be seen. */
  readonly presentOf: (nativeId: string) => Promise<Container | null>;
};

/**
 * A name of the train file means the project or repository that it was first found to mean. Where something else took
 * the name over, or nothing has it any more, that one is read on under its present name; unless the train file names it by
 * that as well, or it is gone: then the name means who has it.
 */
export async function withRemembered(
  found: readonly Container[],
  { known, presentOf }: Memory,
): Promise<{ readonly containers: readonly Container[]; readonly notes: readonly string[] }> {
  const containers: Container[] = [];
  const notes: string[] = [];
  for (const one of found) {
    const id = rememberedId(known, one);
    const isAsBefore = id === undefined || id === one.nativeId;
    const isNamedAnyway = found.some(({ nativeId }) => nativeId === id);
    const remembered = isAsBefore || isNamedAnyway ? null : await presentOf(id);
    containers.push(remembered === null ? one : { ...remembered, name: one.name });
    if (remembered !== null && one.nativeId !== null) {
      notes.push(
        `${one.name} is the name of something else by now. What was read under it so far is called ${remembered.key} and is read on: write ${remembered.key} into the train file, and ${one.name} beside it where the new one is meant as well`,
      );
    }
  }
  return { containers, notes };
}

/** Of two that share it, the one that had it first: what took it over has it as its present name. */
function rememberedId(known: readonly KnownName[], { name }: Container): string | undefined {
  const found = known.filter((one) => one.kind === "container" && one.name.toLowerCase() === name.toLowerCase());
  return (found.find(({ isCurrent }) => !isCurrent) ?? found[0])?.nativeId;
}

/** A project or repository by the name it has today; nothing where that is not known. */
export function seenContainer({ name, nativeId, key }: Container): SeenName[] {
  return nativeId === null || key === null ? [] : [{ kind: "container", nativeId, name: key, called: [name] }];
}
