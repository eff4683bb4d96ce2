import { z } from "zod";
import { byText } from "../../src/domain/ordering.ts";
import type { LookParts } from "../kit/look-parts.ts";
import { listInstallations } from "./app/list-installations.ts";
import type { Installed } from "./app/installations.ts";
import type { GithubClient } from "./client.ts";
import { Records100 } from "./schema.ts";

export type SeenRepository = {
  readonly name: string;
  /** Whether our account may create issues there. */
  readonly mayWrite: boolean;
};

export type RepositoryList = { readonly repositories: readonly SeenRepository[]; readonly notes: readonly string[] };

const Listed = z.object({
  full_name: z.string(),
  pushed_at: z.string().nullish().catch(null),
  archived: z.boolean().catch(false),
  disabled: z.boolean().catch(false),
  has_issues: z.boolean().catch(true),
  permissions: z
    .object({ push: z.boolean().catch(false), triage: z.boolean().catch(false) })
    .nullish()
    .catch(null),
});

type Listed = z.infer<typeof Listed>;

const mostPages = 3;

/**
 * The repositories that the token or app sees, the last changed first: its own ones, and those of its organisations.
 * Leaves out archived ones, and those without issues.
 */
export async function listRepositories(client: GithubClient, parts: LookParts): Promise<RepositoryList> {
  return client.connection.auth.kind === "app" ? listOfApp(client, parts) : listOfToken(client, parts);
}

async function listOfToken(client: GithubClient, parts: LookParts): Promise<RepositoryList> {
  const found: Listed[] = [];
  const notes = new Set<string>();
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await parts.read(() => readPage(client, page), null);
    if (answer === null) break;
    const { data, hidden } = answer;
    if (hidden !== null) notes.add(signOnNote(client, hidden));
    found.push(...data.flatMap((one) => Listed.safeParse(one).data ?? []));
    if (data.length < 100) break;
  }
  return {
    repositories: found.filter(isUsable).map(({ full_name: name, permissions }) => ({
      name,
      mayWrite: permissions == null || permissions.push || permissions.triage,
    })),
    notes: [...notes],
  };
}

function isUsable({ archived, disabled, has_issues: hasIssues }: Listed): boolean {
  return !archived && !disabled && hasIssues;
}

/** Those of each installation. GitHub lists them in no order that helps, and tells permissions per installation. */
async function listOfApp(client: GithubClient, parts: LookParts): Promise<RepositoryList> {
  const installations = await listInstallations(client);
  const found: (Listed & Pick<SeenRepository, "mayWrite">)[] = [];
  for (const { account, mayWriteIssues: mayWrite } of installations.filter(isWorking)) {
    for (let page = 1; page <= mostPages; page += 1) {
      const records = await parts.read(() => readInstallationPage(client, account, page), []);
      found.push(...records.flatMap((one) => withRight(Listed.safeParse(one).data, mayWrite)));
      if (records.length < 100) break;
    }
  }
  const newestFirst = found.filter(isUsable).toSorted((a, b) => byText(b.pushed_at ?? "", a.pushed_at ?? ""));
  const suspended = installations.filter((one) => !isWorking(one));
  return {
    repositories: newestFirst.map(({ full_name: name, mayWrite }) => ({ name, mayWrite })),
    notes: suspended.map(({ account, page }) => `The app's installation for ${account} is suspended: ${page}.`),
  };
}

function isWorking({ suspendedAt }: Installed): boolean {
  return suspendedAt === null;
}

function withRight(listed: Listed | undefined, mayWrite: boolean) {
  return listed === undefined ? [] : [{ ...listed, mayWrite }];
}

const InstallationRepositories = z.object({ repositories: Records100 });

async function readInstallationPage(client: GithubClient, owner: string, page: number): Promise<readonly unknown[]> {
  const { data } = await client.rest({
    what: `listing the repositories of the app's installation for ${owner}`,
    owner,
    schema: InstallationRepositories,
    request: ({ request }) => request("GET /installation/repositories", { per_page: 100, page }),
  });
  return data.repositories;
}

async function readPage(client: GithubClient, page: number) {
  const { data, singleSignOn } = await client.rest({
    what: "listing the repositories that the token sees",
    owner: null,
    schema: Records100,
    remedies: {
      forbidden: `Give the token of ${client.connection.key} access to repositories, with "Metadata: read" and "Issues: read".`,
    },
    request: ({ request }) => request("GET /user/repos", { per_page: 100, page, sort: "pushed", direction: "desc" }),
  });
  return { data, hidden: singleSignOn };
}

/** GitHub leaves out the repositories of organisations that the token is not authorised for. */
function signOnNote({ connection }: GithubClient, organisations: string): string {
  return `${connection.key} hides repositories of organisations with single sign-on (${organisations}). Authorise the token for them: ${connection.webUrl}/settings/tokens, “Configure SSO”.`;
}
