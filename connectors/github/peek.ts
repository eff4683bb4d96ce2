import { z } from "zod";
import type { Peek } from "../../src/ports/connector.ts";
import type { GithubClient } from "./client.ts";
import { isOfPart } from "../kit/set-aside.ts";
import { instantOf, partsOf } from "./place.ts";
import { refusedWith } from "../kit/http-failure.ts";

export type PeekQuestion = { readonly name: string; readonly token: string | null };

type Feed = {
  /** `issues of acme/api`. */
  readonly of: string;
  readonly repo: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
};

/** The present contents of a feed; null if unchanged since its ETag. */
type Page = { readonly etag: string | null; readonly rows: readonly unknown[] } | null;

const newestFirst = { state: "all", sort: "updated", direction: "desc", per_page: 1 } as const;

/**
 * Requests the feed of a stream with the last ETag: a 304 does not count against the budget. Feeds are weakly ordered
 * (two changes in one second) and may be a minute old: a sweep finds what they miss.
 */
export async function peekStream(
  client: GithubClient,
  repos: readonly string[],
  { name, token }: PeekQuestion,
): Promise<Peek> {
  if (name === "milestones") return peekMilestones(client, repos, token);
  const colon = name.indexOf(":");
  const repo = name.slice(colon + 1);
  switch (name.slice(0, colon)) {
    case "issues":
    case "pulls": {
      const path = name.slice(0, colon);
      const page = await ask(client, { of: `${path} of ${repo}`, repo, path, query: newestFirst }, token);
      if (page === null) return { changed: false, token };
      return { changed: true, token: isTopOfTheFuture(client, page.rows) ? null : page.etag };
    }
    case "edges":
      return peekEdges(client, repo, token);
    default:
      throw new TypeError(`no stream ${name}`);
  }
}

const DatedRow = z.object({ updated_at: z.string() });

/** A row with `updated` in the future stays on top, whatever else changes: its ETag is useless. */
function isTopOfTheFuture(client: GithubClient, [top]: readonly unknown[]): boolean {
  const changedAt = instantOf(DatedRow.safeParse(top).data?.updated_at);
  const { toldAt } = client.toldAt();
  return changedAt !== null && toldAt !== undefined && changedAt > toldAt + graceMs;
}

/** Tolerated difference between clocks (ms). */
const graceMs = 60_000;

/** One call per repository; the token holds an ETag for each. */
async function peekMilestones(client: GithubClient, repos: readonly string[], token: string | null): Promise<Peek> {
  const known = tokenAs(z.record(z.string(), z.string()), token) ?? {};
  const tags: Record<string, string> = {};
  let changed = false;
  for (const repo of repos) {
    const tag = known[repo] ?? null;
    const feed = { of: `milestones of ${repo}`, repo, path: "milestones", query: { state: "all", per_page: 100 } };
    const page = await askOneOfMany(client, feed, { tag, isOnly: repos.length === 1 });
    changed ||= page !== null;
    // The first page's ETag does not cover further pages: always reads such a repository.
    const next = page === null ? tag : page.rows.length < 100 ? page.etag : null;
    if (next !== null) tags[repo] = next;
  }
  return { changed, token: JSON.stringify(tags) };
}

/** Treats a refused repository as unchanged: its own streams report the failure. */
async function askOneOfMany(
  client: GithubClient,
  feed: Feed,
  { tag, isOnly }: { readonly tag: string | null; readonly isOnly: boolean },
): Promise<Page> {
  try {
    return await ask(client, feed, tag);
  } catch (error) {
    if (isOnly || !isOfPart(error)) throw error;
    return null;
  }
}

const eventsAtOnce = 30;
const EventRow = z.object({ id: z.int(), event: z.string() });
const EdgesToken = z.object({ etag: z.string(), newest: z.int().nullable() });

/**
 * Reading the edges costs a request per hundred issues. A feed of events changes with each label and, because its rows
 * contain their issues, with each comment: only events that may affect dependencies and parents justify the reading.
 */
async function peekEdges(client: GithubClient, repo: string, token: string | null): Promise<Peek> {
  const known = tokenAs(EdgesToken, token);
  const feed = { of: `events of ${repo}`, repo, path: "issues/events", query: { per_page: eventsAtOnce } };
  const page = await ask(client, feed, known?.etag ?? null);
  if (page === null) return { changed: false, token };
  const { etag, rows } = page;
  const events = rows.map((row) => EventRow.safeParse(row).data ?? null);
  const next = etag === null ? null : JSON.stringify({ etag, newest: events[0]?.id ?? null });
  if (known === null) return { changed: true, token: next };
  const seen = events.findIndex((event) => event !== null && event.id === known.newest);
  // More events than a page, or GitHub deleted the last one with its issue: other events are unknown.
  if (seen === -1) return { changed: true, token: next };
  const changed = events.slice(0, seen).some((event) => event === null || !harmless.has(event.event));
  return { changed, token: next };
}

async function ask(client: GithubClient, { of, repo, path, query }: Feed, etag: string | null): Promise<Page> {
  const parts = partsOf(repo);
  try {
    const { data, ...answer } = await client.rest({
      what: `asking for news in the ${of}`,
      owner: parts.owner,
      schema: z.array(z.unknown()),
      request: (octokit) =>
        octokit.request(`GET /repos/{owner}/{repo}/${path}`, {
          ...parts,
          ...query,
          headers: etag === null ? {} : { "if-none-match": etag },
        }),
    });
    return { etag: answer.etag, rows: data };
  } catch (error) {
    if (etag !== null && refusedWith(error) === 304) return null;
    throw error;
  }
}

/** Null for a missing or malformed token. */
function tokenAs<T>(schema: z.ZodType<T>, token: string | null): T | null {
  try {
    return schema.parse(JSON.parse(token ?? ""));
  } catch {
    return null;
  }
}

/** Events that do not affect dependencies and parents (docs.github.com, "Issue event types"). */
const harmless: ReadonlySet<string> = new Set(
  `added_to_merge_queue added_to_project added_to_project_v2 assigned auto_merge_disabled auto_merge_enabled
  auto_rebase_enabled auto_squash_enabled automatic_base_change_failed automatic_base_change_succeeded base_ref_changed
  base_ref_deleted base_ref_force_pushed closed comment_deleted comment_pinned comment_unpinned connected
  convert_to_draft demilestoned deployed deployment_environment_changed disconnected head_ref_deleted
  head_ref_force_pushed head_ref_restored issue_field_added issue_field_changed issue_field_removed issue_type_added
  issue_type_changed issue_type_removed labeled locked mentioned merged milestoned moved_columns_in_project pinned
  project_v2_item_status_changed ready_for_review referenced removed_from_merge_queue removed_from_project
  removed_from_project_v2 renamed reopened review_dismissed review_request_removed review_requested subscribed
  unassigned unlabeled unlocked unpinned unsubscribed user_blocked`.split(/\s+/u),
);
