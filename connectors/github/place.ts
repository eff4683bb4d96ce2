import { sprintId, workItemId, type Origin, type SprintId, type WorkItemId } from "../../src/domain/ids.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { GithubAccount } from "./account.ts";
import type { MilestoneTitles } from "./milestone-titles.ts";
import { instantIn } from "../kit/valid-dates.ts";

/** Context for mapping a payload to records of the model. */
export type MapContext = {
  readonly connection: GithubConnection;
  /** Signalbox's account, as REST writes it (`signalbox[bot]` for an app). */
  readonly self: GithubAccount;
  readonly milestones: Pick<MilestoneTitles, "idOf">;
};

function originOf(connection: GithubConnection): Origin {
  return { system: "github", connection: connection.key };
}

export function itemIdOf(connection: GithubConnection, databaseId: string): WorkItemId {
  return workItemId(originOf(connection), databaseId);
}

/**
 * GraphQL has no database id of a milestone, so this combines the repository's id with the milestone's number: neither
 * changes when a person renames or transfers the repository, and a milestone never leaves its repository.
 */
export function milestoneIdOf(connection: GithubConnection, repositoryId: string, number: number): SprintId {
  return sprintId(originOf(connection), "milestone", `${repositoryId}-${number}`);
}

/** `acme/api` of `acme/api#7`, and 7; null for anything else. */
export function addressOf(key: string): { readonly repo: string; readonly number: number } | null {
  const match = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(key);
  return match?.[1] === undefined ? null : { repo: match[1], number: Number(match[2]) };
}

/** `acme/api#7`, from an issue in REST. */
export function keyOf({
  repository_url,
  number,
}: {
  readonly repository_url: string;
  readonly number: number;
}): string {
  return `${repository_url.split("/").slice(-2).join("/")}#${number}`;
}

/** Owner and name, for calls. */
export function partsOf(repo: string): { readonly owner: string; readonly repo: string } {
  const slash = repo.indexOf("/");
  return { owner: repo.slice(0, slash), repo: repo.slice(slash + 1) };
}

/** A link from the configured address: the URL in an answer could lead elsewhere. */
export function issueUrl(connection: GithubConnection, repo: string, number: number): string {
  return `${connection.webUrl}/${repo}/issues/${number}`;
}

export function pullUrl(connection: GithubConnection, repo: string, number: number): string {
  return `${connection.webUrl}/${repo}/pull/${number}`;
}

/** The latest change of records; null without any. */
export function newestOf(records: readonly { readonly updatedAt: string }[]): number | null {
  const instants = records.flatMap(({ updatedAt }) => instantOf(updatedAt) ?? []);
  return instants.length === 0 ? null : Math.max(...instants);
}

/** Epoch milliseconds; null if the text is no instant of the years 1 to 9999. */
export function instantOf(text: string | null | undefined): number | null {
  return text == null ? null : instantIn(text);
}
