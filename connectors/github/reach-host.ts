import { Failure } from "../../src/domain/failure.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { z } from "zod";
import { reachFindings } from "../kit/reach.ts";
import { installationFindings } from "./app/installation-check.ts";
import type { GithubClient } from "./client.ts";
import { App, User } from "./schema.ts";

/** Sends the first request, once, and reads what its outcome says about each stage of the connection, then the budgets. */
export async function reachHost(client: GithubClient, clock: Clock): Promise<readonly Finding[]> {
  const { connection } = client;
  const { key, webUrl, auth } = connection;
  const { account, failure } = await firstRequest(client);
  const isApp = auth.kind === "app";
  const findings = reachFindings({
    connection: key,
    address: connection.apiUrl,
    account,
    failure,
    toldAt: client.toldAt().toldAt ?? null,
    now: clock(),
    mend: {
      address: `Write the address of the Enterprise Server into \`url\` of connection ${key}, as a browser opens it and without a path; leave \`url\` out for github.com.`,
      credentials: isApp
        ? `Check \`id\` and \`privateKey\` of the app of connection ${key}; create another key in the app's settings.`
        : `Create another token, and set the variable that \`token\` of connection ${key} names; the old one was revoked or has expired.`,
    },
    links: { credentials: credentialsPage(connection), status: statusPage(webUrl) },
  });
  if (failure !== null) return findings;
  // An app has budgets per installation; its own credentials have none.
  return [...findings, ...(isApp ? await installationFindings(client) : [await budgetFinding(client)])];
}

/** Where people create tokens, or see their apps. */
export function credentialsPage({ webUrl, auth }: Pick<GithubConnection, "webUrl" | "auth">): string {
  return auth.kind === "app" ? `${webUrl}/settings/apps` : `${webUrl}/settings/tokens`;
}

function statusPage(webUrl: string): string | null {
  return webUrl === "https://github.com" ? "https://www.githubstatus.com" : null;
}

type First = { readonly account: string | null; readonly failure: Failure | null };

async function firstRequest(client: GithubClient): Promise<First> {
  const call = { what: "checking the account", owner: null, isOnce: true } as const;
  try {
    if (client.connection.auth.kind === "app") {
      const { data } = await client.rest({ ...call, schema: App, request: ({ rest }) => rest.apps.getAuthenticated() });
      return { account: `${data.slug}[bot]`, failure: null };
    }
    const { data } = await client.rest({ ...call, schema: User, request: ({ rest }) => rest.users.getAuthenticated() });
    return { account: data.login, failure: null };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    // An installation token, such as that of an Actions job, belongs to no user: what it may do shows with the permissions.
    const isNoUser = failure.code === "forbidden" && /not accessible by integration/iu.test(failure.message);
    return { account: null, failure: isNoUser ? null : failure };
  }
}

const Bucket = z.object({ limit: z.number(), remaining: z.number(), reset: z.number() });
const Limits = z.object({ resources: z.object({ core: Bucket, graphql: Bucket }) });

/** Share of a budget below which polls and sweeps pause, see `isRunningLow`. */
const reservedShare = 0.1;

/** Asks for the budgets, which costs none: https://docs.github.com/rest/rate-limit/rate-limit. An Enterprise Server may have no limits (404). */
async function budgetFinding(client: GithubClient): Promise<Finding> {
  const { key } = client.connection;
  const finding = {
    id: `rate-budgets:${key}`,
    group: "rate-budgets",
    connection: key,
    tried: "Signalbox asked GitHub for what is left of its hourly budgets.",
    link: null,
  } as const;
  try {
    const { data } = await client.rest({
      what: "reading its rate limits",
      owner: null,
      isOnce: true,
      schema: Limits,
      request: ({ rest }) => rest.rateLimit.get(),
    });
    const { core, graphql } = data.resources;
    const left = `${core.remaining} of ${core.limit} requests and ${graphql.remaining} of ${graphql.limit} GraphQL points are left`;
    const low = [core, graphql].filter(({ remaining, limit }) => remaining < limit * reservedShare);
    if (low.length === 0) return { ...finding, outcome: "ok", means: `${left}.`, remedy: null };
    const until = new Date(Math.max(...low.map(({ reset }) => reset)) * 1000).toISOString();
    return {
      ...finding,
      outcome: low.some(({ remaining }) => remaining === 0) ? "blocks" : "warning",
      means: `${left}: Signalbox keeps the rest for webhooks and reports, and reads nothing else until ${until}.`,
      remedy: "Wait until then. If it lasts, poll less often (`serve.poll`), or give Signalbox an account of its own.",
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const means = error.code === "not-found" ? "This GitHub has no rate limits." : error.message;
    return { ...finding, outcome: error.code === "not-found" ? "ok" : "not-tried", means, remedy: null };
  }
}
