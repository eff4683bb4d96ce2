import type { Sprint } from "../../src/domain/sprint.ts";
import type { ConnectorOptions, Probe, RejectedRecord, Source, SourcePage, Stream } from "../../src/ports/connector.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { emptyPage } from "../kit/records.ts";
import { readSprints, readVersions, type Boxes } from "./boards.ts";
import { wholeHistories } from "./changelogs.ts";
import type { JiraClient } from "./client.ts";
import { BulkIssues, Issue, IssueRef } from "./schema.ts";
import { instantOf } from "./instant.ts";
import { issuesJql, membersJql } from "./jql.ts";
import { mapIssue } from "./map.ts";
import { isOwn } from "./own.ts";
import { parseAll } from "./pages.ts";
import { probeSite, type ProbedSite } from "./probe.ts";
import { searchPages } from "./search.ts";
import { itemIdOf } from "./site.ts";

const issuesAtOnce = 100;
const idsAtOnce = 5000;

/** The read side of one Jira site. */
export class JiraSource implements Source {
  readonly system = "jira";
  readonly connection: string;
  readonly #client: JiraClient;
  readonly #options: ConnectorOptions<JiraConnection>;
  /** Boxes that a board or a project lists: what issues say of them is second-hand. */
  readonly #listed = new Set<string>();
  #site: Promise<ProbedSite> | null = null;

  constructor(client: JiraClient, options: ConnectorOptions<JiraConnection>) {
    this.#client = client;
    this.#options = options;
    this.connection = options.connection.key;
  }

  async probe(): Promise<Probe> {
    this.#site = probeSite(this.#client, this.#options.scope);
    return (await this.#site).probe;
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

  async *pull(stream: Pick<Stream, "name">, since: number | null): AsyncGenerator<SourcePage> {
    switch (stream.name) {
      case "sprints":
        yield this.#boxes(await readSprints(this.#client, await this.#boardProjects()));
        return;
      case "versions":
        yield this.#boxes(await readVersions(this.#client, (await this.#probed()).projects));
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
    const readable = handles.filter((handle) => /^(?:\d+|[A-Za-z][A-Za-z0-9_]*-\d+)$/.test(handle));
    const { facts } = await this.#probed();
    for (let from = 0; from < readable.length; from += issuesAtOnce) {
      const issueIdsOrKeys = readable.slice(from, from + issuesAtOnce);
      const { issues } = await this.#client.call({
        what: `reading ${issueIdsOrKeys.length} issues`,
        schema: BulkIssues,
        request: ({ cloud }) =>
          cloud.issues.bulkFetchIssues({ issueIdsOrKeys, fields: fieldsFor(facts), expand: ["changelog"] }),
      });
      yield await this.#page(issues);
    }
  }

  /** For whoever needs the facts without the check having run in this process. */
  #probed(): Promise<ProbedSite> {
    this.#site ??= probeSite(this.#client, this.#options.scope);
    return this.#site;
  }

  /** Every board is listed at once where every project is read; else the boards of each project. */
  async #boardProjects(): Promise<readonly string[] | null> {
    return this.#options.scope.containers === "all" ? null : (await this.#probed()).projects;
  }

  #boxes({ sprints, rejected }: Boxes): SourcePage {
    for (const { id } of sprints) this.#listed.add(id);
    return { ...emptyPage, sprints, rejected };
  }

  async *#issues(since: number | null): AsyncGenerator<SourcePage> {
    const { facts, projects } = await this.#probed();
    const jql = issuesJql(projects, this.#options.scope.jqls, since);
    if (jql === null) return;
    let read = 0;
    const search = {
      jql,
      fields: fieldsFor(facts),
      expand: "changelog",
      pageSize: issuesAtOnce,
      what: "reading issues",
    };
    for await (const issues of searchPages(this.#client, search)) {
      read += issues.length;
      yield await this.#page(issues);
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
    for await (const issues of searchPages(this.#client, search)) {
      const { records, rejected } = parseAll(IssueRef, issues, jql);
      const members = records.map(({ id }) => ({ jql, itemId: itemIdOf(this.#options.connection, id), handle: id }));
      yield { ...emptyPage, members, rejected };
    }
  }

  async #page(records: readonly unknown[]): Promise<SourcePage> {
    const { facts } = await this.#probed();
    const { records: issues, rejected } = parseAll(Issue, records, "issue");
    const foreign = issues.filter((issue) => !isOwn(issue, facts));
    const histories = await wholeHistories(this.#client, foreign);
    const context = { connection: this.#options.connection, facts };
    const mapped = foreign.map((issue) => mapIssue(context, issue, histories.get(issue.id) ?? []));
    const instants = issues.flatMap(({ fields }) => instantOf(fields.updated) ?? []);
    return {
      ...emptyPage,
      items: mapped.map(({ pulled }) => pulled),
      sprints: this.#unlisted(mapped.flatMap(({ boxes }) => boxes)),
      rejected: [...rejected, ...mapped.flatMap((issue): readonly RejectedRecord[] => issue.rejected)],
      newestAt: instants.length === 0 ? null : Math.max(...instants),
    };
  }

  #unlisted(boxes: readonly Sprint[]): readonly Sprint[] {
    const once = new Map(boxes.map((box) => [box.id, box]));
    return [...once.values()].filter(({ id }) => !this.#listed.has(id));
  }
}

function fieldsFor(facts: ProbedSite["facts"]): string[] {
  const fixed = [
    "summary",
    "issuetype",
    "project",
    "status",
    "resolution",
    "resolutiondate",
    "statuscategorychangedate",
    "created",
    "updated",
    "labels",
    "components",
    "fixVersions",
    "reporter",
    "creator",
    "duedate",
    "description",
    "issuelinks",
    "parent",
  ];
  return [...fixed, ...[facts.sprintField, ...facts.pointsFields, facts.startField].filter((field) => field !== null)];
}
