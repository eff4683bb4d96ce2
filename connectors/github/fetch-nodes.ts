import { Failure } from "../../src/domain/failure.ts";
import { inHalves } from "../kit/halves.ts";
import type { GithubClient } from "./client.ts";
import { findByKey, type Called } from "./named-issues.ts";
import { isOfOwner } from "./overview.ts";
import { isHidden } from "./partial.ts";
import { addressOf, partsOf } from "./place.ts";
import { NodesPage } from "./schema.ts";
import { isTooMuch } from "./too-much.ts";

const handlesAtOnce = 100;
export type Fetched = {
  readonly nodes: readonly unknown[];
  /** The requested keys, for issues requested by key. */
  readonly called: Called;
};

/** Reads issues by node id or key, 100 a call, see `fetchNodes` and `findByKey`. */
export async function* fetchIssues(
  client: GithubClient,
  repos: readonly string[],
  handles: readonly string[],
): AsyncGenerator<Fetched> {
  const keys = handles.filter((handle) => addressOf(handle) !== null);
  const called = await findByKey(client, keys);
  const ids = new Set([...handles.filter((handle) => addressOf(handle) === null), ...called.keys()]);
  const named = [...called.values()].flat().flatMap((key) => addressOf(key)?.repo ?? []);
  for await (const nodes of fetchNodes(client, [...repos, ...named], [...ids])) yield { nodes, called };
}

/**
 * Reads issues by node id. Omits missing issues; returns a record without fields for hidden ones. An app has a
 * credential per owner and a node id does not contain the owner: tries an issue that one credential cannot see with the
 * next.
 * @throws Failure if an issue that no credential shows may be of an owner whom the app cannot read
 */
async function* fetchNodes(
  client: GithubClient,
  repos: readonly string[],
  handles: readonly string[],
): AsyncGenerator<readonly unknown[]> {
  const owners = client.connection.auth.kind === "app" ? ownersOf(repos) : [null];
  let missing = handles;
  let hidden: readonly unknown[] = [];
  let unread: Failure | null = null;
  for (const owner of owners) {
    const tried = missing;
    missing = [];
    hidden = [];
    for (let from = 0; from < tried.length; from += handlesAtOnce) {
      const ids = tried.slice(from, from + handlesAtOnce);
      const nodes = await nodesOf(client, owner, ids);
      if (nodes instanceof Failure) {
        unread ??= nodes;
        missing = [...missing, ...tried.slice(from)];
        break;
      }
      missing = [...missing, ...ids.filter((_, place) => isNothing(nodes[place]) || isHidden(nodes[place]))];
      hidden = [...hidden, ...nodes.filter(isHidden)];
      yield nodes.filter((node) => !isNothing(node) && !isHidden(node));
    }
  }
  if (unread !== null && missing.length > 0) throw unread;
  if (hidden.length > 0) yield hidden;
}

/** The node of each id; a failure if an app cannot read this owner. */
async function nodesOf(client: GithubClient, owner: string | null, ids: readonly string[]) {
  const read = (some: readonly string[]) => readNodes(client, owner, some);
  try {
    return (await inHalves(ids, { read, isTooMuch })).flat();
  } catch (error) {
    if (error instanceof Failure && isOfOwner(owner, error)) return error;
    throw error;
  }
}

async function readNodes(
  client: GithubClient,
  owner: string | null,
  ids: readonly string[],
): Promise<readonly unknown[]> {
  const { nodes: query } = await client.documents(owner);
  const { nodes } = await client.query({
    what: `reading ${ids.length} issues`,
    owner,
    query,
    variables: { ids },
    schema: NodesPage,
    // A smaller request would not show more of a record.
    isLastTry: true,
  });
  return nodes;
}

function ownersOf(repos: readonly string[]): readonly string[] {
  return [...new Set(repos.map((repo) => partsOf(repo).owner.toLowerCase()))];
}

/** Whether a node is null, or an object without fields (the id is not an issue's). */
function isNothing(node: unknown): boolean {
  return node == null || (typeof node === "object" && Object.keys(node).length === 0);
}
