import type { GithubClient } from "./client.ts";
import { partsOf } from "./place.ts";
import { nodesQuery } from "./queries.ts";
import { NodesPage } from "./schema.ts";

const handlesAtOnce = 100;

/**
 * Reads issues by node id, 100 a call; what cannot be read is left out. An app has a credential per owner and a
 * node id does not tell the owner: what one of them cannot see is tried with the next.
 */
export async function* fetchNodes(
  client: GithubClient,
  repos: readonly string[],
  handles: readonly string[],
): AsyncGenerator<readonly unknown[]> {
  const owners = client.connection.auth.kind === "app" ? ownersOf(repos) : [null];
  let missing = handles;
  for (const owner of owners) {
    const tried = missing;
    missing = [];
    for (let from = 0; from < tried.length; from += handlesAtOnce) {
      const ids = tried.slice(from, from + handlesAtOnce);
      const { nodes } = await client.query({
        what: `reading ${ids.length} issues`,
        owner,
        query: nodesQuery,
        variables: { ids },
        schema: NodesPage,
        // Of what is gone or hidden the node is null, with an error each.
        isLastTry: true,
      });
      missing = [...missing, ...ids.filter((_, place) => isNothing(nodes[place]))];
      yield nodes.filter((node) => !isNothing(node));
    }
  }
}

function ownersOf(repos: readonly string[]): readonly string[] {
  return [...new Set(repos.map((repo) => partsOf(repo).owner.toLowerCase()))];
}

/** Null, or an object without fields where the id is of something else than an issue. */
function isNothing(node: unknown): boolean {
  return node == null || (typeof node === "object" && Object.keys(node).length === 0);
}
