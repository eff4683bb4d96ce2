import { isKeyRef, keyRef, keyRefParts } from "../ids.ts";
import type { KeyRef, LinkEnd, Origin, WorkItemId } from "../ids.ts";
import { projectOf } from "./issue-key.ts";
import type { Called, ModelIndex } from "../model/model-index.ts";
import { nameDirectory } from "./names.ts";
import { sortedBy } from "../ordering.ts";
import { siteDirectory, type SiteDirectory } from "./site-directory.ts";
import type { Train } from "../model/train.ts";
import type { Presence, WorkItem } from "./work-item.ts";

/** Finds items by the keys in texts. */
export type KeyDirectory = {
  /**
   * @param reporter the other end of the link: of several items with one key, the one in its connection wins. An
   * address means an item of a connection with that site, and no other.
   */
  itemOf(end: LinkEnd, reporter: LinkEnd): WorkItem | undefined;
  /** Whether an end without an item can be a work item: not `UTF-8`, not a pull request, not on a foreign site. */
  isPlausible(end: LinkEnd): boolean;
  /** One name for an end without an item, in whatever form the text has it. */
  nameOf(end: LinkEnd, reporter: LinkEnd): LinkEnd;
};

export function keyDirectory(index: ModelIndex, train: Train): KeyDirectory {
  const { itemOf, called } = index;
  const sites = siteDirectory(index);
  const names = nameDirectory(index.names);
  const itemsOf = (ids: readonly WorkItemId[]) => ids.flatMap((id) => itemOf(id) ?? []);
  const nowCalled = (key: KeyRef) => itemsOf(readableFirst(called.of(key)));
  const onceCalled = (key: KeyRef) => itemsOf(names.formerlyCalled(key));
  const everCalled = (key: KeyRef, fits: (item: WorkItem) => boolean): readonly WorkItem[] => {
    // A present key wins over a former one, and that over one of a renamed project or repository.
    const present = nowCalled(key).filter(fits);
    if (present.length > 0) return present;
    const former = onceCalled(key).filter(fits);
    if (former.length > 0) return former;
    return names.presentKeys(key).flatMap(({ key, connection }) => {
      const found = called.of(key).length > 0 ? nowCalled(key) : onceCalled(key);
      return found.filter((item) => item.connection === connection && fits(item));
    });
  };
  const projects = namedProjects(index, train);
  return {
    itemOf(end, reporter) {
      if (!isKeyRef(end)) return itemOf(end) ?? undefined;
      const { system, key, site } = keyRefParts(end);
      const ref = keyRef(system, key);
      const found = everCalled(ref, site === null ? () => true : isOfOne(sites.connectionsOf(system, site)));
      return found.find(({ system, connection }) => reporter.startsWith(`${system}:${connection}:`)) ?? found.at(0);
    },
    isPlausible(end) {
      if (!isKeyRef(end)) return true;
      const { system, key, site } = keyRefParts(end);
      if (site !== null) {
        const connections = sites.connectionsOf(system, site);
        const isPull = (connection: string) => index.isPullRequest(keyRef(system, key), connection);
        return connections.length > 0 && !connections.some(isPull);
      }
      if (system === "github") return !index.isPullRequest(keyRef(system, key), null);
      return projects.has(projectOf(key)) || index.tallies.isProject(projectOf(key));
    },
    nameOf: (end, reporter) => (isKeyRef(end) ? nameIn(sites, end, reporter) : end),
  };
}

function isOfOne(wanted: readonly string[]): (item: Origin) => boolean {
  return ({ connection }) => wanted.includes(connection);
}

/** A plain key means the reporter's own site first: an address with the same meaning gets its key too. */
function nameIn(sites: SiteDirectory, end: KeyRef, reporter: LinkEnd): KeyRef {
  const { system, key, site } = keyRefParts(end);
  if (site === null) return end;
  const connections = sites.connectionsOf(system, site);
  const isUsual = connections.some((one) => reporter.startsWith(`${system}:${one}:`)) || sites.isOnly(system);
  const [named] = isUsual ? [] : connections;
  return keyRef(system, key, named === undefined ? null : sites.siteOf(system, named));
}

const readability: Readonly<Record<Presence, string>> = { present: "0", gone: "1", stub: "2" };

/** Items that Signalbox read come first, then by id. */
function readableFirst(called: readonly Called[]): readonly WorkItemId[] {
  return sortedBy(called, ({ id, presence }) => readability[presence] + id).map(({ id }) => id);
}

/** Projects of the train file, and names that projects have or had, in upper case. */
function namedProjects({ names }: Pick<ModelIndex, "names">, train: Train): ReadonlySet<string> {
  const fromTeams = train.teams.flatMap(({ from }) => (from.system === "jira" ? from.projects : []));
  const known = names.filter(({ system, kind }) => system === "jira" && kind === "container");
  return new Set([...fromTeams, ...known.map(({ name }) => name)].map((project) => project.toUpperCase()));
}
