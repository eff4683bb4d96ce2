import { Failure } from "../../src/domain/failure.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { reachFindings, type Attempt } from "../kit/reach.ts";
import type { JiraClient } from "./client.ts";
import { readAccount } from "./probe.ts";
import { tokensPage } from "./admin-pages.ts";

/** Sends the first request, once, and reads what its outcome says about each stage of the connection. */
export async function reachSite(client: JiraClient, clock: Clock): Promise<readonly Finding[]> {
  const { key, site, account } = client.connection;
  let name: string | null = null;
  let failure: Failure | null = null;
  try {
    const found = await readAccount(client, { isOnce: true });
    name = found.displayName === "" ? account : found.displayName;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  return reachFindings({
    connection: key,
    address: site,
    account: name,
    failure,
    toldAt: client.toldAt().toldAt ?? null,
    now: clock(),
    ...(account === null ? ofDataCenter(client.connection) : ofCloud(key, account)),
  });
}

type Mending = Pick<Attempt, "mend" | "links">;

function ofCloud(key: string, account: string): Mending {
  return {
    mend: {
      address: `Write the site's own address into \`site\` of connection ${key}: https://NAME.atlassian.net, without a path. For a Data Center, leave \`account\` out.`,
      credentials: `Create an API token (without scopes) for ${account}, and set the variable that \`token\` of connection ${key} names. A token lasts a year at most.`,
    },
    links: { credentials: tokensPage, status: "https://jira-software.status.atlassian.com" },
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
