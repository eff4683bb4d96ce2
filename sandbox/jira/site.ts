import express from "express";
import type { Request, Response } from "express";
import type { WebhookSender } from "../webhooks/webhook-sender.ts";
import type { JiraSiteData } from "../data.ts";
import { datedBy } from "../dated.ts";
import { siteSeenBy } from "../faults/staleness.ts";
import type { SandboxRuntime } from "../runtime.ts";
import { createAdministration, type JiraAdministration } from "./administration.ts";
import { agileRoutes } from "./agile-routes.ts";
import { bulkChangelogRoutes } from "./bulk-changelog-routes.ts";
import type { Reply, Route } from "./call.ts";
import { commentRoutes } from "./comment-routes.ts";
import { serverRoutes } from "./data-center/routes.ts";
import { JiraError, refuse } from "./failure.ts";
import { rateHeaders, requireAllowance } from "./gate.ts";
import { gatewayPath, requireToken } from "./gateway.ts";
import { hookRoutes } from "./hooks/hook-routes.ts";
import { createHooks, type JiraHooks } from "./hooks/hooks.ts";
import { issueRoutes } from "./issue-routes.ts";
import { linkRoutes } from "./link-routes.ts";
import { issuePage } from "./page.ts";
import { createPeople, type JiraPeople } from "./people.ts";
import { projectRoutes } from "./site-routes.ts";
import { isRecord } from "../record.ts";
import { searchRoutes } from "./search-routes.ts";
import { openSite, type SiteState } from "./site-state.ts";
import { softwareRoutes } from "./software-routes.ts";

/** One request and its answer, as seen by an observer. `path` is relative to the site. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
};

export type JiraSite = {
  /** Mount it at the site's path; serves REST below it and the reader's page at `/browse/KEY`. */
  readonly router: express.Router;
  /** Number of API requests answered so far, with any status. */
  requests(): number;
  /** Version of a Data Center; null for a Cloud site. */
  readonly dataCenter: string | null;
  /** The path of Atlassian's gateway to this site: mount the router there, too. */
  readonly gatewayPath: string;
  readonly account: {
    readonly email: string;
    readonly token: string;
    readonly accountId: string;
    readonly timeZone: string;
  };
  /** Calls the listener after every API request. @returns a function that removes it */
  onRequest(listener: (seen: SeenRequest) => void): () => void;
  /** Actions of people and administrators in the tracker, outside of the API. */
  readonly people: JiraPeople;
  /** Actions of administrators on the site. */
  readonly administration: JiraAdministration;
  /** The secret that this site's webhooks and the connection to it share. */
  readonly webhookSecret: string;
  /** Webhooks, registered outside of the API. */
  readonly hooks: JiraHooks;
};

export type JiraSiteOptions = {
  readonly name: string;
  /** Address of the site, without a trailing slash. */
  readonly baseUrl: string;
  readonly data: JiraSiteData;
  readonly runtime: SandboxRuntime;
  /** Version of a Data Center, such as `10.3.5`; a Cloud site if absent. */
  readonly dataCenter?: string | null;
  /** Zone of the account; by default not UTC, like most accounts. */
  readonly timeZone?: string;
  /** Sends webhooks; none if absent. */
  readonly webhookSender?: WebhookSender;
};

const ROUTES: readonly Route[] = [
  ...searchRoutes,
  ...bulkChangelogRoutes,
  ...projectRoutes,
  ...commentRoutes,
  ...linkRoutes,
  ...issueRoutes,
  ...agileRoutes,
  ...softwareRoutes,
  ...hookRoutes,
];

/** A simulated Jira Cloud site, or a Data Center with the same state: it holds state and answers any client as Jira does. */
export function createJiraSite(options: JiraSiteOptions): JiraSite {
  const state = openSite({ timeZone: "Europe/Berlin", ...options });
  const listeners = new Set<(seen: SeenRequest) => void>();
  let served = 0;
  const answer = (request: Request, response: Response, handle: () => Reply) => {
    served += 1;
    const { reply, headers } = outcome(handle);
    response.set({ ...rateHeaders(served), ...headers });
    send(response, reply);
    for (const listener of listeners) listener(seenRequest(request, reply));
  };
  return {
    router: createRouter(state, answer),
    requests: () => served,
    dataCenter: state.dataCenter,
    gatewayPath: gatewayPath(state.cloudId),
    account: {
      email: state.account.emailAddress,
      token: state.token,
      accountId: state.account.accountId,
      timeZone: state.account.timeZone,
    },
    onRequest: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    people: createPeople(state),
    administration: createAdministration(state),
    webhookSecret: state.webhookSecret,
    hooks: createHooks(state),
  };
}

type Answer = (request: Request, response: Response, handle: () => Reply) => void;

function createRouter(state: SiteState, answer: Answer): express.Router {
  const router = express.Router();
  router.use(datedBy(state.runtime.clock));
  router.get("/browse/:key", (request, response) => {
    const { status, html } = issuePage(state, request.params.key);
    // The page runs and loads nothing, whatever a text contains.
    response
      .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
      .status(status)
      .type("html")
      .send(html);
  });
  router.get("/_edge/tenant_info", (_request, response, next) =>
    state.dataCenter === null ? void response.json({ cloudId: state.cloudId }) : next(),
  );
  router.use("/rest", express.text({ limit: "10mb", type: "*/*" }));
  const routes = state.dataCenter === null ? ROUTES : serverRoutes(state.dataCenter);
  for (const { method, path, handle } of routes) {
    router[method](path, (request: Request<Record<string, string>>, response) => {
      answer(request, response, () => {
        requireToken(state, request);
        requireAllowance(state);
        const rawBody = parsedBody(request);
        const query = queryOf(request);
        const body = isRecord(rawBody) ? rawBody : {};
        const seen = siteSeenBy(request, state);
        return handle({ state: seen, actor: state.account, params: request.params, query, body, rawBody });
      });
    });
  }
  router.use("/rest", (request, response) => {
    answer(request, response, () => ({
      status: 404,
      body: { message: `null for uri: ${state.baseUrl}/rest${request.path}`, "status-code": 404 },
    }));
  });
  return router;
}

/** The JSON of a request; undefined without a body. @throws JiraError 400 for a body that is no JSON */
function parsedBody(request: Request): unknown {
  const text: unknown = request.body;
  if (typeof text !== "string" || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The client's mistake: answers 400, without the parser's message.
    throw refuse(400, "There was an error parsing JSON. Check that your request body is valid.");
  }
}

function outcome(handle: () => Reply): { reply: Reply; headers: Readonly<Record<string, string>> } {
  try {
    return { reply: handle(), headers: {} };
  } catch (error) {
    if (error instanceof JiraError) {
      return { reply: { status: error.status, body: error.body }, headers: error.headers };
    }
    throw error;
  }
}

function send(response: Response, { status, body }: Reply): void {
  response.status(status);
  if (body === undefined) {
    response.end();
    return;
  }
  response.set("Content-Type", "application/json;charset=UTF-8").end(JSON.stringify(body));
}

function queryOf(request: Request): URLSearchParams {
  const mark = request.originalUrl.indexOf("?");
  return new URLSearchParams(mark === -1 ? "" : request.originalUrl.slice(mark + 1));
}

function seenRequest(request: Request, { status, body: response }: Reply): SeenRequest {
  const path = request.path.startsWith("/rest") ? request.path : `/rest${request.path}`;
  const { reply: sent } = outcome(() => ({ status, body: parsedBody(request) }));
  return { method: request.method, path, query: queryOf(request), body: sent.body, status, response };
}
