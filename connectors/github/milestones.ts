import type { SourcePage } from "../../src/ports/connector.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import { emptyPage } from "../kit/records.ts";
import type { GithubClient } from "./client.ts";
import { repoPages } from "./graphql-pages.ts";
import { parseAll } from "./pages.ts";
import { milestonesQuery } from "./queries.ts";
import { type IssueNode, MilestoneRecord, MilestonesPage, type RepoOverview } from "./schema.ts";
import { instantOf, milestoneIdOf } from "./place.ts";

/** All of a repository's, the first page of which its overview holds. `name`: as the train file has it. */
export async function* milestonePages(
  client: GithubClient,
  repo: RepoOverview,
  name: string,
): AsyncGenerator<SourcePage> {
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

/** A milestone as a box without a start. The due day belongs to it; days are taken as UTC days. */
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

/** The milestones of issues as the issues describe them: milestones are listed only of repositories that the train file names. */
export function mentionedMilestones(connection: GithubConnection, nodes: readonly IssueNode[]): readonly Sprint[] {
  return nodes.flatMap(({ milestone, repository: { databaseId, nameWithOwner } }) =>
    milestone == null || databaseId == null ? [] : mapMilestone(connection, { databaseId, nameWithOwner }, milestone),
  );
}

/** GitHub keeps a due date as midnight in California, whatever was asked for: midnight UTC of that day. */
function dueDayOf(dueOn: string | null | undefined): number | null {
  const at = instantOf(dueOn);
  return at === null ? null : instantOf(pacificDay.format(at));
}
