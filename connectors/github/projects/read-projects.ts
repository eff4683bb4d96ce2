import { Failure } from "../../../src/domain/failure.ts";
import { projectQuery as queryOf } from "../../../src/domain/items/project-values.ts";
import { queryStream, type StreamPart } from "../../../src/domain/model/model.ts";
import type { KnownName } from "../../../src/domain/items/names.ts";
import type { ProjectSource } from "../../../src/domain/model/train.ts";
import type { Note } from "../../../src/domain/setup/finding.ts";
import {
  emptyPage,
  type Identity,
  type Probe,
  type SourcePage,
  type UnreadPart,
} from "../../../src/ports/connector.ts";
import type { HiddenEntry, PulledMember } from "../../../src/ports/members.ts";
import type { Clock } from "../../../src/ports/runtime.ts";
import { isOfPart } from "../../kit/set-aside.ts";
import type { GithubClient } from "../client.ts";
import { repoPages } from "../graphql-pages.ts";
import { parseAll } from "../pages.ts";
import { itemIdOf, partsOf } from "../place.ts";
import { chooseFields, type ChosenFields } from "./choose-fields.ts";
import { mapIterations, mapValues, unseenValues } from "./map-project.ts";
import { projectItemsQuery, projectQuery } from "./queries.ts";
import { FieldRecord, ItemRecord, ItemsAnswer, ProjectAnswer } from "./schema.ts";

type Frame = ChosenFields & { readonly source: ProjectSource };

/** A page, and the members whose repositories no stream reads. */
export type ProjectPage = { readonly page: SourcePage; readonly foreign: readonly string[] };

export type ProjectsOptions = {
  readonly sources: readonly ProjectSource[];
  readonly clock: Clock;
  /** Whether a stream reads the issues of the repository. */
  readonly isRead: (repo: string) => boolean;
};

/** Reads the projects of the train file's teams. It never writes into one. */
export class ProjectReader {
  readonly #options: ProjectsOptions;
  /** Names of fields before the last check. */
  #known: readonly KnownName[] = [];

  constructor(options: ProjectsOptions) {
    this.#options = options;
  }

  /** As the train file names them. */
  get addresses(): readonly string[] {
    return this.#options.sources.map(({ address }) => address);
  }

  parts(): readonly StreamPart[] {
    return this.#options.sources.map((source) => ({ id: queryOf(source), name: queryStream(queryOf(source)) }));
  }

  /**
   * What is the matter with the projects and their fields, and the names of those that Signalbox reads.
   * @param known names so far
   * @throws Failure that does not concern a single project
   */
  async check(client: GithubClient, known: readonly KnownName[]): Promise<Pick<Probe, "notes" | "names">> {
    this.#known = known;
    const { frames, unread } = await this.#frames(client);
    return {
      notes: [...frames.flatMap(({ notes }) => notes), ...unread.map(({ failure }) => noteOf(failure))],
      names: frames.flatMap(({ names }) => names),
    };
  }

