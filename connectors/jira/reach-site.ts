import { Failure } from "../../src/domain/failure.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { reachFindings, type Attempt } from "../kit/reach.ts";
import { adminPages, tokensPage } from "./admin-pages.ts";
import type { ClientOptions, JiraClient } from "./client.ts";
import { findGateway } from "./gateway.ts";
import { readAccount } from "./probe.ts";

/** Sends the first request, once, and reads what its outcome says about each stage of the connection. */
export async function reachSite(client: JiraClient, options: ClientOptions): Promise<readonly Finding[]> {
  const { key, site, gateway, account } = client.connection;
  let name: string | null = null;
  let failure: Failure | null = null;
  try {
    const found = await readAccount(client, { isOnce: true });
    name = found.displayName === "" ? account : found.displayName;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  const other = failure?.code === "unauthorized" ? await findGateway(options) : null;
  return reachFindings({
    connection: key,
    address: gateway ?? site,
    account: name,
    failure,
    toldAt: client.toldAt().toldAt ?? null,
    now: options.clock(),
    ...mendingOf(client.connection, other),
  });
}

type Mending = Pick<Attempt, "mend" | "links" | "needsPath">;

function mendingOf(connection: JiraConnection, other: string | null): Mending {
  const { account, gateway } = connection;
  if (account === null) return ofDataCenter(connection);
  return gateway === undefined ? ofCloud(connection, account, other) : ofGateway(connection, gateway, account);
}

const cloudLinks = { credentials: tokensPage, status: "https://jira-software.status.atlassian.com" } as const;

/** @param gateway that takes the token, which has scopes; null for none */
function ofCloud({ key }: JiraConnection, account: string, gateway: string | null): Mending {
  return {
    mend: {
      address: `Write the site's own address into \`site\` of connection ${key}: https://NAME.atlassian.net, without a path. For a Data Center, leave \`account\` out.`,
      credentials:
        gateway === null
          ? `Create an API token for ${account}, and set the variable that \`token\` of connection ${key} names. A token lasts a year at most.`
          : `The token has scopes, so Jira takes it only through Atlassian's gateway: write \`gateway: ${gateway}\` below \`site\` of connection ${key}.`,
    },
    links: gateway === null ? cloudLinks : { ...cloudLinks, credentials: null },
  };
}

function ofGateway({ key, site }: JiraConnection, gateway: string, account: string): Mending {
  return {
    mend: {
      address: `Check \`gateway\` of connection ${key}: https://api.atlassian.com/ex/jira/CLOUD-ID, with the cloud id that ${adminPages({ site }).cloudId} shows.`,
      credentials: `Create an API token with scopes for ${account} (docs/connect-jira.md lists them), and set the variable that \`token\` of connection ${key} names. A token lasts a year at most. A token without scopes needs no \`gateway\`: leave ${gateway} out.`,
    },
    needsPath: true,
    links: cloudLinks,
  };
}

function ofDataCenter({ key, site }: Pick<JiraConnection, "key" | "site">): Mending {
  return {
    mend: {
      address: `Write the address of the Data Center, with its context path, into \`site\` of connection ${key}: https://jira.example.com/jira. For a Jira Cloud site, enter \`account\` as well.`,
      credentials: `Create a personal access token as Signalbox's user (Profile → Personal Access Tokens), and set the variable that \`token\` of connection ${key} names. It ends on the day that was chosen there.`,
    },
    links: { credentials: `${site}/secure/ViewProfile.jspa`, status: null },
  };
}
