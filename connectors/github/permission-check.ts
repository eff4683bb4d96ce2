import { Failure } from "../../src/domain/failure.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { Needs } from "../../src/ports/setup-check.ts";
import { HttpRefusal } from "../kit/answer.ts";
import { refusedWith } from "../kit/http-failure.ts";
import type { GithubClient, RestCall } from "./client.ts";
import { partsOf } from "./place.ts";
import { credentialsPage } from "./reach-host.ts";
import { Nothing } from "./schema.ts";

type Access = "issues-read" | "pulls-read" | "issues-write";

const permissions: Readonly<Record<Access, { readonly name: string; readonly purpose: string }>> = {
  "issues-read": { name: "Issues: read", purpose: "read the issues" },
  "pulls-read": { name: "Pull requests: read", purpose: "read the pull requests" },
  "issues-write": { name: "Issues: write", purpose: "write the rollup or comments" },
};

/**
 * Tries what Signalbox does in each repository, without writing. GitHub checks the permission before the body: it
 * answers a create without a title with 403 if the permission is missing, else with 422, and creates nothing.
 * Trufflehog's analyser of tokens relies on the same order (`pkg/analyzer/analyzers/github/finegrained`).
 */
export async function permissionFindings(client: GithubClient, needs: Needs): Promise<readonly Finding[]> {
  const writes = new Set([...needs.comments, ...needs.rollups].map((name) => name.toLowerCase()));
  const reads = new Set(needs.reads.map((name) => name.toLowerCase()));
  const names = [...new Map([...needs.reads, ...needs.rollups].map((name) => [name.toLowerCase(), name])).values()];
  const ofRepos = names.map((name) => {
    const isRead = reads.has(name.toLowerCase());
    return ofRepository(client, name, [
      "issues-read",
      ...(isRead ? (["pulls-read"] as const) : []),
      ...(writes.has(name.toLowerCase()) ? (["issues-write"] as const) : []),
    ]);
  });
  return (await Promise.all(ofRepos)).flat();
}

/** Stops at an answer that hides the repository: `repositories` says so. */
async function ofRepository(
  client: GithubClient,
  repo: string,
  wanted: readonly Access[],
): Promise<readonly Finding[]> {
  const { key } = client.connection;
  const findings: Finding[] = [];
  for (const access of wanted) {
    const refusal = await tryAccess(client, repo, access);
    if (refusal !== null) {
      const finding = refusedFinding(client, { repo, access, refusal });
      findings.push(finding);
      if (finding.outcome === "not-tried" || !finding.id.startsWith("permission:")) return findings;
    }
  }
  if (findings.length > 0) return findings;
  const names = wanted.map((access) => `"${permissions[access].name}"`).join(", ");
  return [
    {
      id: `permissions:${key}:${repo}`,
      group: "permissions",
      connection: key,
      outcome: "ok",
      tried: triedIn(repo),
      means: `The account has ${names} on ${repo}.`,
      remedy: null,
      link: null,
    },
  ];
}

function triedIn(repo: string): string {
  return `Signalbox tried in ${repo} what it will do there; a create without a title, which GitHub refuses, stands for writes.`;
}

/** Null if GitHub allows it. */
async function tryAccess(client: GithubClient, repo: string, access: Access): Promise<Failure | null> {
  try {
    await client.rest(callFor(repo, access));
    return null;
  } catch (error) {
    // 422: GitHub allows it, and refuses the empty body.
    if (refusedWith(error) === 422) return null;
    if (error instanceof Failure) return error;
    throw error;
  }
}

function callFor(repo: string, access: Access): RestCall<unknown> {
  const parts = partsOf(repo);
  const { purpose } = permissions[access];
  const call = { what: `trying whether the account may ${purpose} of ${repo}`, owner: parts.owner, isOnce: true };
  const path = `/repos/{owner}/{repo}/${access === "pulls-read" ? "pulls" : "issues"}`;
  // Safe to repeat like a read, although it is a POST: without a title it creates nothing.
  const method = access === "issues-write" ? "POST" : "GET";
  const query = method === "GET" ? { per_page: 1 } : {};
  return { ...call, schema: Nothing, request: ({ request }) => request(`${method} ${path}`, { ...parts, ...query }) };
}

type Refused = { readonly repo: string; readonly access: Access; readonly refusal: Failure };

function refusedFinding({ connection }: GithubClient, { repo, access, refusal }: Refused): Finding {
  const { key } = connection;
  const { owner } = partsOf(repo);
  const shared = { group: "permissions", connection: key, tried: triedIn(repo) } as const;
  if (refusal.cause instanceof HttpRefusal && isSignOn(refusal.cause)) {
    return {
      ...shared,
      id: `sign-on:${key}:${owner.toLowerCase()}`,
      outcome: "blocks",
      means: `The single sign-on of ${owner} keeps our token out, whatever its permissions are.`,
      remedy: refusal.remedy,
      link: credentialsPage(connection),
    };
  }
  if (/IP allow list/iu.test(refusal.message)) {
    return {
      ...shared,
      id: `allow-list:${key}:${owner.toLowerCase()}`,
      outcome: "blocks",
      means: `${owner} admits only listed addresses, and not that of this machine. ${refusal.message}`,
      remedy: `An owner of ${owner} adds this machine's public address: Settings → Authentication security → IP allow list.`,
      link: `${connection.webUrl}/organizations/${owner}/settings/security`,
    };
  }
  const { name, purpose } = permissions[access];
  const status = refusedWith(refusal);
  const isHidden = status === 404 || status === 410 || /archived|been disabled/iu.test(refusal.message);
  if (isHidden && access !== "issues-write") {
    const means = `GitHub shows nothing of ${repo}.`;
    return { ...shared, id: `permissions:${key}:${repo}`, outcome: "not-tried", means, remedy: null, link: null };
  }
  if (isHidden && status !== 404) {
    const means = `${repo} takes no issues at present.`;
    return { ...shared, id: `permissions:${key}:${repo}`, outcome: "not-tried", means, remedy: null, link: null };
  }
  if (status === 403 || status === 404) {
    return {
      ...shared,
      id: `permission:${key}:${repo}:${access}`,
      outcome: "blocks",
      means: `The account may not ${purpose} of ${repo}: it lacks "${name}". ${refusal.message}`,
      remedy:
        connection.auth.kind === "app"
          ? `In the app's settings: Permissions & events → Repository permissions, choose "${name}"; then an owner of ${owner} accepts the new permissions.`
          : `In the token's settings: Repository permissions → "${name}", with access to ${repo} (a classic token: the scope \`repo\`).`,
      link: credentialsPage(connection),
    };
  }
  const { message, remedy } = refusal;
  const isApart = refusal.code === "not-found" && status === null;
  const link = isApart ? `${connection.webUrl}/organizations/${owner}/settings/installations` : null;
  const outcome = refusal.code === "rate-limited" ? "not-tried" : "blocks";
  return { ...shared, id: `permission:${key}:${repo}:${access}`, outcome, means: message, remedy, link };
}

/** https://docs.github.com/rest/authentication/authenticating-to-the-rest-api#authorizing-for-saml-sso */
function isSignOn({ headers }: HttpRefusal): boolean {
  return (headers.get("x-github-sso") ?? "").startsWith("required");
}
