import type { SprintKind } from "../../src/domain/ids.ts";
import { issueKey } from "../../src/domain/items/issue-key.ts";
import type { KnownName } from "../../src/domain/items/names.ts";
import {
  emptyPage,
  type Budget,
  type ConnectorOptions,
  type Coverage,
  type Identity,
  type Peek,
  type Probe,
  type RejectedRecord,
  type Source,
  type SourcePage,
  type Stream,
  type Watch,
} from "../../src/ports/connector.ts";
import type { Move } from "../../src/ports/webhook.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { containerStream, queryStream, type StreamPart } from "../../src/domain/model/model.ts";
import { inHalves } from "../kit/halves.ts";
import { isOfPart } from "../kit/set-aside.ts";
import { checkAccess, hiddenAmong } from "./projects.ts";
import { readSprints, readVersions, type Boxes } from "./boards.ts";
import type { JiraClient } from "./client.ts";
import { issueFields, meaningOf, meaningOfBoxes } from "./fields.ts";
import { withFormerKeys } from "./former-issue-keys.ts";
import { IssuePages } from "./issue-pages.ts";
import { BulkIssues, IssueRef } from "./schema.ts";
import { identitiesJql, issuesJql, membersJql } from "./jql.ts";
import { parseAll } from "./pages.ts";
import { probeSite, type ProbedSite } from "./probe.ts";
import { searchPages, type Search } from "./search.ts";
import { projectsOf, queriesOf, SearchScope, type SearchPart } from "./search-scope.ts";
import { itemIdOf } from "./site.ts";
import { isTooMuch } from "./too-much.ts";

const issuesAtOnce = 100;
const idsAtOnce = 5000;

/** The read side of one Jira site. Reads streams and listings in the background, single items in the foreground. */
export class JiraSource implements Source, Watch {
  readonly system = "jira";
  readonly connection: string;
  readonly #client: JiraClient;
  readonly #background: JiraClient;
  readonly #options: ConnectorOptions<JiraConnection>;
  readonly #issuePages: IssuePages;
  readonly #search = new SearchScope();
  #site: Promise<ProbedSite> | null = null;

  constructor(client: JiraClient, options: ConnectorOptions<JiraConnection>) {
    this.#client = client;
    this.#background = client.inBackground();
    this.#options = options;
    this.#issuePages = new IssuePages(options.connection);
    this.connection = options.connection.key;
  }

  /** Callers may repeat it at any time: later reads use the new facts; after a failure the former ones stay. */
  async probe(known: readonly KnownName[] = []): Promise<Probe> {
    const site = await probeSite(this.#client, this.#options.scope, known);
    this.#site = Promise.resolve(site);
    this.#search.clear();
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

  /** A search covers projects and queries, a list of members the queries, the others the projects. */
  async coverage({ name }: Pick<Stream, "name">): Promise<Coverage> {
    const { facts, probe } = await this.#probed();
    const parts = await this.#parts();
    if (name === "issues") {
      const unread = probe.containers.flatMap((one) =>
        one.failure === null ? [] : { name: containerStream(one.name), failure: one.failure },
      );
      return { parts: parts.map(bare), meaning: meaningOf(facts), unread: [...unread, ...this.#search.unread()] };
    }
    const isPart = (part: SearchPart) => (name === "members" ? "jql" in part : "project" in part);
    return { parts: parts.filter(isPart).map(bare), meaning: meaningOfBoxes, unread: [] };
  }

  async *pull(
    stream: Pick<Stream, "name">,
    since: number | null,
    parts?: ReadonlySet<string>,
  ): AsyncGenerator<SourcePage> {
    for await (const page of this.#pull(stream, since, parts)) yield { ...page, ...this.#client.toldAt() };
  }

  #pull({ name }: Pick<Stream, "name">, since: number | null, parts?: ReadonlySet<string>): AsyncIterable<SourcePage> {
    switch (name) {
      case "sprints":
        return this.#sprints();
      case "versions":
        return this.#versions();
      case "issues":
        return this.#issues(since, parts);
      case "members":
        return this.#members();
      default:
        throw new TypeError(`no stream ${name}`);
    }
  }

  async *fetch(handles: readonly string[]): AsyncGenerator<SourcePage> {
    const readable = handles.filter((handle) => /^\d+$/.test(handle) || issueKey.test(handle));
    for (let from = 0; from < readable.length; from += issuesAtOnce) {
      const read = (issueIdsOrKeys: readonly string[]) => this.#readTogether(issueIdsOrKeys);
      yield* await inHalves(readable.slice(from, from + issuesAtOnce), { read, isTooMuch });
    }
  }

  async #readTogether(issueIdsOrKeys: readonly string[]): Promise<SourcePage> {
    const { facts } = await this.#probed();
    const { issues, issueErrors } = await this.#client.call({
      what: `reading ${issueIdsOrKeys.length} issues`,
      schema: BulkIssues,
      request: (api) => api.issues(issueIdsOrKeys, issueFields(facts), { changelog: true }),
    });
    const mapped = await this.#page(this.#client, issues);
    const failed = (issueErrors ?? []).map(({ id, errorMessage }) => ({ ref: id, reason: errorMessage }));
    const page = { ...mapped, rejected: [...mapped.rejected, ...failed], ...this.#client.toldAt() };
    return withFormerKeys(page, issueIdsOrKeys, (key) => this.#idBehind(key));
  }

  async #idBehind(key: string): Promise<string | null> {
    const { issues } = await this.#client.call({
      what: `looking for ${key}`,
      schema: BulkIssues,
      request: (api) => api.issues([key], ["summary"]),
    });
    return IssueRef.safeParse(issues[0]).data?.id ?? null;
  }

