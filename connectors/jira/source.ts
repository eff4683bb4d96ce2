import type { SprintKind } from "../../src/domain/ids.ts";
import { issueKey } from "../../src/domain/issue-key.ts";
import type {
  Budget,
  ConnectorOptions,
  Identity,
  Peek,
  Probe,
  RejectedRecord,
  Source,
  SourcePage,
  Stream,
  Watch,
} from "../../src/ports/connector.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { emptyPage } from "../kit/records.ts";
import { readSprints, readVersions, type Boxes } from "./boards.ts";
import { BoxLists } from "./box-lists.ts";
import { Changelogs } from "./changelogs.ts";
import type { JiraClient } from "./client.ts";
import { issueFields } from "./fields.ts";
import { BulkIssues, Issue, IssueRef } from "./schema.ts";
import { instantOf } from "./instant.ts";
import { identitiesJql, issuesJql, membersJql } from "./jql.ts";
import { mapIssue } from "./map.ts";
import { isOwn } from "./managed.ts";
import { parseAll } from "./pages.ts";
import { probeSite, type ProbedSite } from "./probe.ts";
import { searchPages, type Search } from "./search.ts";
import { itemIdOf } from "./site.ts";

const issuesAtOnce = 100;
const idsAtOnce = 5000;

/** The read side of one Jira site. Streams and listings are read in the background, single items are not. */
export class JiraSource implements Source, Watch {
  readonly system = "jira";
  readonly connection: string;
  readonly #client: JiraClient;
  readonly #background: JiraClient;
  readonly #options: ConnectorOptions<JiraConnection>;
  readonly #boxes: BoxLists;
  readonly #changelogs = new Changelogs();
  #site: Promise<ProbedSite> | null = null;

  constructor(client: JiraClient, options: ConnectorOptions<JiraConnection>) {
    this.#client = client;
    this.#background = client.inBackground();
    this.#options = options;
    this.#boxes = new BoxLists(options.scope.versions ? ["sprint", "version"] : ["sprint"]);
    this.connection = options.connection.key;
  }

  /** Can be asked again at any time: what it learns is used from then on, and what was known stays where it fails. */
  async probe(): Promise<Probe> {
    const site = await probeSite(this.#client, this.#options.scope);
    this.#site = Promise.resolve(site);
    return site.probe;
  }

  streams(): readonly Stream[] {
    const { versions, jqls } = this.#options.scope;
    return [
      { name: "sprints", mode: "full", pace: "sweep" },
      ...(versions ? [{ name: "versions", mode: "full", pace: "sweep" } as const] : []),
      { name: "issues", mode: "incremental", pace: "poll" },
      ...(jqls.length > 0 ? [{ name: "members", mode: "full", pace: "sweep" } as const] : []),
    ];
  }

  requests(): number {
    return this.#client.requests;
  }

  budgets(): readonly Budget[] {
    return this.#client.budgets();
  }

  async *pull(stream: Pick<Stream, "name">, since: number | null): AsyncGenerator<SourcePage> {
    switch (stream.name) {
      case "sprints":
        yield this.#list("sprint", await readSprints(this.#background, await this.#boardProjects()));
        return;
      case "versions":
        yield this.#list("version", await readVersions(this.#background, (await this.#probed()).projects));
        return;
      case "issues":
        yield* this.#issues(since);
        return;
      case "members":
        for (const jql of this.#options.scope.jqls) yield* this.#members(jql);
        return;
      default:
        throw new TypeError(`no stream ${stream.name}`);
    }
  }

  async *fetch(handles: readonly string[]): AsyncGenerator<SourcePage> {
    const readable = handles.filter((handle) => /^\d+$/.test(handle) || issueKey.test(handle));
    const { facts } = await this.#probed();
    for (let from = 0; from < readable.length; from += issuesAtOnce) {
      const issueIdsOrKeys = readable.slice(from, from + issuesAtOnce);
      const { issues } = await this.#client.call({
        what: `reading ${issueIdsOrKeys.length} issues`,
        schema: BulkIssues,
        request: ({ cloud }) =>
          cloud.issues.bulkFetchIssues({ issueIdsOrKeys, fields: issueFields(facts), expand: ["changelog"] }),
      });
      yield await this.#page(this.#client, issues);
    }
  }

