import { z } from "zod";
import type { LookParts } from "../kit/look-parts.ts";
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
  archived: z.boolean().catch(false),
  disabled: z.boolean().catch(false),
  has_issues: z.boolean().catch(true),
  permissions: z
    .object({ push: z.boolean().catch(false), triage: z.boolean().catch(false) })
    .nullish()
    .catch(null),
});

const mostPages = 3;

/**
 * The repositories that the token sees, the last changed first: its own ones, and those of its organisations. Leaves
 * out archived ones, and those without issues.
 */
export async function listRepositories(client: GithubClient, parts: LookParts): Promise<RepositoryList> {
  const found: z.infer<typeof Listed>[] = [];
  const notes = new Set<string>();
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await parts.read(() => readPage(client, page), null);
    if (answer === null) break;
    const { data, hidden } = answer;
    if (hidden !== null) notes.add(signOnNote(client, hidden));
    found.push(...data.flatMap((one) => Listed.safeParse(one).data ?? []));
    if (data.length < 100) break;
  }
  const usable = found.filter(({ archived, disabled, has_issues: hasIssues }) => !archived && !disabled && hasIssues);
  return {
    repositories: usable.map(({ full_name: name, permissions }) => ({
      name,
      mayWrite: permissions == null || permissions.push || permissions.triage,
    })),
    notes: [...notes],
  };
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