  async checkAccess(): Promise<void> {
    await checkAccess(this.#client, projectsOf(await this.#parts()));
  }

  /** Jira has no cheaper request than the search for changes. */
  async peek(): Promise<Peek> {
    return { changed: true, token: null };
  }

  /** The probe caches nothing about the streams. */
  outdate(): void {}

  /** Always empty: an issue keeps its id when it moves within its site. */
  async findMoved(): Promise<readonly Move[]> {
    return [];
  }

  hiddenContainers(names: readonly string[]): Promise<ReadonlySet<string>> {
    return hiddenAmong(this.#background, names);
  }

  async *identities(): AsyncGenerator<readonly Identity[]> {
    const parts = await this.#parts();
    const jql = identitiesJql(projectsOf(parts), queriesOf(parts));
    if (jql === null) return;
    const search = { jql, fields: ["id"], pageSize: idsAtOnce, what: "listing its issues" };
    for await (const { identities } of this.#ids(search)) yield identities;
  }

  /** The facts for reads before this process has probed; requests them again after a failure. */
  #probed(): Promise<ProbedSite> {
    this.#site ??= probeSite(this.#client, this.#options.scope, []).catch((error: unknown) => {
      this.#site = null;
      throw error;
    });
    return this.#site;
  }

  /** The parts of a search that are not set aside. */
  async #parts(): Promise<readonly SearchPart[]> {
    return this.#search.parts((await this.#probed()).probe.containers, this.#options.scope.jqls);
  }

  /** Lists all boards at once if the scope is every project, else the boards of each project. */
  async *#sprints(): AsyncGenerator<SourcePage> {
    const { containers, boards } = this.#options.scope;
    const projects = containers === "all" ? null : projectsOf(await this.#parts());
    yield this.#list("sprint", await readSprints(this.#background, projects, boards));
  }

  async *#versions(): AsyncGenerator<SourcePage> {
    yield this.#list("version", await readVersions(this.#background, projectsOf(await this.#parts())));
  }

  #list(kind: SprintKind, { sprints, rejected, unread }: Boxes): SourcePage {
    // Without one of the boards the list of timeboxes is incomplete.
    return { ...emptyPage, sprints, ...(unread.length === 0 && { wholeList: kind }), rejected, unread };
  }

  /** If Jira refuses the search because of a part, or cannot finish it, reads the others without it. */
  async *#issues(since: number | null, only?: ReadonlySet<string>): AsyncGenerator<SourcePage> {
    for (;;) {
      const parts = (await this.#parts()).filter(({ id }) => only?.has(id) !== false);
      try {
        yield* this.#found(parts, since);
        return;
      } catch (error) {
        const unread = await this.#search.setAside(this.#background, parts, error);
        if (unread.length === 0) throw error;
        yield { ...emptyPage, unread };
      }
    }
  }

  async *#found(parts: readonly SearchPart[], since: number | null): AsyncGenerator<SourcePage> {
    const { facts } = await this.#probed();
    const jql = issuesJql(projectsOf(parts), queriesOf(parts), since);
    if (jql === null) return;
    let read = 0;
    const search = {
      jql,
      fields: issueFields(facts),
      changelog: true,
      pageSize: issuesAtOnce,
      what: "reading issues",
    };
    for await (const issues of searchPages(this.#background, search)) {
      read += issues.length;
      yield await this.#page(this.#background, issues);
    }
    if (read === 0 && since === null) {
      // With some scoped tokens Jira returns empty searches: warns, but does not fail, since the site may be empty.
      this.#options.log.warn(
        { connection: this.connection },
        "search found no issue at all: check what the token may read",
      );
    }
  }

  async *#members(): AsyncGenerator<SourcePage> {
    for (const jql of queriesOf(await this.#parts())) {
      try {
        yield* this.#membersOf(jql);
      } catch (error) {
        if (!isOfPart(error)) throw error;
        yield { ...emptyPage, unread: [{ name: queryStream(jql), failure: error }] };
      }
    }
    yield { ...emptyPage, unread: this.#search.unread() };
  }

  async *#membersOf(jql: string): AsyncGenerator<SourcePage> {
    const search = {
      jql: membersJql(jql),
      fields: ["id"],
      pageSize: idsAtOnce,
      what: `reading the members of "${jql}"`,
    };
    for await (const { identities, rejected } of this.#ids(search)) {
      const members = identities.map(({ id, handle }) => ({ query: jql, itemId: id, handle }));
      yield { ...emptyPage, members, rejected };
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
    return this.#issuePages.of(client, (await this.#probed()).facts, records);
  }
}

function bare({ id, name }: SearchPart): StreamPart {
  return { id, name };
}