  /** The iterations of all projects, then the items of each. */
  async *pages(client: GithubClient): AsyncGenerator<ProjectPage> {
    if (this.#options.sources.length === 0) return;
    const { connection } = client;
    const { frames, unread } = await this.#frames(client);
    const at = this.#options.clock();
    const sprints = frames.flatMap(({ source: { address }, fields }) =>
      mapIterations(connection, { address, field: fields.iteration }, at),
    );
    const isWhole = unread.length === 0;
    yield {
      page: { ...emptyPage, sprints, ...(isWhole ? { wholeList: "iteration" as const } : {}), unread },
      foreign: [],
    };
    for (const frame of frames) {
      try {
        for await (const records of itemPages(client, frame)) yield this.#pageOf(client, frame, records);
      } catch (error) {
        if (!isOfPart(error)) throw error;
        yield { page: { ...emptyPage, unread: [unreadPart(frame.source, error)] }, foreign: [] };
      }
    }
  }

  /** All issues of the projects, and what GitHub hides of them. */
  async *identities(client: GithubClient): AsyncGenerator<readonly (Identity | HiddenEntry)[]> {
    for await (const { page } of this.pages(client)) {
      yield [...page.members.map(({ itemId: id, handle }) => ({ id, handle })), ...(page.hidden ?? [])];
    }
  }

  async #frames(client: GithubClient) {
    const frames: Frame[] = [];
    const unread: UnreadPart[] = [];
    for (const source of this.#options.sources) {
      try {
        frames.push(await readFrame(client, source, this.#known));
      } catch (error) {
        if (!isOfPart(error)) throw error;
        unread.push(unreadPart(source, error));
      }
    }
    return { frames, unread };
  }

  /** Drafts are counted, archived items and pull requests left out. */
  #pageOf({ connection }: GithubClient, { source, fields }: Frame, nodes: readonly unknown[]): ProjectPage {
    const query = queryOf(source);
    const { records, rejected } = parseAll(ItemRecord, nodes, `project ${source.address}`);
    const present = records.filter(({ isArchived }) => !isArchived);
    const members: PulledMember[] = [];
    const foreign: string[] = [];
    for (const record of present) {
      const { content } = record;
      if (record.type !== "ISSUE" || content == null) continue;
      const values = mapValues(connection, fields, record);
      const itemId = itemIdOf(connection, content.fullDatabaseId);
      members.push({ query, itemId, handle: content.id, values, entry: record.id, ...unseenValues(record) });
      if (!this.#options.isRead(content.repository.nameWithOwner)) foreign.push(content.id);
    }
    const count = present.filter(({ type }) => type === "DRAFT_ISSUE").length;
    const hidden = present.filter(({ type, content }) => type === "REDACTED" || (type === "ISSUE" && content == null));
    const ref = `project ${source.address}`;
    const refused = hidden.map(() => ({ ref, reason: "GitHub does not show the item to our account" }));
    const counts = {
      ...(count > 0 && { drafts: [{ query, count }] }),
      ...(hidden.length > 0 && { hidden: hidden.map(({ id: entry }) => ({ query, entry })) }),
    };
    return { page: { ...emptyPage, members, ...counts, rejected: [...rejected, ...refused] }, foreign };
  }
}

async function readFrame(client: GithubClient, source: ProjectSource, known: readonly KnownName[]): Promise<Frame> {
  const { address } = source;
  const { owner, repo: number } = partsOf(address);
  const { project } = await client.query({
    what: `reading the fields of the project ${address}`,
    owner,
    query: projectQuery,
    variables: { owner, number: Number(number) },
    schema: ProjectAnswer,
    remedies: remediesFor(client, address),
  });
  if (project === null) throw noProject(client, address);
  const { records } = parseAll(FieldRecord, project.fields.nodes ?? [], `project ${address}`);
  return { source, ...chooseFields(source, records, known) };
}

function itemPages(client: GithubClient, { source, fields }: Frame): AsyncGenerator<readonly unknown[]> {
  const { address } = source;
  return repoPages(client, {
    what: `reading the items of the project ${address}`,
    repo: address,
    query: projectItemsQuery(isHosted(client)),
    variables: {
      number: Number(partsOf(address).repo),
      iteration: fields.iteration?.name ?? "",
      points: fields.points?.name ?? "",
      businessValue: fields.businessValue?.name ?? "",
      status: fields.status?.name ?? "",
    },
    schema: ItemsAnswer,
    core: "content",
    remedies: remediesFor(client, address),
    connectionOf: ({ project }) => {
      if (project === null) throw noProject(client, address);
      return project.items;
    },
  });
}

function noProject(client: GithubClient, address: string): Failure {
  return new Failure({
    code: "not-found",
    what: `${client.connection.key} has no project ${address}, or hides it from our account.`,
    remedy: remediesFor(client, address)["not-found"],
    verdict: { kind: "park" },
  });
}

function isHosted({ connection: { webUrl } }: GithubClient): boolean {
  const { hostname } = new URL(webUrl);
  return hostname === "github.com" || hostname.endsWith(".ghe.com");
}

function remediesFor({ connection: { key } }: GithubClient, address: string) {
  const permission = `Give the token of connection ${key} the scope \`read:project\`, a fine-grained one or the app the organisation permission "Projects: read"`;
  return {
    "not-found": `Correct the project ${address} in the train file. If it exists: ${permission}, and the account access to the project.`,
    forbidden: `${permission}; the project is ${address}.`,
  };
}

function unreadPart(source: ProjectSource, failure: Failure): UnreadPart {
  return { name: queryStream(queryOf(source)), failure };
}

function noteOf({ message, remedy }: Failure): Note {
  return { group: "permissions", outcome: "blocks", means: message, remedy };
}
