import { notFound } from "../failure.ts";
import { now, type HostState } from "../host-state.ts";
import {
  created,
  NO_CONTENT,
  numberInPath,
  ok,
  repositoryOf,
  type Call,
  type Reply,
  type Route,
} from "../rest/call.ts";
import { numberedPage } from "../rest/pages.ts";
import { ping } from "./announce.ts";
import { hookContent, hookProblem } from "./hook-body.ts";
import type { Hook } from "./hook-registry.ts";
import { attemptsOf, deliveryRow, hookRow } from "./hook-row.ts";

const HOOKS = "/repos/:owner/:repo/hooks";
const HOOK = `${HOOKS}/:id`;
const READ = "repository_hooks=read";
const permission = "repository_hooks=write";

export const hookRoutes: readonly Route[] = [
  { method: "get", path: HOOKS, permission: READ, handle: list },
  { method: "post", path: HOOKS, permission, handle: create },
  { method: "get", path: HOOK, permission: READ, handle: (call) => ok(hookRow(call.state, hookOf(call))) },
  { method: "patch", path: HOOK, permission, handle: edit },
  { method: "delete", path: HOOK, permission, handle: remove },
  { method: "post", path: `${HOOK}/pings`, permission, handle: pingAgain },
  { method: "get", path: `${HOOK}/deliveries`, permission: READ, handle: deliveries },
];

function list(call: Call): Reply {
  const hooks = call.state.hooks.of(repositoryOf(call).repository);
  return numberedPage(call, hooks, (hook) => hookRow(call.state, hook));
}

function hookOf(call: Call): Hook {
  const hook = call.state.hooks.byId(numberInPath(call, "id"));
  if (hook === null || hook.repository.id !== repositoryOf(call).repository.id) throw notFound();
  return hook;
}

function create(call: Call): Reply {
  const { state, body } = call;
  const { repository } = repositoryOf(call);
  const content = known(state, hookContent(body, null));
  if (state.hooks.of(repository).some(({ url }) => url === content.url)) {
    throw hookProblem("Hook already exists on this repository");
  }
  const at = now(state);
  const hook = state.hooks.add({ repository, ...content, createdAt: at, updatedAt: at });
  ping(state, hook, state.login);
  return created(hookRow(state, hook));
}

/** Events of features that the older release lacks. */
const newerEvents: ReadonlySet<string> = new Set(["issue_dependencies", "sub_issues"]);

/** @throws GithubError 422 for an event that the release does not have */
function known<T extends Pick<Hook, "events">>({ release }: HostState, content: T): T {
  const strange = content.events.filter((event) => !release.isWhole && newerEvents.has(event));
  if (strange.length > 0) throw hookProblem(`Invalid events: ${strange.join(", ")}`);
  return content;
}

function edit(call: Call): Reply {
  const { state, body } = call;
  const before = hookOf(call);
  const hook = { ...before, ...known(state, hookContent(body, before)), updatedAt: now(state) };
  state.hooks.put(hook);
  return ok(hookRow(state, hook));
}

function remove(call: Call): Reply {
  call.state.hooks.remove(hookOf(call).id);
  return NO_CONTENT;
}

function pingAgain(call: Call): Reply {
  ping(call.state, hookOf(call), call.state.login);
  return NO_CONTENT;
}

function deliveries(call: Call): Reply {
  const hook = hookOf(call);
  return numberedPage(call, attemptsOf(call.state, hook).toReversed(), (attempt) => deliveryRow(attempt, hook));
}
