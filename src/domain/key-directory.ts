import { isKeyRef, keyRef } from "./ids.ts";
import type { KeyRef, LinkEnd } from "./ids.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
import { sortedBy } from "./ordering.ts";
import type { Train } from "./train.ts";
import type { Presence, WorkItem } from "./work-item.ts";

/** Finds items by what people wrote. */
export type KeyDirectory = {
  /** @param reporter the other end of the link: of several items with one key, the one in its connection is meant. */
  itemOf(end: LinkEnd, reporter: LinkEnd): WorkItem | undefined;
  /** Whether an end without an item can still be a work item: not `UTF-8`, not a pull request. */
  isPlausible(end: LinkEnd): boolean;
};

export function keyDirectory(model: Model, train: Train): KeyDirectory {
  const byKey = itemsByKey(model);
  const names = nameDirectory(model.names);
  const called = (key: KeyRef): readonly WorkItem[] =>
    byKey.get(key) ?? names.formerlyCalled(key).flatMap((id) => model.items.get(id) ?? []);
  /** A present key wins over a former one, that over one of a project or repository that was renamed. */
  const everCalled = (key: KeyRef): readonly WorkItem[] => {
    const found = called(key);
    if (found.length > 0) return found;
    return names
      .presentKeys(key)
      .flatMap((one) => called(one.key).filter(({ connection }) => connection === one.connection));
  };
  const projects = knownProjects(model, train);
  const pullRequests = new Set<LinkEnd>(model.pullRequests.map(({ key }) => keyRef("github", key)));
  return {
    itemOf(end, reporter) {
      if (!isKeyRef(end)) return model.items.get(end);
      const items = everCalled(end);
      return items.find(({ system, connection }) => reporter.startsWith(`${system}:${connection}:`)) ?? items.at(0);
    },
    isPlausible(end) {
      if (end.startsWith("key:jira:")) return projects.has(projectOf(end.slice("key:jira:".length)));
      return !pullRequests.has(end);
    },
  };
}

const readability: Readonly<Record<Presence, string>> = { present: "0", gone: "1", stub: "2" };

/** Per key, what was read whole first, then by id. */
function itemsByKey(model: Model): ReadonlyMap<KeyRef, readonly WorkItem[]> {
  const byKey = new Map<KeyRef, WorkItem[]>();
  for (const item of sortedBy(model.items.values(), ({ id, presence }) => readability[presence] + id)) {
    const key = keyRef(item.system, item.key);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [item]);
    else others.push(item);
  }
  return byKey;
}

function knownProjects(model: Model, train: Train): ReadonlySet<string> {
  const fromTeams = train.teams.flatMap(({ from }) => (from.system === "jira" ? from.projects : []));
  const projects = new Set(fromTeams.map((project) => project.toUpperCase()));
  for (const item of model.items.values()) {
    if (item.system === "jira") projects.add(projectOf(item.key.toUpperCase()));
  }
  for (const { system, kind, name } of model.names) {
    if (system === "jira" && kind === "container") projects.add(name.toUpperCase());
  }
  return projects;
}

/** `PAY` of `PAY-12`. */
function projectOf(key: string): string {
  return key.slice(0, key.lastIndexOf("-"));
}
