import { createServer } from "node:http";
import express from "express";
import { createJiraConnector } from "../../../connectors/jira/connector.ts";
import type { JiraSiteData, RawRecord } from "../../../sandbox/data.ts";
import { createJiraSite, type SeenRequest } from "../../../sandbox/jira/site.ts";
import type { JiraConnection } from "../../../src/ports/connection.ts";
import type { Scope } from "../../../src/ports/connector.ts";
import { rawIssue, siteFields, timeline } from "./acme.ts";

export const emptySite: JiraSiteData = {
  issues: [],
  boards: [],
  sprints: [],
  fields: siteFields,
  issueLinkTypes: [{ id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" }],
  projects: [],
  versions: [],
};

export function aSite(issues: readonly RawRecord[] = [rawIssue(1), rawIssue(2)]): JiraSiteData {
  return { ...emptySite, issues };
}

export type StartOptions = {
  readonly data: JiraSiteData;
  readonly name?: string;
  /** Version of a Data Center; a Cloud site if absent. */
  readonly dataCenter?: string;
  readonly scope?: Partial<Scope>;
  readonly connection?: Partial<JiraConnection>;
  readonly searchLagMs?: number;
  /** Scopes of the token: the connection goes through the gateway. */
  readonly scopes?: readonly string[];
  /** The path of the gateway in the connection; the site's by default. */
  readonly gatewayPath?: string;
};

/** A stateful site on loopback with a connector to it, both on one clock that only moves when told. */
export async function startSite(options: StartOptions) {
  const { data, name = "acme", dataCenter = null, scope, connection, searchLagMs = 0, scopes } = options;
  const time = timeline();
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const origin = `http://127.0.0.1:${address.port}`;
  const url = `${origin}/jira/${name}`;
  const site = createJiraSite({ name, baseUrl: url, dataCenter, data, runtime: { clock: time.clock, searchLagMs } });
  app.use([`/jira/${name}`, site.gatewayPath], site.router);
  if (scopes !== undefined) site.administration.giveScopes(scopes);
  const seen: SeenRequest[] = [];
  site.onRequest((request) => void seen.push(request));
  const warnings: string[] = [];
  const note = (_: unknown, text: string) => void warnings.push(text);
  const connector = createJiraConnector({
    connection: {
      system: "jira",
      key: name,
      site: url,
      ...(scopes !== undefined && { gateway: `${origin}${options.gatewayPath ?? site.gatewayPath}` }),
      account: dataCenter === null ? site.account.email : null,
      token: site.account.token,
      pointsField: null,
      webhookSecrets: [],
      webhookPath: null,
      ...connection,
    },
    scope: { containers: "all", jqls: [], linkTypes: [], versions: true, ...scope },
    log: { info: note, warn: note, error: note },
    ...time,
  });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { ...connector, site, seen, warnings, ...time, close };
}

export type StartedSite = Awaited<ReturnType<typeof startSite>>;
