import { Failure } from "../../src/domain/failure.ts";
import { HttpRefusal } from "../kit/answer.ts";
import type { GithubClient } from "./client.ts";
import { batchesOf, variablesFor, type Batch } from "./overview.ts";
import { accessQuery } from "./queries.ts";
import { Access } from "./schema.ts";

/**
 * See `Watch.checkAccess`: whether the account can read the issues of any repository. Sends one request per 20
 * repositories (for an app: of one owner) until it finds one.
 */
export async function checkAccess(client: GithubClient, repos: readonly string[]): Promise<void> {
  let refusal: Failure | null = null;
  for (const batch of batchesOf(client, repos)) {
    try {
      return await askFor(client, batch);
    } catch (error) {
      // GitHub refuses the credential for all repositories of its owner alike.
      const isSame = batch.owner === null && error instanceof Failure && error.cause instanceof HttpRefusal;
      if (isSame || !(error instanceof Failure)) throw error;
      refusal = error;
    }
  }
  if (refusal !== null) throw refusal;
}

async function askFor(client: GithubClient, { owner, names }: Batch): Promise<void> {
  const { key } = client.connection;
  await client.query({
    what: "checking whether anything can be read",
    owner,
    schema: Access,
    query: accessQuery(names.length),
    variables: variablesFor(names),
    remedies: {
      forbidden: `Check what the token or app of connection ${key} may read, and whether the organisation lets our address in.`,
      "not-found": `Give connection ${key} access to its repositories again.`,
    },
    isPart: (_, data) => showsIssues(data),
  });
}

function showsIssues(data: unknown): boolean {
  const shown = Access.safeParse(data).data ?? {};
  return Object.values(shown).some((repo) => repo?.issues != null);
}
