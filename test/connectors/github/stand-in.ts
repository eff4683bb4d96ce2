import { createServer } from "node:http";
import express from "express";
import { afterEach } from "vitest";
import { createGithubConnector } from "../../../connectors/github/connector.ts";
import { GithubSource } from "../../../connectors/github/source.ts";
import type { GithubRepoData } from "../../../sandbox/data.ts";
import { createGithubHost, type SeenRequest } from "../../../sandbox/github/host.ts";
import type { GithubProfile } from "../../../sandbox/github/release.ts";
import type { Scope, Stream } from "../../../src/ports/connector.ts";
import { timeline } from "./hub.ts";

const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A stand-in with `acme/api` and `acme/web`, and a connector that reads both. */
export async function start(
  api: Partial<GithubRepoData> = {},
  { profile = "cloud", ...scope }: Partial<Scope> & { readonly profile?: GithubProfile } = {},
) {
  const time = timeline();
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const baseUrl = `http://127.0.0.1:${address.port}/github`;
  const data = { "acme/api": { ...empty, ...api }, "acme/web": empty };
  const host = createGithubHost({ baseUrl, profile, data, runtime: { clock: time.clock, searchLagMs: 0 } });
  app.use("/github", host.router);
  const seen: SeenRequest[] = [];
  host.onRequest((request) => void seen.push(request));
  const quiet = () => undefined;
  const connector = createGithubConnector({
    connection: {
      system: "github",
      key: "hub",
      apiUrl: `${baseUrl}/api/v3`,
      webUrl: baseUrl,
      auth: { kind: "token", token: host.token },
      webhookSecrets: ["signing-secret"],
      webhookPath: null,
    },
    scope: { containers: ["acme/api", "acme/web"], jqls: [], linkTypes: [], versions: false, ...scope },
    log: { info: quiet, warn: quiet, error: quiet },
    ...time,
  });
  const { source } = connector;
  // What a service asks of the read side is no part of the port that commands use.
  if (!(source instanceof GithubSource)) throw new TypeError("another source");
  return { ...connector, source, ...time, host, people: host.people, seen, baseUrl };
}

export const stream = (kind: string, repo = "acme/api"): Stream => ({
  name: `${kind}:${repo}`,
  mode: "incremental",
  pace: "poll",
});
export type Started = Awaited<ReturnType<typeof start>>;
