import { isKeyRef, keyRefParts, type LinkEnd } from "../../src/domain/ids.ts";
import type {
  SeenBox,
  SeenContainer,
  SeenEnd,
  SeenItem,
  SeenLink,
  SiteLook,
} from "../../src/domain/proposal/site-look.ts";
import { isOpen } from "../../src/domain/items/work-item.ts";
import type { PulledItem } from "../../src/ports/connector.ts";
import type { Discovery } from "../../src/ports/discovery.ts";
import type { Clock, Progress } from "../../src/ports/runtime.ts";
import { LookParts } from "../kit/look-parts.ts";
import { Account, type GithubAccount } from "./account.ts";
import { GithubClient, type ClientOptions } from "./client.ts";
import { listRepositories, type SeenRepository } from "./look-repositories.ts";
import { isOwn, mapIssue } from "./map.ts";
import { mapMilestone } from "./milestones.ts";
import { readOverview } from "./overview.ts";
import { parseAll } from "./pages.ts";
import { partsOf } from "./place.ts";
import { listProjects, readMemberships, type Memberships } from "./projects/look-projects.ts";
import { IssueNode, IssuesPage, MilestoneRecord, type RepoOverview } from "./schema.ts";

/** The repositories that changed last, as many as one look reads. */
const mostRepositories = 20;
const perRepository = 60;

/**
 * Looks at the repositories that a token sees on one GitHub, and at the projects of their owners: one request for each
 * of up to 20 repositories, a second one if a project has iterations, one for each of up to 5 owners, and up to 5.
 */
export function createGithubDiscovery(options: ClientOptions): Discovery {
  const client = new GithubClient(options);
  return { look: (progress) => look(client, options.clock, progress) };
}

async function look(client: GithubClient, clock: Clock, progress: Progress): Promise<SiteLook> {
  const { connection } = client;
  const parts = new LookParts();
  const self = await new Account(client, { isOnce: true }).self();
  const listed = await listRepositories(client, parts);
  const near = listed.repositories.slice(0, mostRepositories);
  const names = near.map(({ name }) => name);
  const overview = await parts.read(() => readOverview(client, names), {
    self: null,
    repos: new Map<string, RepoOverview | null>(),
    failures: new Map(),
  });
  const listedProjects = await listProjects(client, names, { parts, clock });
  const projects = listedProjects.projects.filter(({ seen }) => seen.iterationFields.length > 0);
  const pulled: PulledItem[] = [];
  const memberships = new Map<string, Memberships>();
  for (const [place, name] of names.entries()) {
    progress({ label: `${connection.key}: reading its newest issues`, done: place, total: near.length });
    pulled.push(...(await parts.read(() => newestIssues(client, self, name), [])));
    if (projects.length === 0) continue;
    const said = await parts.read(() => readMemberships(client, name, { projects, first: perRepository }), new Map());
    for (const [key, one] of said) memberships.set(key, one);
  }
  const ends = endsOf(pulled);
  return {
    connection: connection.key,
    system: "github",
    account: self.login,
    timeZone: null,
    containers: near.map(seenContainer),
    containersInAll: listed.repositories.length > near.length ? listed.repositories.length : null,
    boards: [],
    boxes: [...overview.repos.values()].flatMap((repo) => (repo === null ? [] : boxesOf(client, repo))),
    projects: listedProjects.projects.map(({ seen }) => seen),
    fields: [],
    linkTypes: [],
    items: pulled.map((one) => ({ ...seenItem(one), ...memberships.get(one.item.key) })),
    links: pulled.flatMap(({ links }) => links).flatMap((link) => seenLink(link, ends)),
    refused: [...listed.notes, ...listedProjects.notes, ...parts.refused],
  };
}

function seenContainer({ name, mayWrite }: SeenRepository): SeenContainer {
  return { key: name, name, creatable: mayWrite ? ["issue"] : [] };
}

/** The look uses no history, the only reader of titles. */
const noTitles = { idOf: () => null };

async function newestIssues(client: GithubClient, self: GithubAccount, name: string): Promise<readonly PulledItem[]> {
  const { owner, repo } = partsOf(name);
  const { repository } = await client.query({
    what: `reading the newest issues of ${name}`,
    owner,
    schema: IssuesPage,
    query: (await client.documents(owner)).newestIssues,
    variables: { owner, name: repo, first: perRepository },
    remedies: { forbidden: `Give the token of ${client.connection.key} the permission "Issues: read" on ${name}.` },
  });
  const { records } = parseAll(IssueNode, repository.issues.nodes ?? [], name);
  return records
    .filter((node) => !isOwn(node, self))
    .map((node) => mapIssue({ connection: client.connection, self, milestones: noTitles }, node));
}

function boxesOf(client: GithubClient, repo: RepoOverview): readonly SeenBox[] {
  const { records } = parseAll(MilestoneRecord, repo.milestones?.nodes ?? [], `${repo.nameWithOwner} milestone`);
  return records.map((record): SeenBox => {
    const { nativeId, name, state, startsAt, endsAt, container } = mapMilestone(client.connection, repo, record);
    return { id: nativeId, kind: "milestone", name, state, startsAt, endsAt, board: null, container };
  });
}

function seenItem({ item }: PulledItem): SeenItem {
  const { key, container, kind, labels, sprintIds } = item;
  return {
    key,
    container,
    isOpen: isOpen(item),
    isPlannable: kind !== "epic" && kind !== "subtask",
    boxes: sprintIds.map((id) => id.slice(id.lastIndexOf(":") + 1)),
    labels,
    numbers: {},
    timeZones: [],
    assignees: [],
    projects: [],
  };
}

function endsOf(pulled: readonly PulledItem[]): ReadonlyMap<LinkEnd, SeenEnd> {
  const all = pulled.flatMap(({ item, stubs }) => [...stubs, item]);
  return new Map(
    all.map(({ id, system, key, container, closedAt }) => [id, { system, key, container, closedAt }] as const),
  );
}

function seenLink(
  { id, source, target }: PulledItem["links"][number],
  ends: ReadonlyMap<LinkEnd, SeenEnd>,
): readonly SeenLink[] {
  const [from, to] = [source, target].map((end) => ends.get(end) ?? namedEnd(end));
  return from == null || to == null ? [] : [{ id, type: null, source: from, target: to }];
}

/** An end that a text names. */
function namedEnd(end: LinkEnd): SeenEnd | null {
  if (!isKeyRef(end)) return null;
  const { system, key } = keyRefParts(end);
  const at = system === "jira" ? key.lastIndexOf("-") : key.lastIndexOf("#");
  return { system, key, container: key.slice(0, Math.max(0, at)), closedAt: null };
}
