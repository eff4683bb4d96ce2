import { emptyPage, type SourcePage, type UnreadPart } from "../../src/ports/connector.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import { isOfPart } from "../kit/set-aside.ts";
import type { GithubClient } from "./client.ts";
import { repoPages } from "./graphql-pages.ts";
import type { MilestoneTitles } from "./milestone-titles.ts";
import { parseAll } from "./pages.ts";
import { milestonesQuery } from "./queries.ts";
import { type IssueNode, MilestoneRecord, MilestonesPage, type RepoOverview } from "./schema.ts";
import { instantOf, milestoneIdOf } from "./place.ts";
import { milestones } from "./streams.ts";

/**
 * All milestones of the repositories, by their names in the train file, as one page: the store then finds those that were
 * deleted. A repository that cannot be read does not stop the others.
 * @param titles learns their titles
 */
export async function allMilestones(
  client: GithubClient,
  repos: ReadonlyMap<string, RepoOverview>,
  titles: Pick<MilestoneTitles, "learn">,
): Promise<SourcePage> {
  const pages: SourcePage[] = [];
  const unread: UnreadPart[] = [];
  for (const [name, repo] of repos) {
    try {
      for await (const page of milestonePages(client, repo, name)) {
        titles.learn(page.sprints);
        pages.push(page);
      }
    } catch (error) {
      if (!isOfPart(error) || repos.size === 1) throw error;
      unread.push({ name: `${milestones}:${name}`, failure: error });
    }
  }
  return {
    ...emptyPage,
    sprints: pages.flatMap(({ sprints }) => sprints),
    rejected: pages.flatMap(({ rejected }) => rejected),
    ...(unread.length === 0 ? { wholeList: "milestone" } : { unread }),
  };
}

/** All milestones of a repository; its overview contains the first page. `name`: as in the train file. */
async function* milestonePages(client: GithubClient, repo: RepoOverview, name: string): AsyncGenerator<SourcePage> {
  const pages = repoPages(client, {
    what: `reading the milestones of ${name}`,
    repo: repo.nameWithOwner,
    query: milestonesQuery,
    schema: MilestonesPage,
    known: repo.milestones,
    connectionOf: ({ repository }) => repository.milestones,
  });
  for await (const nodes of pages) {
    const { records, rejected } = parseAll(MilestoneRecord, nodes, `${name} milestone`);
    const sprints = records.map((record) => mapMilestone(client.connection, repo, record));
    yield { ...emptyPage, sprints, rejected };
  }
}

type Repo = Pick<RepoOverview, "databaseId" | "nameWithOwner">;

const dayMs = 86_400_000;
const pacificDay = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Los_Angeles",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** A milestone as timebox without a start. Includes the due day; days are UTC days. */
export function mapMilestone(connection: GithubConnection, repo: Repo, record: MilestoneRecord): Sprint {
  const dueAt = dueDayOf(record.dueOn);
  return {
    id: milestoneIdOf(connection, repo.databaseId, record.number),
    system: "github",
    connection: connection.key,
    kind: "milestone",
    nativeId: `${repo.databaseId}-${record.number}`,
    name: record.title,
    state: record.state.toLowerCase() === "closed" ? "closed" : "active",
    startsAt: null,
    endsAt: dueAt === null ? null : dueAt + dayMs,
    completedAt: instantOf(record.closedAt),
    boardId: null,
    container: repo.nameWithOwner,
  };
}

/** Milestones as issues describe them, each once, because Signalbox lists those of the train file's repositories only. */
export function mentionedMilestones(connection: GithubConnection, nodes: readonly IssueNode[]): readonly Sprint[] {
  const found = new Map<string, readonly [Repo, MilestoneRecord]>();
  for (const { milestone, repository } of nodes) {
    const { databaseId, nameWithOwner } = repository;
    if (milestone == null || databaseId == null) continue;
    found.set(`${databaseId} ${milestone.number}`, [{ databaseId, nameWithOwner }, milestone]);
  }
  return [...found.values()].map(([repo, milestone]) => mapMilestone(connection, repo, milestone));
}

/** The due day as midnight UTC: GitHub stores a due date as midnight in California, regardless of the request. */
function dueDayOf(dueOn: string | null | undefined): number | null {
  const at = instantOf(dueOn);
  return at === null ? null : instantOf(pacificDay.format(at));
}
