import type { SourcePage } from "../../src/ports/connector.ts";
import { emptyPage } from "../kit/records.ts";
import type { GithubClient } from "./client.ts";
import { repoPages } from "./graphql-pages.ts";
import { mapMilestone } from "./map-milestone.ts";
import { parseAll } from "./pages.ts";
import { milestonesQuery } from "./queries.ts";
import { MilestoneRecord, MilestonesPage, type RepoOverview } from "./schema.ts";

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
