import { Failure } from "../../src/domain/failure.ts";
import type { GithubClient } from "./client.ts";
import { batchesOf, isOfOwner, variablesFor, type Batch } from "./overview.ts";
import { addressOf } from "./place.ts";
import { namedIssuesQuery } from "./queries.ts";
import { NamedIssues } from "./schema.ts";

/** By node id: the keys that people used for the issue. */
export type Called = ReadonlyMap<string, readonly string[]>;

/**
 * Finds issues by keys as people write them, `acme/api#7`. GitHub resolves a repository by its present or any former
 * name, ignoring case. Omits hidden issues and pull requests.
 * @throws Failure if every request fails
 */
export async function findByKey(client: GithubClient, keys: readonly string[]): Promise<Called> {
  const called = new Map<string, string[]>();
  // A key begins with its owner, like a repository's name.
  for (const batch of batchesOf(client, keys)) {
    for (const [id, key] of await askFor(client, batch)) called.set(id, [...(called.get(id) ?? []), key]);
  }
  return called;
}

async function askFor(client: GithubClient, { owner, names }: Batch): Promise<readonly [id: string, key: string][]> {
  const issues = names.flatMap((key) => {
    const address = addressOf(key);
    return address === null ? [] : [{ key, ...address }];
  });
  const numbers = issues.map(({ number }, place) => [`number${place}`, number] as const);
  try {
    const found = await client.query({
      what: `looking for ${issues.length} issues by their keys`,
      owner,
      query: namedIssuesQuery(issues.length),
      variables: { ...variablesFor(issues.map(({ repo }) => repo)), ...Object.fromEntries(numbers) },
      schema: NamedIssues,
      isPart: () => true,
      isGuess: true,
    });
    return issues.flatMap(({ key }, place) => {
      const id = found[`r${place}`]?.issue?.id;
      return id === undefined ? [] : [[id, key] as const];
    });
  } catch (error) {
    // An app sees nothing where it is not installed or is suspended.
    if (error instanceof Failure && isOfOwner(owner, error)) return [];
    throw error;
  }
}
