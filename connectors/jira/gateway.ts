import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import { HttpRefusal, NoAnswer, UnreadableAnswer } from "../kit/answer.ts";
import { Wire } from "../kit/wire.ts";
import { adminPages } from "./admin-pages.ts";
import { readAnswer } from "./answer.ts";
import { JiraClient, type ClientOptions } from "./client.ts";
import { readAccount } from "./probe.ts";
import { MissingScope } from "./scopes.ts";

const Tenant = z.object({ cloudId: z.string().regex(/^[\w-]{1,100}$/u) });

/**
 * Atlassian's gateway to a site that refuses the token, if the gateway takes it: then it is a token with scopes. A token
 * does not show its kind.
 * https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
 * @returns null if the gateway refuses it, too, or there is none
 */
export async function findGateway(options: ClientOptions): Promise<string | null> {
  const { site, account, gateway: given } = options.connection;
  if (account === null || given !== undefined) return null;
  const cloudId = await cloudIdOf(site, options);
  if (cloudId === null) return null;
  const gateway = `${originFor(new URL(site))}/ex/jira/${cloudId}`;
  try {
    await readAccount(new JiraClient({ ...options, connection: { ...options.connection, gateway } }), { isOnce: true });
    return gateway;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.cause instanceof MissingScope ? gateway : null;
  }
}

/** Jira Cloud tells everyone: the request carries no credentials. */
async function cloudIdOf(site: string, { timeLimit, timeoutMs = 30_000 }: ClientOptions): Promise<string | null> {
  const wire = new Wire({ timeoutMs, timeLimit, onHeaders: () => undefined });
  try {
    const init: RequestInit = { headers: { accept: "application/json" }, redirect: "manual" };
    const answer = await readAnswer(await wire.fetch(adminPages({ site }).cloudId, init, "read"), (text) => text);
    return Tenant.safeParse(answer).data?.cloudId ?? null;
  } catch (error) {
    const isRefused = error instanceof HttpRefusal || error instanceof NoAnswer || error instanceof UnreadableAnswer;
    if (!isRefused) throw error;
    return null;
  }
}

/** A stand-in on this machine is its own gateway. */
function originFor(site: URL): string {
  return site.protocol === "http:" ? site.origin : "https://api.atlassian.com";
}
