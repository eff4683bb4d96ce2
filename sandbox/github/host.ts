import express from "express";
import { datedBy } from "../dated.ts";
import type { Request, Response } from "express";
import { hostSeenBy } from "../faults/staleness.ts";
import { createAdmin, type GithubAdmin } from "./admin.ts";
import { appRoutes } from "./apps/app-routes.ts";
import { requireAppPermission, seenByCaller } from "./apps/caller.ts";
import { GithubError, notFound, refuse } from "./failure.ts";
import { requireAllowance, requirePermission } from "./gate.ts";
import { executeQuery } from "./graphql/execute.ts";
import type { HostState } from "./host-state.ts";
import { hookRoutes } from "./hooks/hook-routes.ts";
import { createHooks, type GithubHooks } from "./hooks/hooks.ts";
import { openHost, type HostStateOptions } from "./open-host.ts";
import { rateHeaders, type Resource } from "./meter.ts";
import { addPages } from "./page/page-routes.ts";
import { createPeople, type GithubPeople } from "./people.ts";
import { createProjectPeople, type GithubProjects } from "./projects/project-people.ts";
import { accountRoutes } from "./rest/host-routes.ts";
import type { Release } from "./release.ts";
import type { Reply, Route } from "./rest/call.ts";
import { commentRoutes } from "./rest/comment-routes.ts";
import { eventRoutes } from "./rest/event-routes.ts";
import { issueRoutes } from "./rest/issue-routes.ts";
import { labelRoutes } from "./rest/label-routes.ts";
import { milestoneRoutes } from "./rest/milestone-routes.ts";
import { pullRoutes } from "./rest/pull-routes.ts";
import { searchRoutes } from "./rest/search-routes.ts";
import { structureRoutes } from "./rest/structure-routes.ts";
import { bodyOf, prepare, queryOf, requestId, sentBody } from "./wire.ts";

/** One API request and its answer, as seen by an observer. `path` is relative to the host: `/api/v3/…` or `/api/graphql`. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
};

export type GithubHost = {
  /** Mount it at the host's path; serves the API below `/api` and the reader's pages beside it. */
  readonly router: express.Router;
  /** Number of API requests answered so far, with any status. */
  requests(): number;
  readonly token: string;
  /** The account behind the token: the author of all writes through the API. */
  readonly login: string;
  readonly release: Release;
  /** Calls the listener after every API request. @returns a function that removes it */
  onRequest(listener: (seen: SeenRequest) => void): () => void;
  /** Actions of people on the web pages. */
  readonly people: GithubPeople;
  /** The same on projects. */
  readonly projects: GithubProjects;
  /** Events that change the account and its token. */
  readonly admin: GithubAdmin;
  /** The secret that this host's webhooks and the connection to it share. */
  readonly webhookSecret: string;
  /** Webhooks, registered outside of the API. */
  readonly hooks: GithubHooks;
};

/** Events and comments before issues: the router must not take their words for an issue's number. */
const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...accountRoutes,
  ...eventRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...structureRoutes,
  ...labelRoutes,
  ...milestoneRoutes,
  ...pullRoutes,
  ...searchRoutes,
  ...hookRoutes,
];

/** A simulated GitHub host: it holds state and behaves like the real one, as far as a sync can detect. */
export function createGithubHost(options: HostStateOptions): GithubHost {
  const state = openHost(options);
  const listeners = new Set<(seen: SeenRequest) => void>();
  let served = 0;
  const answer: Answer = (request, response, { resource, handle }) => {
    served += 1;
    const reply = outcome(handle);
    const sent = prepare({ request, response, version: state.release.version }, reply);
    // A 304 is free, and GraphQL has its own cost.
    if (sent.status !== 304 && resource !== "graphql") state.meter.spend(resource, 1);
    response.set({ ...rateHeaders(state.meter, resource), "X-GitHub-Request-Id": requestId(served) });
    response.end(sent.text);
    for (const listener of listeners) listener(seenRequest(request, { ...reply, status: sent.status }));
  };
  return {
    router: createRouter(state, answer),
    requests: () => served,
    token: state.token,
    get login() {
      return state.login;
    },
    get release() {
      return state.release;
    },
    onRequest: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    people: createPeople(state),
    projects: createProjectPeople(state),
    admin: createAdmin(state),
    webhookSecret: state.webhookSecret,
    hooks: createHooks(state),
  };
}

type Task = { readonly resource: Resource; readonly handle: () => Reply };
type Answer = (request: Request, response: Response, task: Task) => void;

function createRouter(state: HostState, answer: Answer): express.Router {
  const router = express.Router();
  router.use(datedBy(state.runtime.clock));
  router.use("/api", express.text({ limit: "10mb", type: () => true }));
  router.post("/api/graphql", (request, response) => {
    const handle = () => {
      const seen = seenByCaller(state, request.headers.authorization);
      requireAllowance(state, "graphql");
      return executeQuery(hostSeenBy(request, seen), bodyOf(request));
    };
    answer(request, response, { resource: "graphql", handle });
  });
  // Repositories by id, as redirects write them.
  router.use((request, _response, next) => {
    const [, id, rest] = /^\/api\/v3\/repositories\/(\d+)(.*)$/.exec(request.url) ?? [];
    const index = state.repositories.byId(Number(id));
    if (index !== null) request.url = `/api/v3/repos/${index.repository.fullName}${rest ?? ""}`;
    next();
  });
  for (const route of ROUTES) addRoute(router, route, { state, answer });
  router.use("/api", (request, response) => {
    const handle = () => {
      seenByCaller(state, request.headers.authorization);
      throw refuse(404, "Not Found");
    };
    answer(request, response, { resource: "core", handle });
  });
  addPages(router, state);
  return router;
}

function addRoute(router: express.Router, route: Route, { state, answer }: { state: HostState; answer: Answer }): void {
  const { method, path, permission, credentials, resource = "core", handle } = route;
  router[method](`/api/v3${path}`, (request: Request<Record<string, string>>, response) => {
    const task = () => {
      const caller = seenByCaller(state, request.headers.authorization, credentials);
      requireAllowance(state, resource);
      requirePermission(state, permission);
      requireAppPermission(caller, permission);
      if (structureRoutes.includes(route) && !state.release.isWhole) throw notFound();
      const url = `${state.baseUrl}${request.path}`;
      const seen = hostSeenBy(request, caller);
      const { params } = request;
      return handle({ state: seen, method, params, query: queryOf(request), body: bodyOf(request), url });
    };
    answer(request, response, { resource, handle: task });
  });
}

function outcome(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (error instanceof GithubError) return { status: error.status, body: error.body, headers: error.headers };
    throw error;
  }
}

function seenRequest(request: Request, { status, body }: Reply): SeenRequest {
  const path = request.baseUrl.endsWith("/api") ? `/api${request.path}` : request.path;
  return { method: request.method, path, query: queryOf(request), body: sentBody(request), status, response: body };
}
