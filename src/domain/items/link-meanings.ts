import { isKeyRef } from "../ids.ts";
import { nameDirectory, type KnownName } from "./names.ts";
import type { LinkMeaning, Train } from "../model/train.ts";
import type { Link } from "./work-item.ts";

/** What the train file says of a link's type; undefined where it says nothing. */
export type MeaningOf = (link: Link) => LinkMeaning["means"] | undefined;

/** How the train reads Jira's links: by the type's present name or its id, else by a name that it had. */
export function linkMeanings(known: readonly KnownName[], train: Train): MeaningOf {
  const meanings = new Map(train.linkMeanings.map(({ name, means }) => [name.toLowerCase(), means]));
  const names = nameDirectory(known);
  return ({ typeId, typeName, source, target }) => {
    const present = meanings.get(typeName.toLowerCase());
    if (present !== undefined || typeId === null) return present;
    const [, connection = ""] = (isKeyRef(source) ? target : source).split(":");
    const all = [typeId, ...names.linkTypeNames(connection, typeId)];
    return all.map((name) => meanings.get(name.toLowerCase())).find((means) => means !== undefined);
  };
}
