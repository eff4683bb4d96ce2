import { HttpRefusal } from "../kit/answer.ts";
import { budgetIn, retryAfterMs } from "../kit/rate-headers.ts";
import { backoffMs, type Limit } from "../kit/request.ts";
import { GraphqlRefusal } from "./graphql-refusal.ts";

/**
 * The pause (ms) that GitHub demands, and its scope: a spent budget concerns one resource, a secondary limit all
 * requests.
 */
export type GithubLimit = Limit & { readonly everything: boolean };

const secondary = /secondary rate limit|abuse detection|submitted too quickly/iu;
/** GitHub also answers 422 to content that comes too fast: "Validation failed, or the endpoint has been spammed". */
const refusing: ReadonlySet<number> = new Set([403, 422, 429]);
const minuteMs = 60_000;

/**
 * The primary or secondary limit in a refusal; null for other errors.
 * @param attempt from 1; if GitHub gives no duration, the pause doubles
 */
export function limitIn(error: unknown, now: number, attempt: number): GithubLimit | null {
  if (error instanceof HttpRefusal) return httpLimit(error, now, attempt);
  if (error instanceof GraphqlRefusal) return graphqlLimit(error, now, attempt);
  return null;
}

function httpLimit({ status, headers, words }: HttpRefusal, now: number, attempt: number): GithubLimit | null {
  if (!refusing.has(status)) return null;
  const askedMs = retryAfterMs(headers, now);
  const spent = budgetIn(headers, now).left === 0;
  const isTold = status !== 422 && (spent || headers.get("retry-after") !== null);
  if (status !== 429 && !isTold && !secondary.test(words ?? "")) return null;
  const everything = !spent || headers.get("retry-after") !== null;
  return { everything, afterMs: pauseOf(askedMs, attempt) };
}

function graphqlLimit({ errors, headers }: GraphqlRefusal, now: number, attempt: number): GithubLimit | null {
  const askedMs = retryAfterMs(headers, now);
  if (errors.some(({ message }) => secondary.test(message)))
    return { everything: true, afterMs: pauseOf(askedMs, attempt) };
  const spent = errors.some(({ type }) => type === "RATE_LIMITED" || type === "RATE_LIMIT");
  return spent ? { everything: false, afterMs: pauseOf(askedMs, attempt) } : null;
}

/**
 * GitHub's rule for a pause without a duration: at least a minute, then exponentially longer. GitHub has been seen to
 * refuse requests at the reset time itself (octokit/plugin-throttling.js#599): such a pause grows as well.
 */
function pauseOf(askedMs: number | null, attempt: number): number {
  return askedMs === null ? minuteMs * 2 ** (attempt - 1) : Math.max(askedMs, backoffMs(attempt));
}
