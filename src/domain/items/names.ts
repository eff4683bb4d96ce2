import { keyRef, workItemId, type KeyRef, type SprintId, type System, type WorkItemId } from "../ids.ts";

/** Kinds of things with names: a project or repository, an item, a sprint, a link type, a field. */
export type NameKind = "container" | "item" | "sprint" | "link-type" | "field";

/** A name under which Signalbox saw a thing, with the tracker's own id. Names change; the id does not. */
export type KnownName = {
  readonly system: System;
  readonly connection: string;
  readonly kind: NameKind;
  readonly nativeId: string;
  readonly name: string;
  /** False once the thing has another name. Items and sprints themselves hold their present key or name. */
  readonly isCurrent: boolean;
};

/**
 * Finds things by any name that they have or had. Names compare without case. A name of a project or repository belongs
 * to one thing: the last one that Signalbox found for it.
 */
export type NameDirectory = {
  /** All names, in lower case, of the project or repository with this name, except those that another thing has now. */
  containerNames(connection: string, name: string): ReadonlySet<string>;
  /** The present name of the project or repository; the given name if no other is known. */
  presentContainer(connection: string, name: string): string;
  /** Whether both names belong to one project or repository. */
  isSameContainer(connection: string, a: string, b: string): boolean;
  /** Items that had the key before. */
  formerlyCalled(key: KeyRef): readonly WorkItemId[];
  /** The present form of a key, per connection whose project or repository was renamed. */
  presentKeys(key: KeyRef): readonly { readonly connection: string; readonly key: KeyRef }[];
  /** Former names of a sprint. */
  formerNamesOf(sprint: SprintId): readonly string[];
  /** All names that a link type has or had. */
  linkTypeNames(connection: string, nativeId: string): readonly string[];
};

type Thing = Pick<KnownName, "connection" | "kind" | "nativeId">;

function thingKey({ connection, kind, nativeId }: Thing): string {
  return `${connection} ${kind} ${nativeId}`;
}

function nameKey({ connection, kind, name }: Pick<KnownName, "connection" | "kind" | "name">): string {
  return `${connection} ${kind} ${name.toLowerCase()}`;
}

const directories = new WeakMap<readonly KnownName[], NameDirectory>();

/** Built once for each list. */
export function nameDirectory(known: readonly KnownName[]): NameDirectory {
  const built = directories.get(known) ?? build(known);
  directories.set(known, built);
  return built;
}

function build(known: readonly KnownName[]): NameDirectory {
  const byThing = Map.groupBy(known, thingKey);
  const byName = Map.groupBy(known, nameKey);
  const bySprint = Map.groupBy(
    known.filter(({ kind }) => kind === "sprint"),
    ({ system, connection, nativeId }): SprintId => `${system}:${connection}:sprint:${nativeId}`,
  );
  const byFormerKey = Map.groupBy(
    known.filter(({ kind }) => kind === "item"),
    ({ system, name }) => keyRef(system, name),
  );
  const containerCalled = (connection: string, name: string) => {
    const found = byName.get(nameKey({ connection, kind: "container", name })) ?? [];
    // A thing that took over a name is here only once the train file means it.
    const one = found.find(({ isCurrent }) => !isCurrent) ?? found.at(0);
    return one === undefined ? [] : (byThing.get(thingKey(one)) ?? []);
  };
  const isTaken = ({ connection, name, nativeId }: KnownName) =>
    (byName.get(nameKey({ connection, kind: "container", name })) ?? []).some(
      (other) => other.isCurrent && other.nativeId !== nativeId,
    );
  const containerNames = (connection: string, name: string) => {
    const known = containerCalled(connection, name);
    const own = known.filter((one) => !isTaken(one)).map((one) => one.name.toLowerCase());
    return new Set(known.length === 0 ? [name.toLowerCase()] : own);
  };
  const presentContainer = (connection: string, name: string) =>
    containerCalled(connection, name).find(({ isCurrent }) => isCurrent)?.name ?? name;
  const renamed = known.filter(({ kind, isCurrent }) => kind === "container" && !isCurrent);
  const byFormerContainer: ReadonlyMap<string, readonly KnownName[]> = Map.groupBy(renamed, ({ system, name }) =>
    keyRef(system, name),
  );
  return {
    containerNames,
    presentContainer,
    isSameContainer: (connection, a, b) => containerNames(connection, a).has(b.toLowerCase()),
    formerlyCalled: (key) => (byFormerKey.get(key) ?? []).map((one) => workItemId(one, one.nativeId)),
    presentKeys: (key) => {
      const end = /[-#]\d+$/u.exec(key)?.[0] ?? "";
      const container = key.slice(0, key.length - end.length);
      const former = byFormerContainer.get(container) ?? [];
      return former.flatMap(({ system, connection, name }) => {
        const present = presentContainer(connection, name);
        return present === name ? [] : { connection, key: keyRef(system, present + end) };
      });
    },
    formerNamesOf: (sprint) => (bySprint.get(sprint) ?? []).map(({ name }) => name),
    linkTypeNames: (connection, nativeId) =>
      (byThing.get(thingKey({ connection, kind: "link-type", nativeId })) ?? []).map(({ name }) => name),
  };
}
