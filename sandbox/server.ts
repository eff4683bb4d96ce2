import { createServer, type Server } from "node:http";
import express from "express";
import { Failure } from "../src/domain/failure.ts";
import type { Connection } from "../src/ports/connection.ts";
import type { Clock } from "../src/ports/runtime.ts";
import { connectionsFor } from "./connections.ts";
import type { WebhookSender } from "./webhooks/webhook-sender.ts";
import type { SandboxData } from "./data.ts";
import type { FaultSource, FaultyTracker } from "./faults/fault.ts";
import { faultMiddleware } from "./faults/middleware.ts";
import { frontPage } from "./front-page.ts";
import { createGithubHost, type GithubHost } from "./github/host.ts";
import type { GithubProfile } from "./github/release.ts";
import { versionOf, type JiraProfile } from "./jira/profile.ts";
import { createJiraSite, type JiraSite } from "./jira/site.ts";
import { pageListsOf } from "./listing.ts";
import { watchWrites, type Trackers } from "./written.ts";

export type SandboxOptions = {
  readonly data: SandboxData;
  /** `cloud` by default. */
  readonly jira?: JiraProfile;
  /** `cloud` by default. */
  readonly github?: GithubProfile;
  /** 0 for any that is free. */
  readonly port: number;
  readonly clock: Clock;
  /** How long search lags behind writes, in milliseconds of `clock`. */
  readonly searchLagMs: number;
  /** Sends the trackers' webhooks; none if absent. The creator closes it. */
  readonly webhookSender?: WebhookSender;
  /** Faults of API requests; none by default. */
  readonly faults?: FaultSource;
  /** The middleware calls it for each request that it never answers. */
  readonly onUnanswered?: () => void;
};

export type Sandbox = {
  /** `http://127.0.0.1:4400` */
  readonly url: string;
  /** For the connection keys the train file names. */
  readonly connections: readonly Connection[];
  readonly jira: ReadonlyMap<string, JiraSite>;
  readonly github: GithubHost;
  requests(): { readonly jira: number; readonly github: number };
  /** Ends it at once, open connections and all. */
  close(): Promise<void>;
};

/** Only this machine can reach it. */
const loopback = "127.0.0.1";

/**
 * Serves every Jira site and the GitHub host of the data under one loopback port, with a front page at `/`.
 * @throws Failure `config-invalid` for a port that is taken and for a train file that plans in a site the data lacks
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const app = express().disable("x-powered-by");
  const server = createServer(app);
  const port = await listen(server, options.port);
  try {
    const trackers = mountTrackers(app, `http://${loopback}:${port}`, options);
    const { url, jira, github } = trackers;
    return {
      url,
      jira,
      github,
      connections: connectionsFor(options.data.trainFile, trackers),
      requests: () => ({
        jira: [...jira.values()].reduce((sum, site) => sum + site.requests(), 0),
        github: github.requests(),
      }),
      close: async () => stop(server),
    };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

function mountTrackers(app: express.Express, url: string, options: SandboxOptions): Trackers {
  const { data, clock, searchLagMs, webhookSender, faults = () => null, onUnanswered = () => undefined } = options;
  const common = { runtime: { clock, searchLagMs }, ...(webhookSender !== undefined && { webhookSender }) };
  const dataCenter = versionOf(options.jira ?? "cloud");
  const jira = new Map(
    Object.entries(data.jira).map(([name, site]) => {
      return [
        name,
        createJiraSite({ name, baseUrl: `${url}/jira/${name}`, dataCenter, data: site, ...common }),
      ] as const;
    }),
  );
  const github = createGithubHost({
    baseUrl: `${url}/github`,
    profile: options.github ?? "cloud",
    data: data.github,
    ...common,
  });
  const trackers: Trackers = { url, data, jira, github };
  const written = watchWrites(trackers);
  const lists = pageListsOf(data, url);
  app.get("/", (_request, response) => {
    const { problems } = data;
    const page = frontPage({ created: written.issues(), commented: written.commented(), lists, problems });
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'").type("html").send(page);
  });
  const faulty = (tracker: FaultyTracker, site: string) =>
    faultMiddleware({ tracker, site, faults, clock, onUnanswered });
  for (const [name, site] of jira) app.use([`/jira/${name}`, site.gatewayPath], faulty("jira", name), site.router);
  app.use("/github", faulty("github", ""), github.router);
  app.use((_request, response) => {
    response.status(404).type("text").send(`Nothing is here. What there is, is listed at ${url}/\n`);
  });
  return trackers;
}

async function listen(server: Server, port: number): Promise<number> {
  const listening = Promise.withResolvers<undefined>();
  server.once("error", listening.reject);
  server.listen({ host: loopback, port, exclusive: true }, () => {
    listening.resolve(undefined);
  });
  try {
    await listening.promise;
  } catch (error) {
    throw portFailure(port, error);
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

function portFailure(port: number, cause: unknown): Failure {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const why = code === "EADDRINUSE" ? "is already in use" : `cannot be used (${String(code ?? cause)})`;
  return new Failure({
    code: "config-invalid",
    what: `Port ${port} on ${loopback} ${why}.`,
    remedy: "End the program that uses it, or choose another one with --port (0 takes any that is free).",
    verdict: { kind: "stop" },
    cause,
  });
}

async function stop(server: Server): Promise<void> {
  const closed = Promise.withResolvers<undefined>();
  server.close(() => {
    closed.resolve(undefined);
  });
  server.closeAllConnections();
  await closed.promise;
}
