import { Failure } from "../../src/domain/failure.ts";
import type { UpdateOutcome } from "../../src/ports/connector.ts";
import { advised, refusedWith } from "../kit/http-failure.ts";
import type { GithubClient, RestCall } from "./client.ts";
import { addressOf, partsOf } from "./place.ts";
import { longestText } from "./render.ts";
import { Repo } from "./schema.ts";

/**
 * Sends one create, once. Only a 201 confirms it: a redirect that a proxy follows ends as a 200 with a list.
 * @throws Failure `outcome-unknown` if GitHub may have created it but the answer is lost
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

/**
 * Creates an issue; under its present name if the repository was renamed, because GitHub answers with a redirect then
 * and creates nothing.
 */
export async function inRenamed<T>(
  client: GithubClient,
  repo: string,
  create: (repo: string) => Promise<T>,
): Promise<T> {
  try {
    return await create(repo);
  } catch (error) {
    if (![301, 307, 308].includes(refusedWith(error) ?? 0)) throw error;
    return create((await readRepo(client, repo)).full_name);
  }
}

/**
 * Creates a comment; an issue with 2,500 comments takes no more, whatever the permission: GitHub answers 403 for good
 * (digitaldrywood/detent#1540).
 */
export async function unlessFull<T>(key: string, create: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    const isFull =
      refusedWith(error) === 403 && error instanceof Failure && /more than [\d,]+ comm/iu.test(error.message);
    if (!isFull) throw error;
    const remedy = `Continue ${key} in a new issue: GitHub takes no more comments there. The rollup shows its conflicts.`;
    throw advised(error, remedy, error.cause);
  }
}

/** What an account wrote; nothing if GitHub does not know its login (422), as that of an account deleted since. */
export async function unlessUnknown<T>(find: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await find();
  } catch (error) {
    if (refusedWith(error) === 422) return [];
    throw error;
  }
}

/** How much shorter a text must be after GitHub found it too long, by 422; null for other errors. */
export function excessIn(error: unknown): number | null {
  const isTooLong = error instanceof Failure && refusedWith(error) === 422 && /too long/iu.test(error.message);
  return isTooLong ? Math.ceil(longestText / 4) : null;
}

/**
 * A 410 means deleted, unless the repository has issues disabled. `missing`: the outcome after a 404 in a readable
 * repository.
 * @throws Failure if the account lost its access, or issues are disabled: then the text's state is unknown
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
    await readRepo(client, repo);
    return "missing";
  }
}

/** @throws Failure if the repository is hidden */
async function readRepo(client: GithubClient, repo: string): Promise<Repo> {
  const parts = partsOf(repo);
  const { data } = await client.rest({
    what: `looking for repository ${repo}`,
    owner: parts.owner,
    schema: Repo,
    request: ({ rest }) => rest.repos.get(parts),
  });
  return data;
}
