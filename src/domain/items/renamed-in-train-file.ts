import type { Model } from "../model/model.ts";
import { nameDirectory } from "./names.ts";
import { sortedBy } from "../ordering.ts";
import type { Train } from "../model/train.ts";

/** A former name in the train file: it still works, but people should replace it. */
export type Renamed = {
  readonly kind: "renamed";
  readonly what: "project" | "repository" | "link type";
  readonly name: string;
  readonly present: string;
};

/** Each once, whatever uses the name, sorted by it. */
export function renamedIn(train: Train, model: Pick<Model, "names">): readonly Renamed[] {
  const found = [...renamedContainers(train, model), ...renamedLinkTypes(train, model)];
  return sortedBy(
    new Map(found.map((one) => [`${one.what} ${one.name}`, one])).values(),
    ({ what, name }) => what + name,
  );
}

type Named = { readonly connection: string; readonly what: "project" | "repository"; readonly name: string };

function renamedContainers(train: Train, model: Pick<Model, "names">): readonly Renamed[] {
  const names = nameDirectory(model.names);
  return namedContainers(train).flatMap(({ connection, what, name }) => {
    const present = names.presentContainer(connection, name);
    return isOther(name, present) ? { kind: "renamed", what, name, present } : [];
  });
}

function namedContainers({ teams, rollupTargets }: Train): readonly Named[] {
  return [
    ...teams.flatMap(({ from }) => {
      const { connection } = from;
      return from.system === "jira"
        ? from.projects.map((name): Named => ({ connection, what: "project", name }))
        : from.repos.map((name): Named => ({ connection, what: "repository", name }));
    }),
    ...rollupTargets.map((target): Named => {
      const { connection } = target;
      return target.system === "jira"
        ? { connection, what: "project", name: target.project }
        : { connection, what: "repository", name: target.repo };
    }),
  ];
}

/** Only if no type has the name now: another one may have taken it over. */
function renamedLinkTypes({ linkMeanings, teams }: Train, model: Pick<Model, "names">): readonly Renamed[] {
  const connections = new Set(teams.map(({ from }) => from.connection));
  const types = model.names.filter(({ kind, connection }) => kind === "link-type" && connections.has(connection));
  return linkMeanings.flatMap(({ name }): Renamed[] => {
    const named = types.filter((type) => !isOther(type.name, name));
    const [former] = named;
    if (former === undefined || named.some(({ isCurrent }) => isCurrent)) return [];
    const { connection, nativeId } = former;
    const present = types.find((one) => one.connection === connection && one.nativeId === nativeId && one.isCurrent);
    return present === undefined ? [] : [{ kind: "renamed", what: "link type", name, present: present.name }];
  });
}

function isOther(a: string, b: string): boolean {
  return a.toLowerCase() !== b.toLowerCase();
}
