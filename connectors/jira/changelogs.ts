import { instantOf } from "./instant.ts";
import type { JiraClient } from "./client.ts";
import { overlapMs } from "./jql.ts";
import { ChangelogPage, type History, type Issue } from "./schema.ts";
import { isStatus } from "./write-outcome.ts";

type Read = { readonly edition: string; readonly updatedAt: number; readonly histories: readonly History[] };

/**
 * Complete changelogs. A search returns an issue with its newest changes only; this class reads the rest, in one
 * request series for all issues of a page that have more. Caches them as long as polls read the same issues again.
 */
export class Changelogs {
  readonly #read = new Map<string, Read>();
  #newestAt = 0;

  async of(client: JiraClient, issues: readonly Issue[]): Promise<ReadonlyMap<string, readonly History[]>> {
    const whole = new Map<string, readonly History[]>();
    const missing: Issue[] = [];
    for (const issue of issues.filter(isCut)) {
      const read = this.#read.get(issue.id);
      if (read?.edition === editionOf(issue)) whole.set(issue.id, read.histories);
      else missing.push(issue);
    }
    const found = missing.length === 0 ? new Map<string, History[]>() : await shownChangelogs(client, idsOf(missing));
    for (const issue of missing) {
      const histories = found.get(issue.id);
      if (histories === undefined) continue;
      whole.set(issue.id, histories);
      this.#read.set(issue.id, readingOf(issue, histories));
    }
    this.#forget(issues);
    return new Map([...issues.map(({ id, changelog }) => [id, changelog?.histories ?? []] as const), ...whole]);
  }

  /** Drops issues older than the overlap of polls, which return them again only after a change. */
  #forget(issues: readonly Issue[]): void {
    this.#newestAt = Math.max(this.#newestAt, ...issues.map(({ fields }) => instantOf(fields.updated) ?? 0));
    for (const [id, { updatedAt }] of this.#read) {
      if (updatedAt < this.#newestAt - overlapMs) this.#read.delete(id);
    }
  }
}

function readingOf(issue: Issue, histories: readonly History[]): Read {
  return { edition: editionOf(issue), updatedAt: instantOf(issue.fields.updated) ?? 0, histories };
}

/** A version of the changelog; differs after every change. */
function editionOf({ fields, changelog }: Issue): string {
  return `${String(fields.updated)} ${changelog?.total}`;
}

function idsOf(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ id }) => id);
}

function isCut({ changelog }: Issue): boolean {
  return (changelog?.total ?? 0) > (changelog?.histories.length ?? 0);
}

/** The readable changelogs: an issue whose changelog Jira refuses keeps the changes from the search. */
async function shownChangelogs(client: JiraClient, ids: readonly string[]): Promise<Map<string, History[]>> {
  try {
    return await readChangelogs(client, ids);
  } catch (error) {
    if (!isStatus(error, 400, 403, 404)) throw error;
    return new Map();
  }
}

async function readChangelogs(client: JiraClient, ids: readonly string[]): Promise<Map<string, History[]>> {
  const histories = new Map<string, History[]>();
  const seen = new Set<string>();
  for (let token: string | null = null; ;) {
    const nextPageToken: string | null = token;
    const page: ChangelogPage = await client.call({
      what: `reading the changelogs of ${ids.length} issues`,
      schema: ChangelogPage,
      request: (api) => api.changelogs(ids, nextPageToken),
    });
    for (const { issueId, changeHistories } of page.issueChangeLogs) {
      histories.set(issueId, [...(histories.get(issueId) ?? []), ...changeHistories]);
    }
    token = page.nextPageToken ?? null;
    // A repeated token would loop; the changes from the search suffice until the next change.
    if (token === null || token === "" || seen.has(token)) return histories;
    seen.add(token);
  }
}
