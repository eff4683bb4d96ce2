import type { ConnectorOptions, Probe, Source, SourcePage, Stream } from "../../src/ports/connector.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Account } from "./account.ts";
import { withAllBlockers } from "./blockers.ts";
import type { GithubClient } from "./client.ts";
import { fetchNodes } from "./fetch-nodes.ts";
import { repoPages } from "./graphql-pages.ts";
import { mapEdges } from "./map-edges.ts";
import { mapMilestone } from "./map-milestone.ts";
import { mapPull } from "./map-pull.ts";
import { isOwn, mapIssue } from "./map.ts";
import { emptyPage, parseAll, restPages } from "./pages.ts";
import { instantOf, partsOf, type MapContext } from "./place.ts";
import { probeHost, type Probed } from "./probe.ts";
import { edgesQuery, issuesQuery, pullsQuery } from "./queries.ts";
import { EdgesNode, IssueNode, IssuesPage, MilestoneRecord, PullNode, PullsPage, Records100 } from "./schema.ts";

/** GitHub's `updated` and its lists may lag behind each other: what changed shortly before is read twice. */
const overlapMs = 5 * 60_000;

const kinds = ["milestones", "issues", "edges", "pulls"] as const;
type Kind = (typeof kinds)[number];
const modes: Readonly<Record<Kind, Stream["mode"]>> = {
  milestones: "full",
  issues: "incremental",
  edges: "full",
  pulls: "incremental",
};

/** The read side of one GitHub. */
export class GithubSource implements Source {
  readonly system = "github";
  readonly connection: string;
  readonly #client: GithubClient;
  readonly #account: Account;
  readonly #options: ConnectorOptions<GithubConnection>;
  /** Repositories whose issues were just read whole: their edges came with them. */
  readonly #readWhole = new Set<string>();
  #host: Promise<Probed> | null = null;

  constructor(client: GithubClient, account: Account, options: ConnectorOptions<GithubConnection>) {
    this.#client = client;
    this.#account = account;
    this.#options = options;
    this.connection = options.connection.key;
  }

  async probe(): Promise<Probe> {
    this.#host = probeHost(this.#client, this.#account, this.#options.scope);
    return (await this.#host).probe;
  }

  streams(): readonly Stream[] {
    return kinds.flatMap((kind) => this.#repos().map((repo) => ({ name: `${kind}:${repo}`, mode: modes[kind] })));
  }

  requests(): number {
    return this.#client.requests;
  }

  async *pull({ name }: Stream, since: number | null): AsyncGenerator<SourcePage> {
    const repo = name.slice(name.indexOf(":") + 1);
    switch (kinds.find((kind) => name.startsWith(`${kind}:`))) {
      case "milestones":
        yield* this.#milestones(repo);
        return;
      case "issues":
        yield* this.#issues(repo, since);
        return;
      case "edges":
        yield* this.#edges(repo);
        return;
      case "pulls":
        yield* this.#pulls(repo, since);
        return;
      default:
        throw new TypeError(`no stream ${name}`);
    }
  }

  async *fetch(handles: readonly string[]): AsyncGenerator<SourcePage> {
    for await (const nodes of fetchNodes(this.#client, this.#repos(), handles)) {
      yield { ...(await this.#issuesPage(nodes, "issue")), newestAt: null };
    }
  }

  #repos(): readonly string[] {
    const { containers } = this.#options.scope;
    return containers === "all" ? [] : containers;
  }

  /** For whoever needs the facts without the check having run in this process. */
  #probed(): Promise<Probed> {
    this.#host ??= probeHost(this.#client, this.#account, this.#options.scope);
    return this.#host;
  }

  async #context(): Promise<MapContext> {
    return { connection: this.#options.connection, login: await this.#account.login() };
  }

  async *#milestones(name: string): AsyncGenerator<SourcePage> {
    const repo = (await this.#probed()).repos.get(name);
    if (repo === undefined) throw new TypeError(`no repository ${name}`);
    const context = await this.#context();
    const pages = restPages(this.#client, {
      what: `reading the milestones of ${name}`,
      owner: partsOf(name).owner,
      schema: Records100,
      request: ({ rest }) => rest.issues.listMilestones({ ...partsOf(name), state: "all", per_page: 100 }),
    });
    for await (const page of pages) {
      const { records, rejected } = parseAll(MilestoneRecord, page, `${name} milestone`);
      yield { ...emptyPage, sprints: records.map((record) => mapMilestone(context, repo, record)), rejected };
    }
  }

  async *#issues(repo: string, since: number | null): AsyncGenerator<SourcePage> {
    this.#readWhole.delete(repo);
    const pages = repoPages(this.#client, {
      what: `reading the issues of ${repo}`,
      repo,
      query: issuesQuery,
      variables: since === null ? {} : { since: new Date(since - overlapMs).toISOString() },
      schema: IssuesPage,
      connectionOf: ({ repository }) => repository.issues,
    });
    for await (const nodes of pages) yield this.#issuesPage(nodes, repo);
    if (since === null) this.#readWhole.add(repo);
  }

