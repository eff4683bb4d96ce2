import type { JiraClient } from "./client.ts";
import { ChangelogPage, type History, type Issue } from "./schema.ts";

/** An issue comes with its newest changes only; the rest is read in one go for those of a page that have more. */
export async function wholeHistories(
  client: JiraClient,
  issues: readonly Issue[],
): Promise<ReadonlyMap<string, readonly History[]>> {
  const known = new Map(issues.map(({ id, changelog }) => [id, changelog?.histories ?? []]));
  const cut = issues.filter(isCut).map(({ id }) => id);
  if (cut.length === 0) return known;
  return new Map([...known, ...(await readChangelogs(client, cut))]);
}

function isCut({ changelog }: Issue): boolean {
  return (changelog?.total ?? 0) > (changelog?.histories.length ?? 0);
}

async function readChangelogs(client: JiraClient, ids: readonly string[]): Promise<Map<string, History[]>> {
  const histories = new Map<string, History[]>();
  const seen = new Set<string>();
  for (let token: string | null = null; ;) {
    const nextPageToken: string | null = token;
    const page: ChangelogPage = await client.call({
      what: `reading the changelogs of ${ids.length} issues`,
      schema: ChangelogPage,
      request: ({ cloud }) =>
        cloud.issues.getBulkChangelogs({
          issueIdsOrKeys: [...ids],
          maxResults: 1000,
          ...(nextPageToken === null ? {} : { nextPageToken }),
        }),
    });
    for (const { issueId, changeHistories } of page.issueChangeLogs) {
      histories.set(issueId, [...(histories.get(issueId) ?? []), ...changeHistories]);
    }
    token = page.nextPageToken ?? null;
    // A token that comes twice leads nowhere; what an issue brought with it is history enough until the next change.
    if (token === null || token === "" || seen.has(token)) return histories;
    seen.add(token);
  }
}
