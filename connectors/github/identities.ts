import type { Identity } from "../../src/ports/connector.ts";
import type { GithubClient } from "./client.ts";
import { unreadable } from "./failure.ts";
import { repoPages } from "./graphql-pages.ts";
import { parseAll } from "./pages.ts";
import { itemIdOf } from "./place.ts";
import { identitiesQuery } from "./queries.ts";
import { IdentityNode, IssuesPage } from "./schema.ts";

/**
 * All issues of a repository, including rollups: the model does not hold those, so they never count as missing.
 * @throws Failure also for a single malformed record, which would otherwise count as gone
 */
export async function* readIdentities(client: GithubClient, repo: string): AsyncGenerator<readonly Identity[]> {
  const what = `listing the issues of ${repo}`;
  const { connection } = client;
  const pages = repoPages(client, {
    what,
    repo,
    query: identitiesQuery,
    schema: IssuesPage,
    connectionOf: ({ repository }) => repository.issues,
    mayLackMembers: false,
  });
  for await (const nodes of pages) {
    const { records, rejected } = parseAll(IdentityNode, nodes, repo);
    const [first] = rejected;
    if (first !== undefined) {
      throw unreadable(connection, what, `an issue without an identity (${first.ref})`);
    }
    yield records.map(({ id, fullDatabaseId }) => ({ id: itemIdOf(connection, fullDatabaseId), handle: id }));
  }
}
