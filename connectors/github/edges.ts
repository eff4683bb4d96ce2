import { emptyPage, type SourcePage } from "../../src/ports/connector.ts";
import { withAllBlockers } from "./blockers.ts";
import type { GithubClient } from "./client.ts";
import { repoPages } from "./graphql-pages.ts";
import { mapEdgesOnly } from "./map.ts";
import { parseAll } from "./pages.ts";
import { partsOf, type MapContext } from "./place.ts";
import { EdgesNode, IssuesPage } from "./schema.ts";

/** A repository as the train file writes it, and its present name. */
type Repo = { readonly name: string; readonly present: string };

/**
 * Blockers and parents of all issues of a repository. An older server has neither: then there is nothing to read, since
 * all other facts come with the issues.
 */
export async function* edgePages(
  client: GithubClient,
  { name, present }: Repo,
  context: Pick<MapContext, "connection" | "milestones">,
): AsyncGenerator<SourcePage> {
  const { schema, edges: query } = await client.documents(partsOf(name).owner);
  if (!schema.has("Issue.blockedBy") && !schema.has("Issue.parent")) return;
  const pages = repoPages(client, {
    what: `reading the dependencies of ${name}`,
    repo: present,
    query,
    schema: IssuesPage,
    connectionOf: ({ repository }) => repository.issues,
  });
  for await (const nodes of pages) {
    const { records, rejected } = parseAll(EdgesNode, nodes, name);
    const whole = await withAllBlockers(client, records);
    yield { ...emptyPage, edges: whole.map((node) => mapEdgesOnly(context, node)), rejected };
  }
}
