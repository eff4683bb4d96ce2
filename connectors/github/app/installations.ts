import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import type { AppInstallation } from "../../../src/ports/app-setup.ts";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import { UnreadableAnswer } from "../../kit/answer.ts";

const Installation = z.object({
  id: z.int(),
  account: z.object({ login: z.string() }).nullable().catch(null),
  target_type: z.string().catch("Organization"),
  repository_selection: z.enum(["all", "selected"]).catch("selected"),
  suspended_at: z.string().nullish().catch(null),
  permissions: z.record(z.string(), z.string()).catch({}),
});

/** An installation, and what only requests with its token need. */
export type Installed = AppInstallation & {
  readonly id: number;
  readonly mayWriteIssues: boolean;
};

/**
 * The installations of an app: one per organisation or person. It leaves out those of deleted accounts.
 * @param readPage requests one page of a hundred, from 1
 * @throws UnreadableAnswer for an unknown shape
 */
export async function installationsIn(
  { webUrl }: Pick<GithubConnection, "webUrl">,
  readPage: (page: number) => Promise<readonly unknown[]>,
): Promise<readonly Installed[]> {
  const found: Installed[] = [];
  for (let page = 1; ; page += 1) {
    const records = await readPage(page);
    found.push(...records.flatMap((record) => installed(webUrl, record)));
    if (records.length < 100) return found;
  }
}

function installed(webUrl: string, record: unknown): readonly Installed[] {
  const { success, data, error } = Installation.safeParse(record);
  if (!success) throw new UnreadableAnswer("an answer of an unknown shape", { broken: false, cause: error });
  const { id, account, target_type: kind, repository_selection: selection, suspended_at: suspendedAt } = data;
  if (account === null) return [];
  const { login } = account;
  const settings = kind === "Organization" ? `/organizations/${encodeURIComponent(login)}/settings` : "/settings";
  return [
    {
      id,
      account: login,
      repositories: selection,
      suspendedAt: suspendedAt ?? null,
      page: `${webUrl}${settings}/installations/${id}`,
      mayWriteIssues: data.permissions["issues"] === "write",
    },
  ];
}

/** One page, by the app's own credentials. */
export async function installationsPage(app: Octokit, page: number) {
  return app.rest.apps.listInstallations({ per_page: 100, page });
}
