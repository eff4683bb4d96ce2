import type { KeyedIdentity } from "../../src/ports/connector.ts";
import type { Move } from "../../src/ports/webhook.ts";
import { isOfPart } from "../kit/set-aside.ts";
import type { GithubClient } from "./client.ts";
import { addressOf, keyOf, partsOf } from "./place.ts";
import { IssueAddress } from "./schema.ts";

/**
 * See `Watch.findMoved`. A transferred issue gets a new id in its new repository, and REST redirects from the old
 * address. An issue that answers without a redirect still exists, or has replaced the missing one.
 */
export async function findMoved(client: GithubClient, items: readonly KeyedIdentity[]): Promise<readonly Move[]> {
  const moves = await Promise.all(items.map(async (item) => moveOf(item, await answerFor(client, item.key))));
  return moves.filter((move) => move !== null);
}

/** Null if GitHub answers with no issue, or hides it. */
async function answerFor(client: GithubClient, key: string): Promise<IssueAddress> {
  const address = addressOf(key);
  if (address === null) return null;
  const parts = partsOf(address.repo);
  try {
    const { data } = await client.rest({
      what: `looking for where ${key} has moved`,
      owner: parts.owner,
      schema: IssueAddress,
      request: ({ rest }) => rest.issues.get({ ...parts, issue_number: address.number }),
    });
    return data;
  } catch (error) {
    if (isOfPart(error)) return null;
    throw error;
  }
}

function moveOf({ handle, key }: KeyedIdentity, answer: IssueAddress): Move | null {
  if (answer === null || answer.node_id === handle) return null;
  return keyOf(answer).toLowerCase() === key.toLowerCase() ? null : { from: handle, to: answer.node_id };
}
