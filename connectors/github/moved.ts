import type { z } from "zod";
import type { KeyedIdentity, Marker, Remote } from "../../src/ports/connector.ts";
import type { Move } from "../../src/ports/webhook.ts";
import { isOfPart } from "../kit/set-aside.ts";
import type { GithubClient } from "./client.ts";
import { holdsMarker } from "./managed-part.ts";
import { addressOf, keyOf, partsOf } from "./place.ts";
import { IssueAddress, PostedIssue } from "./schema.ts";

/**
 * See `Watch.findMoved`. A transferred issue gets a new id in its new repository, and REST redirects from the old
 * address. An issue that answers without a redirect still exists, or has replaced the missing one.
 */
export async function findMoved(client: GithubClient, items: readonly KeyedIdentity[]): Promise<readonly Move[]> {
  const moves = await Promise.all(
    items.map(async (item) => moveOf(item, await readAt(client, item.key, IssueAddress))),
  );
  return moves.filter((move) => move !== null);
}

type MovedIssue = { readonly repo: string; readonly remote: Remote; readonly marker: Marker };

/** See `Sink.findMovedIssue`. */
export async function findMovedIssue(
  client: GithubClient,
  { repo, remote, marker }: MovedIssue,
): Promise<Remote | null> {
  const issue = await readAt(client, remote.key, PostedIssue);
  if (issue === null || !holdsMarker(issue.body, marker)) return null;
  const key = keyOf(issue);
  const isThere = addressOf(key)?.repo.toLowerCase() === repo.toLowerCase();
  return isThere ? { remoteId: issue.id, key, url: issue.html_url } : null;
}

/** What answers at an issue's address, perhaps by a redirect; null if GitHub shows nothing there. */
async function readAt<T>(client: GithubClient, key: string, schema: z.ZodType<T>): Promise<T | null> {
  const address = addressOf(key);
  if (address === null) return null;
  const parts = partsOf(address.repo);
  try {
    const { data } = await client.rest({
      what: `looking for where ${key} has moved`,
      owner: parts.owner,
      schema,
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