  /** Jira has no cheaper question than the search for what changed. */
  async peek(): Promise<Peek> {
    return { changed: true, token: null };
  }

  async *identities(): AsyncGenerator<readonly Identity[]> {
    const jql = identitiesJql((await this.#probed()).projects, this.#options.scope.jqls);
    if (jql === null) return;
    const search = { jql, fields: ["id"], pageSize: idsAtOnce, what: "listing its issues" };
    for await (const { identities } of this.#ids(search)) yield identities;
  }

  /** For whoever needs the facts without the check having run in this process. Asked again if that went wrong. */
  #probed(): Promise<ProbedSite> {
    this.#site ??= probeSite(this.#client, this.#options.scope).catch((error: unknown) => {
      this.#site = null;
      throw error;
    });
    return this.#site;
  }

  /** Every board is listed at once where every project is read; else the boards of each project. */
  async #boardProjects(): Promise<readonly string[] | null> {
    return this.#options.scope.containers === "all" ? null : (await this.#probed()).projects;
  }

  #list(kind: SprintKind, { sprints, rejected }: Boxes): SourcePage {
    return { ...emptyPage, sprints: this.#boxes.read(kind, sprints), rejected };
  }

  async *#issues(since: number | null): AsyncGenerator<SourcePage> {
    const { facts, projects } = await this.#probed();
    const jql = issuesJql(projects, this.#options.scope.jqls, since);
    if (jql === null) return;
    let read = 0;
    const search = {
      jql,
      fields: issueFields(facts),
      expand: "changelog",
      pageSize: issuesAtOnce,
      what: "reading issues",
    };
    for await (const issues of searchPages(this.#background, search)) {
      read += issues.length;
      yield await this.#page(this.#background, issues);
    }
    if (read === 0 && since === null) {
      // Scoped tokens are known to answer searches with nothing: worth a look, but an empty site is no failure.
      this.#options.log.warn(
        { connection: this.connection },
        "search found no issue at all: check what the token may read",
      );
    }
  }

  async *#members(jql: string): AsyncGenerator<SourcePage> {
    const search = {
      jql: membersJql(jql),
      fields: ["id"],
      pageSize: idsAtOnce,
      what: `reading the members of "${jql}"`,
    };
    for await (const { identities, rejected } of this.#ids(search)) {
      yield { ...emptyPage, members: identities.map(({ id, handle }) => ({ jql, itemId: id, handle })), rejected };
    }
  }

  async *#ids(search: Search): AsyncGenerator<{ identities: Identity[]; rejected: readonly RejectedRecord[] }> {
    for await (const issues of searchPages(this.#background, search)) {
      const { records, rejected } = parseAll(IssueRef, issues, search.what);
      yield {
        identities: records.map(({ id }) => ({ id: itemIdOf(this.#options.connection, id), handle: id })),
        rejected,
      };
    }
  }

  async #page(client: JiraClient, records: readonly unknown[]): Promise<SourcePage> {
    const { facts } = await this.#probed();
    const { records: issues, rejected } = parseAll(Issue, records, "issue");
    const foreign = issues.filter((issue) => !isOwn(issue, facts));
    const histories = await this.#changelogs.of(client, foreign);
    const context = { connection: this.#options.connection, facts };
    const mapped = foreign.map((issue) => mapIssue(context, issue, histories.get(issue.id) ?? []));
    const instants = issues.flatMap(({ fields }) => instantOf(fields.updated) ?? []);
    return {
      ...emptyPage,
      items: mapped.map(({ pulled }) => pulled),
      sprints: this.#boxes.mentioned(mapped.flatMap(({ boxes }) => boxes)),
      rejected: [...rejected, ...mapped.flatMap((issue): readonly RejectedRecord[] => issue.rejected)],
      newestAt: instants.length === 0 ? null : Math.max(...instants),
    };
  }
}