  async #issuesPage(nodes: readonly unknown[], container: string): Promise<SourcePage> {
    const context = await this.#context();
    const { records, rejected } = parseAll(IssueNode, nodes, container);
    const foreign = records.filter((node) => !isOwn(node, context.login));
    const whole = await withAllBlockers(this.#client, foreign);
    const instants = records.flatMap(({ updatedAt }) => instantOf(updatedAt) ?? []);
    return {
      ...emptyPage,
      items: whole.map((node) => mapIssue(context, node)),
      rejected,
      newestAt: instants.length === 0 ? null : Math.max(...instants),
    };
  }

  async *#edges(repo: string): AsyncGenerator<SourcePage> {
    if (this.#readWhole.delete(repo)) return;
    const pages = repoPages(this.#client, {
      what: `reading the dependencies of ${repo}`,
      repo,
      query: edgesQuery,
      schema: IssuesPage,
      connectionOf: ({ repository }) => repository.issues,
    });
    for await (const nodes of pages) {
      const { records, rejected } = parseAll(EdgesNode, nodes, repo);
      const whole = await withAllBlockers(this.#client, records);
      yield { ...emptyPage, edges: whole.map((node) => mapEdges(this.#options.connection, node)), rejected };
    }
  }

  async *#pulls(repo: string, since: number | null): AsyncGenerator<SourcePage> {
    const context = await this.#context();
    const from = since === null ? null : since - overlapMs;
    const pages = repoPages(this.#client, {
      what: `reading the pull requests of ${repo}`,
      repo,
      query: pullsQuery,
      schema: PullsPage,
      connectionOf: ({ repository }) => repository.pullRequests,
    });
    for await (const nodes of pages) {
      const { records, rejected } = parseAll(PullNode, nodes, `${repo} pull request`);
      const fresh = records.filter(({ updatedAt }) => from === null || (instantOf(updatedAt) ?? from) >= from);
      const instants = fresh.flatMap(({ updatedAt }) => instantOf(updatedAt) ?? []);
      yield {
        ...emptyPage,
        items: from === null ? [] : await this.#closedBy(fresh),
        pullRequests: fresh.map((node) => mapPull(context, node)),
        rejected,
        newestAt: instants.length === 0 ? null : Math.max(...instants),
      };
      if (fresh.length < records.length) return;
    }
  }

  /** Linking a pull request puts an issue in progress without touching its `updated`: such issues are read again. */
  async #closedBy(pulls: readonly PullNode[]): Promise<SourcePage["items"]> {
    const scope = new Set(this.#repos().map((repo) => repo.toLowerCase()));
    const issues = pulls.flatMap(({ closingIssuesReferences }) => closingIssuesReferences?.nodes ?? []);
    const handles = issues.flatMap((issue) =>
      issue !== null && scope.has(issue.repository.nameWithOwner.toLowerCase()) ? issue.id : [],
    );
    const pages: SourcePage[] = [];
    for await (const page of this.fetch([...new Set(handles)])) pages.push(page);
    return pages.flatMap(({ items }) => items);
  }
}
