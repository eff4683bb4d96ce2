import type { RawRecord } from "../../data.ts";
import { recordAt, textAt, without } from "../../record.ts";
import type { Call, Reply, Route } from "../call.ts";
import { hookRoutes } from "../hooks/hook-routes.ts";

const upToNine = "/rest/webhooks/1.0/webhook";
const fromTen = "/rest/jira-webhook/1.0/webhooks";

/** Webhooks at the address of the version. Neither version takes a secret from outside. */
export function serverHookRoutes(version: string): readonly Route[] {
  const isOlder = Number.parseInt(version, 10) < 10;
  return hookRoutes.map((route) => ({
    ...route,
    path: isOlder ? route.path : route.path.replace(upToNine, fromTen),
    handle: (call: Call) => {
      const reply = route.handle({ ...call, body: { ...without(call.body, "secret"), enabled: isActive(call) } });
      return isOlder ? reply : inTen(reply);
    },
  }));
}

function isActive({ body }: Call): unknown {
  return body["active"] ?? body["enabled"];
}

function inTen(reply: Reply): Reply {
  const { body } = reply;
  if (Array.isArray(body))
    return { ...reply, body: body.map((hook: unknown) => row(recordAt({ hook }, "hook") ?? {})) };
  const hook = recordAt({ body }, "body");
  return hook === null || hook["url"] === undefined ? reply : { ...reply, body: row(hook) };
}

/** Jira 10 shows an id, `active`, and what is configured as texts. */
function row(hook: RawRecord): RawRecord {
  const { name, url, events, enabled, excludeBody } = hook;
  const id = Number(textAt(hook, "self")?.split("/").at(-1));
  const configuration = { EXCLUDE_BODY: String(excludeBody) };
  return { id, name, url, events, active: enabled, configuration, scopeType: "global", sslVerificationRequired: true };
}
