import type { GithubConnection } from "../../src/ports/connection.ts";
import type { PulledPull } from "../../src/ports/connector.ts";
import { mapPull } from "./map-pull.ts";
import type { PullDelivery } from "./webhook-schema.ts";

/** Of all that happens to a pull request, what its record tells: the rest (labels, reviews, commits) only moves its `updated`. */
export const pullActions: ReadonlySet<string> = new Set(["opened", "edited", "closed", "reopened"]);

/** A pull request as a delivery tells it, without the issues that are linked to it by hand: those only GraphQL knows. Pure. */
export function mapDeliveredPull(connection: GithubConnection, { pull_request: pull }: PullDelivery): PulledPull {
  return mapPull(
    { connection },
    {
      fullDatabaseId: pull.id,
      number: pull.number,
      title: pull.title,
      body: pull.body,
      headRefName: pull.head.ref,
      state: pull.merged === true ? "merged" : pull.state,
      updatedAt: pull.updated_at,
      closedAt: pull.closed_at,
      repository: { nameWithOwner: pull.base.repo.full_name, databaseId: null },
      closingIssuesReferences: null,
      unseen: [],
    },
  );
}
