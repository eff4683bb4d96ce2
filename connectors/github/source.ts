import {
  emptyPage,
  type Budget,
  type ConnectorOptions,
  type Coverage,
  type Identity,
  type KeyedIdentity,
  type Peek,
  type Probe,
  type Source,
  type SourcePage,
  type Stream,
  type Watch,
} from "../../src/ports/connector.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { HiddenEntry } from "../../src/ports/members.ts";
import type { Move } from "../../src/ports/webhook.ts";
import { containerStream } from "../../src/domain/model/model.ts";
import { checkAccess } from "./access.ts";
import type { KnownName } from "../../src/domain/items/names.ts";
import type { Account } from "./account.ts";
import { withAllBlockers } from "./blockers.ts";
import type { GithubClient } from "./client.ts";
import { edgePages } from "./edges.ts";
import { fetchIssues } from "./fetch-nodes.ts";
import { lackingIn, missingFactsOf, type HostSchema } from "./host-schema.ts";
import { readIdentities } from "./identities.ts";
import { repoPages } from "./graphql-pages.ts";
import { MilestoneTitles } from "./milestone-titles.ts";
import { handlesClosedBy, mapPull } from "./map-pull.ts";
import { isOwn, mapIssue } from "./map.ts";
import { allMilestones, mentionedMilestones } from "./milestones.ts";
import { mayHavePulls } from "./overview.ts";
import { findMoved } from "./moved.ts";
import { parseAll } from "./pages.ts";
import { peekStream } from "./peek.ts";
import { instantOf, newestOf, partsOf, type MapContext } from "./place.ts";
import { nothingFound, probeHost, type Probed } from "./probe.ts";
import { ProjectReader } from "./projects/read-projects.ts";
import type { RepoNames } from "./repo-names.ts";
import { pullsQuery } from "./queries.ts";
import { Timelines } from "./timelines.ts";
import { meaningOf, milestones, overlapMs, partOf, projects, streamsOf } from "./streams.ts";
import { IssueNode, IssuesPage, PullNode, PullsPage } from "./schema.ts";

/** Facts from every probe, shared with sink and receiver. */
export type Learned = { readonly account: Account; readonly names: RepoNames };

/** The read side of one GitHub. Reads single items in the foreground, streams in the background. */
export class GithubSource implements Source, Watch {
  readonly system = "github";
  readonly connection: string;
  readonly #client: GithubClient;
  readonly #background: GithubClient;
  readonly #account: Account;
  readonly #names: RepoNames;
  readonly #options: ConnectorOptions<GithubConnection>;
  /** Repositories whose issues this source has just read completely. */
  readonly #readWhole = new Set<string>();
  /** Those whose edges, read with the issues, the edges' stream has not used yet. */
  readonly #edgesCame = new Set<string>();
  /** Repositories that were unreadable at the last probe. */
  #hidden: ReadonlySet<string> = new Set();
  readonly #titles = new MilestoneTitles();
  readonly #timelines = new Timelines();
  readonly #projects: ProjectReader;
  #found = nothingFound();
  /** Repositories' names before the last probe. */
  #known: readonly KnownName[] = [];

