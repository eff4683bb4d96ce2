import { Failure } from "../../src/domain/failure.ts";
import type { HookChange, Hooks, HookStatus } from "../../src/ports/webhook.ts";
import { besideOf, ownHooks, repeatedHooks, type OwnHooks } from "../kit/own-hooks.ts";
import type { Call, JiraClient } from "./client.ts";
import { differences, hookFor, type HookScope } from "./wanted-hook.ts";
import { List, Nothing, Registered } from "./schema.ts";
import { isGone } from "./write-outcome.ts";

export type HooksOptions = { readonly scope: HookScope };

/**
 * Signalbox's webhook in a Jira site's administration. Webhooks of OAuth and apps cannot replace it: they lack link
 * events.
 */
export function createJiraHooks(client: JiraClient, { scope }: HooksOptions): Hooks {
  const place = client.connection.site;
  const wanted = (url: string) => hookFor(client.connection, url, scope);
  return {
    async status(url): Promise<readonly HookStatus[]> {
      const found = await ours(client, url);
      const [registered] = found.here;
      if (registered === undefined) return [{ place, state: "missing", detail: null, ...besideOf(found) }];
      const differs = differences(registered, wanted(url));
      const says = [...repeatedHooks(found.here, registered.url, url), ...(differs === null ? [] : [differs])];
      const detail = says.length === 0 ? null : says.join("; ");
      return [{ place, state: detail === null ? "installed" : "differs", detail, ...besideOf(found) }];
    },
    async install(url): Promise<readonly HookChange[]> {
      needProof(client);
      const hook = wanted(url);
      const found = await ours(client, url);
      const [registered, ...repeated] = found.here;
      if (registered === undefined) {
        await send(client, "registering its webhook", (api) => api.addHook(hook));
        return [{ place, outcome: "created", ...besideOf(found) }];
      }
      // Jira does not show its secret: during a replacement (two secrets), sends the new one again.
      const isRotating = client.connection.webhookSecrets.length > 1;
      const isRight = !isRotating && registered.url === url && differences(registered, hook) === null;
      if (!isRight) await send(client, "updating its webhook", (api) => api.editHook(registered.id, hook));
      await removeAll(client, repeated);
      return [{ place, outcome: isRight && repeated.length === 0 ? "unchanged" : "updated", ...besideOf(found) }];
    },
    async remove(url): Promise<readonly HookChange[]> {
      const found = await ours(client, url);
      await removeAll(client, found.here);
      if (found.here.length === 0 && found.elsewhere.length > 0) {
        return [{ place, outcome: "unchanged", ...besideOf(found) }];
      }
      return found.here.map(() => ({ place, outcome: "removed", ...besideOf(found) }));
    },
  };
}

/** Ignores those that are already gone. */
async function removeAll(client: JiraClient, hooks: readonly Registered[]): Promise<void> {
  for (const { id } of hooks) {
    try {
      await send(client, "removing its webhook", (api) => api.removeHook(id));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** @throws Failure if the endpoint would refuse every call, because neither secret nor path is configured */
function needProof({ connection: { key, account, webhookSecrets, webhookPath } }: JiraClient): void {
  if (webhookSecrets.length > 0 || webhookPath !== null) return;
  const setting = account === null ? "webhookPath" : "webhookSecret";
  throw new Failure({
    code: "config-invalid",
    what: `Connection ${key} has no ${setting}, so calls of its webhook could not be told from forged ones.`,
    remedy: `Set ${setting} of connection ${key} to a variable that holds a long random text.`,
    verdict: { kind: "stop" },
  });
}

/** The hooks of this connection, whichever person registered them. */
async function ours(client: JiraClient, url: string): Promise<OwnHooks<Registered>> {
  const hooks = await client.call({
    what: "listing its webhooks",
    schema: List,
    remedies: remediesFor(client),
    request: (api) => api.hooks(),
  });
  const records = hooks.flatMap((hook) => Registered.safeParse(hook).data ?? []);
  return ownHooks(records, { key: client.connection.key, url }, (hook) => hook.url);
}

async function send(client: JiraClient, what: string, request: Call<unknown>["request"]): Promise<void> {
  await client.call({ what, schema: Nothing, remedies: remediesFor(client), request });
}

function remediesFor({ connection: { key } }: JiraClient) {
  const administer =
    `Give the account of connection ${key} the global permission "Administer Jira", ` +
    "or have an administrator set the webhook up by hand (connectors/jira/README.md).";
  return {
    unauthorized: administer,
    forbidden: administer,
    "not-found": "This site does not let webhooks be registered from outside: set it up by hand, or go on with polls.",
  };
}
