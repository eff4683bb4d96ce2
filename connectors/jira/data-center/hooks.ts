import { z } from "zod";
import { Failure } from "../../../src/domain/failure.ts";
import type { JiraApi } from "../api.ts";
import type { Hook } from "../wanted-hook.ts";
import { parsed, type Requests } from "./requests.ts";
import type { ServerVersion } from "./server-info.ts";

/** Jira 10 moved its webhooks (developer.atlassian.com/server/jira/platform/webhooks; getsentry/sentry#90116). */
const upToNine = "/rest/webhooks/1.0/webhook";
const fromTen = "/rest/jira-webhook/1.0/webhooks";
const firstMoved = 10;

/** More than any site has: the list of Jira 10 comes in pages. */
const allAtOnce = 1000;

const Listed = z.array(z.looseObject({ id: z.int(), active: z.boolean().optional(), filters: z.unknown().optional() }));

/** Webhooks in Cloud's form, at the address of this Jira's version. */
export function hookRequests(
  requests: Requests,
  version: ServerVersion,
): Pick<JiraApi, "hooks" | "addHook" | "editHook" | "removeHook"> {
  const isMoved = async () => (await version.major()) >= firstMoved;
  const path = async () => ((await isMoved()) ? fromTen : upToNine);
  const body = async (hook: Hook) => sent(hook, await isMoved());
  return {
    hooks: () => ({
      kind: "read",
      send: async () => {
        if (!(await isMoved())) return requests.get(upToNine);
        return listedIn(await requests.get(fromTen, { limit: allAtOnce }));
      },
    }),
    addHook: (hook) => ({ kind: "create", send: async () => requests.post(await path(), await body(hook)) }),
    editHook: (id, hook) => ({
      kind: "write",
      send: async () => requests.put(`${await path()}/${id}`, await body(hook)),
    }),
    removeHook: (id) => ({ kind: "write", send: async () => requests.remove(`${await path()}/${id}`) }),
  };
}

/** Jira 10 names a webhook by `id` and `active`, and does not show its filter where Cloud does. */
function listedIn(answer: unknown): unknown {
  return parsed(Listed, answer).map(({ id, active, filters = null, ...hook }) => ({
    ...hook,
    self: `${fromTen}/webhook/${id}`,
    enabled: active,
    filters,
  }));
}

/**
 * Atlassian documents the secret as a field of the administration's page only, from Jira 10 on: a webhook registered
 * without it would be refused at our endpoint.
 * @throws Failure `config-invalid` if calls must be signed
 */
function sent({ secret, enabled, ...hook }: Hook & { readonly secret?: string }, isMoved: boolean): unknown {
  if (secret === undefined) return isMoved ? { ...hook, active: enabled } : { ...hook, enabled };
  throw new Failure({
    code: "config-invalid",
    what: "A webhook with a secret cannot be registered in Jira Data Center from outside.",
    remedy:
      "Have an administrator register it with the secret by hand (docs/connect-data-center.md), from Jira 10 on; or set webhookPath of the connection instead of webhookSecret.",
    verdict: { kind: "stop" },
  });
}
