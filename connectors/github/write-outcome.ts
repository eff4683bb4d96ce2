import { Failure } from "../../src/domain/failure.ts";
import type { UpdateOutcome } from "../../src/ports/connector.ts";
import { refusedWith } from "../kit/http-failure.ts";
import type { GithubClient, RestCall } from "./client.ts";
import { addressOf, partsOf } from "./place.ts";
import { Repo } from "./schema.ts";

/**
 * Creates one thing, once. Only a 201 is a creation: a redirect that somebody follows on our behalf ends as a 200 with a list.
 * @throws Failure `outcome-unknown` where it may have been created without our hearing of it.
 */
export async function createdOnly<T>(client: GithubClient, call: RestCall<T>): Promise<T> {
  const { status, data } = await client.rest({ ...call, kind: "create" });
  if (status === 201) return data;
  throw new Failure({
    code: "outcome-unknown",
    what: `${client.connection.key} answers HTTP ${status} instead of 201 while ${call.what}.`,
    remedy: "Look at what stands between here and the tracker: something rewrites our requests.",
    verdict: { kind: "park" },
  });
}

/** GitHub says so as 422. */
export function isTooLong(error: unknown): boolean {
  return error instanceof Failure && refusedWith(error) === 422 && /too long/iu.test(error.message);
}

/**
 * A 410 means that somebody deleted it, but where issues are switched off. `missing`: a 404 of a thing in a repository that
 * can be read.
 * @throws Failure where we lost our access, or issues are switched off: nothing of the thing is known
 */
export async function orGone(
  client: GithubClient,
  key: string,
  update: () => Promise<UpdateOutcome>,
): Promise<UpdateOutcome | "missing"> {
  try {
    return await update();
  } catch (error) {
    const status = refusedWith(error);
    if (status === 410 && error instanceof Failure && !/disabled/iu.test(error.message)) return "gone";
    const repo = addressOf(key)?.repo;
    if (status !== 404 || repo === undefined) throw error;
    const parts = partsOf(repo);
    await client.rest({
      what: `looking for repository ${repo}`,
      owner: parts.owner,
      schema: Repo,
      request: ({ rest }) => rest.repos.get(parts),
    });
    return "missing";
  }
}
