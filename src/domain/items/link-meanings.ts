import { isKeyRef } from "../ids.ts";
import { nameDirectory, type KnownName } from "./names.ts";
import type { LinkMeaning, Train } from "../model/train.ts";
import type { Link } from "./work-item.ts";

/** The train file's meaning of a link's type; undefined if it has none. */
export type LinkTypeMeaning = (link: Link) => LinkMeaning["means"] | undefined;

/** The train's meaning of Jira's link types: by the type's present name or its id, else by a former name. */
export function linkMeanings(known: readonly KnownName[], train: Train): LinkTypeMeaning {
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
