import { NO_CONTENT, ok, param, type Call, type Reply, type Route } from "../call.ts";
import { JiraError, refuse } from "../failure.ts";
import { hookContent, hookRow } from "./hook-body.ts";
import { hookFilter } from "./hook-filter.ts";
import type { Hook } from "./hook-registry.ts";

const HOOKS = "/rest/webhooks/1.0/webhook";

/** Admin webhooks, for administrators. */
const ROUTES: readonly Route[] = [
  { method: "get", path: HOOKS, handle: (call) => ok(call.state.hooks.all().map((hook) => shown(call, hook))) },
  { method: "post", path: HOOKS, handle: create },
  { method: "get", path: `${HOOKS}/:id`, handle: (call) => ok(shown(call, hookInPath(call))) },
  { method: "put", path: `${HOOKS}/:id`, handle: update },
  { method: "delete", path: `${HOOKS}/:id`, handle: remove },
];

export const hookRoutes: readonly Route[] = ROUTES.map((route) => ({
  ...route,
  handle: (call) => asAdministrator(call, route.handle),
}));

function asAdministrator(call: Call, handle: Route["handle"]): Reply {
  if (!call.state.switches.isAdministrator) throw refuse(403, "You are not authorized to perform this operation.");
  return handle(call);
}

function shown({ state }: Call, hook: Hook) {
  return hookRow(hook, state.baseUrl);
}

function hookInPath(call: Call): Hook {
  const hook = call.state.hooks.byId(Number(param(call, "id")));
  if (hook === null) throw new JiraError(404, { messages: [{ key: "webhooks.not.found", arguments: [] }] });
  return hook;
}

/** The webhook after the changes in the body. @throws JiraError 400, also for JQL that is wrong */
function written({ state, actor, body }: Call, before: Hook | null): Omit<Hook, "id"> {
  const content = hookContent(body, before);
  hookFilter(state, content);
  return { ...content, updatedBy: actor, updatedAt: state.runtime.clock() };
}

function create(call: Call): Reply {
  const hook = call.state.hooks.add(written(call, null));
  return { status: 201, body: shown(call, hook) };
}

function update(call: Call): Reply {
  const before = hookInPath(call);
  const hook = { id: before.id, ...written(call, before) };
  call.state.hooks.put(hook);
  return ok(shown(call, hook));
}

function remove(call: Call): Reply {
  call.state.hooks.remove(hookInPath(call).id);
  return NO_CONTENT;
}
