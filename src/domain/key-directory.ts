import { isKeyRef, keyRef, keyRefParts } from "./ids.ts";
import type { KeyRef, LinkEnd, Origin } from "./ids.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
import { sortedBy } from "./ordering.ts";
import { siteDirectory, type SiteDirectory } from "./site-directory.ts";
import type { Train } from "./train.ts";
import type { Presence, WorkItem } from "./work-item.ts";

/** Finds items by what people wrote. */
export type KeyDirectory = {
  /**
   * @param reporter the other end of the link: of several items with one key, the one in its connection is meant. An
   * address means an item of the connection whose site it is, and no other.
   */
  itemOf(end: LinkEnd, reporter: LinkEnd): WorkItem | undefined;
  /** Whether an end without an item can still be a work item: not `UTF-8`, not a pull request, not of somebody else's site. */
  isPlausible(end: LinkEnd): boolean;
  /** One name for an end without an item, however it was written. */
  nameOf(end: LinkEnd, reporter: LinkEnd): LinkEnd;
};

export function keyDirectory(model: Model, train: Train): KeyDirectory {
  const byKey = itemsByKey(model);
  const sites = siteDirectory(model);
  const names = nameDirectory(model.names);
  const called = (key: KeyRef): readonly WorkItem[] =>
    byKey.get(key) ?? names.formerlyCalled(key).flatMap((id) => model.items.get(id) ?? []);
  /** A present key wins over a former one, that over one of a project or repository that was renamed. */
  const everCalled = (key: KeyRef, fits: (item: WorkItem) => boolean): readonly WorkItem[] => {
    const present = (byKey.get(key) ?? []).filter(fits);
    if (present.length > 0) return present;
    const former = names.formerlyCalled(key).flatMap((id) => model.items.get(id) ?? []);
    const found = former.filter(fits);
    if (found.length > 0) return found;
    return names
      .presentKeys(key)
      .flatMap((one) => called(one.key).filter((item) => item.connection === one.connection && fits(item)));
  };
  const projects = knownProjects(model, train);
  const pullRequests = pullRequestsOf(model);
  return {
    itemOf(end, reporter) {
      if (!isKeyRef(end)) return model.items.get(end);
      const { system, key, site } = keyRefParts(end);
      const ref = keyRef(system, key);
      if (site !== null) return everCalled(ref, isOf(sites.connectionOf(system, site))).at(0);
      const items = everCalled(ref, () => true);
      return items.find(({ system, connection }) => reporter.startsWith(`${system}:${connection}:`)) ?? items.at(0);
    },
    isPlausible(end) {
      if (!isKeyRef(end)) return true;
      const { system, key, site } = keyRefParts(end);
      if (site !== null) {
        const connection = sites.connectionOf(system, site);
        return connection !== null && !pullRequests.has(`${connection} ${keyRef(system, key)}`);
      }
      return system === "jira" ? projects.has(projectOf(key)) : !pullRequests.has(keyRef(system, key));
    },
    nameOf: (end, reporter) => (isKeyRef(end) ? nameIn(sites, end, reporter) : end),
  };
}

function isOf(wanted: string | null): (item: Origin) => boolean {
  return ({ connection }) => connection === wanted;
}

/** A plain key means the reporter's own site first: what means the same by an address is called by its key too. */
function nameIn(sites: SiteDirectory, end: KeyRef, reporter: LinkEnd): KeyRef {
  const { system, key, site } = keyRefParts(end);
  if (site === null) return end;
  const connection = sites.connectionOf(system, site);
  const isUsual = reporter.startsWith(`${system}:${connection}:`) || sites.isOnly(system);
  return keyRef(system, key, isUsual || connection === null ? null : sites.siteOf(system, connection));
}

/** By key, and by connection and key. */
function pullRequestsOf({ pullRequests }: Model): ReadonlySet<string> {
  const keys = pullRequests.map(({ key, connection }) => ({ ref: keyRef("github", key), connection }));
  return new Set(keys.flatMap(({ ref, connection }) => [ref, `${connection} ${ref}`]));
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