  constructor(client: GithubClient, { account, names }: Learned, options: ConnectorOptions<GithubConnection>) {
    this.#names = names;
    this.#client = client;
    this.#background = client.inBackground();
    this.#account = account;
    this.#options = options;
    this.connection = options.connection.key;
    this.#projects = new ProjectReader({
      sources: options.scope.projects ?? [],
      clock: options.clock,
      isRead: (repo) => names.namedBy(repo, this.#shown()) !== undefined,
    });
  }

  async probe(known: readonly KnownName[] = []): Promise<Probe> {
    const found = nothingFound();
    this.#found = found;
    this.#known = known;
    // No stream returns an item that became stale during its transfer.
    found.probed = await this.#look(this.#client);
    const { probe } = found.probed;
    this.#hidden = new Set(probe.containers.flatMap(({ name, failure }) => (failure === null ? [] : name)));
    const { notes, names = [] } = await this.#projects.check(this.#client, known);
    return { ...probe, notes: [...probe.notes, ...notes], names: [...(probe.names ?? []), ...names] };
  }

  async #look(client: GithubClient): Promise<Probed> {
    const probed = await probeHost(client, this.#account, { scope: this.#options.scope, known: this.#known });
    this.#names.learn(probed.probe.containers);
    return probed;
  }

  /** Each stream covers one repository, except the milestones' stream, which covers all, and that of the projects. */
  async coverage({ name }: Pick<Stream, "name">): Promise<Coverage> {
    if (name === projects) return { parts: this.#projects.parts(), meaning: meaningOf([]), unread: [] };
    const repos = name === milestones ? this.#repos() : [name.slice(name.indexOf(":") + 1)];
    const parts = repos.map((repo) => ({ id: `repository:${repo.toLowerCase()}`, name: containerStream(repo) }));
    if (name === milestones) return { parts, meaning: meaningOf([]), unread: [] };
    const without = lackingIn(await this.#schemaOf(repos));
    const lacking = missingFactsOf(without);
    return { parts, meaning: meaningOf(without), unread: [], ...(lacking.length > 0 && { lacking }) };
  }

  streams(): readonly Stream[] {
    return streamsOf(this.#repos(), this.#projects.addresses.length > 0);
  }

  requests(): number {
    return this.#client.requests;
  }

  budgets(): readonly Budget[] {
    return this.#client.budgets();
  }

  async *pull(stream: Pick<Stream, "name">, since: number | null): AsyncGenerator<SourcePage> {
    for await (const page of this.#pull(stream, since)) yield { ...page, ...this.#client.toldAt() };
  }

  #pull({ name }: Pick<Stream, "name">, since: number | null): AsyncIterable<SourcePage> {
    if (name === milestones) return this.#milestones();
    if (name === projects) return this.#projectPages();
    const { kind, repo } = partOf(name);
    switch (kind) {
      case "issues":
        return this.#issues(repo, since);
      case "edges":
        return this.#edges(repo);
      case "pulls":
        return this.#pulls(repo, since);
      default:
        return kind satisfies never;
    }
  }

  fetch(handles: readonly string[]): AsyncGenerator<SourcePage> {
    return this.#fetch(this.#client, handles);
  }

  checkAccess(): Promise<void> {
    return checkAccess(this.#client, this.#repos());
  }

  peek(stream: Pick<Stream, "name">, token: string | null): Promise<Peek> {
    // A caller that peeks reads after every change: drops the earlier overview.
    this.#found = nothingFound();
    for (const repo of this.#repos()) if (stream.name === `edges:${repo}`) this.#edgesCame.delete(repo);
    const [kind = "", repo] = stream.name.split(":");
    const name = repo === undefined ? kind : `${kind}:${this.#names.presentOf(repo)}`;
    const repos = this.#repos().map((one) => this.#names.presentOf(one));
    return peekStream(this.#background, repos, { name, token });
  }

  outdate(): void {
    this.#found = nothingFound();
    this.#readWhole.clear();
  }

  async *identities(): AsyncGenerator<readonly (Identity | HiddenEntry)[]> {
    for (const repo of this.#shown()) yield* readIdentities(this.#background, this.#names.presentOf(repo));
    yield* this.#projects.identities(this.#background);
  }

  findMoved(items: readonly KeyedIdentity[]): Promise<readonly Move[]> {
    return findMoved(this.#background, items);
  }

  async *#fetch(client: GithubClient, handles: readonly string[]): AsyncGenerator<SourcePage> {
    const places = this.#shown().concat(this.#projects.addresses);
    for await (const { nodes, called } of fetchIssues(client, places, handles)) {
      const page = await this.#issuesPage(client, nodes, "issue");
      const items = page.items.map((one) => ({ ...one, formerKeys: called.get(one.item.handle) ?? [] }));
      yield { ...page, items, newestAt: null, ...client.toldAt() };
    }
  }

  async #schemaOf([repo = ""]: readonly string[]): Promise<HostSchema> {
    return (await this.#client.documents(partsOf(repo).owner)).schema;
  }

  #repos(): readonly string[] {
    const { containers } = this.#options.scope;
    return containers === "all" ? [] : containers;
  }

  #shown(): readonly string[] {
    return this.#repos().filter((repo) => !this.#hidden.has(repo));
  }

  /** The overview of this run's probe, once for each stream; null without one. */
  #news(stream: string): Probed | null {
    const { probed, served } = this.#found;
    if (served.has(stream)) return null;
    served.add(stream);
    return probed;
  }

  async #context(): Promise<MapContext> {
    return { connection: this.#options.connection, self: await this.#account.self(), milestones: this.#titles };
  }

  async *#milestones(): AsyncGenerator<SourcePage> {
    const { repos } = this.#news(milestones) ?? (await this.#look(this.#background));
    yield await allMilestones(this.#background, repos, this.#titles);
  }

  /** Issues of repositories that no stream reads come with the project, one by one. */
  async *#projectPages(): AsyncGenerator<SourcePage> {
    for await (const { page, foreign } of this.#projects.pages(this.#background)) {
      yield page;
      yield* this.#fetch(this.#background, foreign);
    }
  }

  async *#issues(repo: string, since: number | null): AsyncGenerator<SourcePage> {
    this.#readWhole.delete(repo);
    this.#edgesCame.delete(repo);
    const { issues: query } = await this.#background.documents(partsOf(repo).owner);
    const pages = repoPages(this.#background, {
      what: `reading the issues of ${repo}`,
      repo: this.#names.presentOf(repo),
      query,
      variables: since === null ? {} : { since: new Date(since - overlapMs).toISOString() },
      schema: IssuesPage,
      connectionOf: ({ repository }) => repository.issues,
    });
    for await (const nodes of pages) yield this.#issuesPage(this.#background, nodes, repo);
    if (since !== null) return;
    this.#readWhole.add(repo);
    this.#edgesCame.add(repo);
  }

  async #issuesPage(client: GithubClient, nodes: readonly unknown[], container: string): Promise<SourcePage> {
    const context = await this.#context();
    const { records, rejected } = parseAll(IssueNode, nodes, container);
    const foreign = records.filter((node) => !isOwn(node, context.self));
    const whole = await this.#timelines.of(client, await withAllBlockers(client, foreign));
    const mentions = mentionedMilestones(context.connection, whole);
    this.#titles.learn(mentions);
    return {
      ...emptyPage,
      items: whole.map((node) => mapIssue(context, node)),
      mentions,
      rejected,
      newestAt: newestOf(records),
    };
  }

  async *#edges(repo: string): AsyncGenerator<SourcePage> {
    if (this.#edgesCame.delete(repo)) return;
    const context = { connection: this.#options.connection, milestones: this.#titles };
    yield* edgePages(this.#background, { name: repo, present: this.#names.presentOf(repo) }, context);
  }

  async *#pulls(repo: string, since: number | null): AsyncGenerator<SourcePage> {
    const from = since === null ? null : since - overlapMs;
    const overview = this.#news(`pulls:${repo}`)?.repos.get(repo);
    if (overview !== undefined && !mayHavePulls(overview, from)) return;
    const isCovered = from === null && this.#readWhole.has(repo);
    const context = await this.#context();
    const pages = repoPages(this.#background, {
      what: `reading the pull requests of ${repo}`,
      repo: this.#names.presentOf(repo),
      query: pullsQuery,
      schema: PullsPage,
      connectionOf: ({ repository }) => repository.pullRequests,
    });
    for await (const nodes of pages) {
      const { records, rejected } = parseAll(PullNode, nodes, `${repo} pull request`);
      const fresh = records.filter(({ updatedAt }) => from === null || (instantOf(updatedAt) ?? from) >= from);
      yield {
        ...emptyPage,
        items: isCovered ? [] : await this.#closedBy(fresh),
        pullRequests: fresh.map((node) => mapPull(context, node)),
        rejected,
        newestAt: newestOf(fresh),
      };
      if (fresh.length < records.length) return;
    }
  }

  /** Reads issues of linked pull requests again: linking does not change their `updated`. */
  async #closedBy(pulls: readonly PullNode[]): Promise<SourcePage["items"]> {
    const repos = this.#repos().map((repo) => this.#names.presentOf(repo));
    const pages: SourcePage[] = [];
    for await (const page of this.#fetch(this.#background, handlesClosedBy(pulls, repos))) pages.push(page);
    return pages.flatMap(({ items }) => items);
  }
}
