import type { RawRecord } from "../../data.ts";
import { signatureOf } from "../../webhooks/signature.ts";
import type { Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { accountRow } from "../rows/account-row.ts";
import { organizationRow } from "../rows/organization-row.ts";
import { repositoryRow } from "../rows/repository-row.ts";
import type { Hook } from "./hook-registry.ts";
import { hookRow } from "./hook-row.ts";

export type WebhookEvent = {
  readonly repository: Repository;
  readonly event: string;
  readonly action: string;
  /** Login of the actor. */
  readonly sender: string;
  /** The specific part of the payload; created only if a webhook listens, at once. */
  readonly body: () => RawRecord;
};

/** Sends an event to every listening webhook of the repository, under one id. The host does not wait for answers. */
export function announce(state: HostState, { repository, event, action, sender, body }: WebhookEvent): void {
  const hooks = state.webhookSender === null ? [] : state.hooks.listening(repository, event);
  if (hooks.length > 0) {
    const payload = { action, ...body(), ...around(state, repository, sender) };
    send(state, hooks.map(targetOf), { event, action, payload });
  }
}

/** A change of a project's item. `owner`: login of the project's owner. */
export type ProjectItemEvent = Pick<WebhookEvent, "action" | "sender" | "body"> & { readonly owner: string };

/** Sends it to the webhooks of the organisation: no repository's webhook hears of a project. */
export function announceProjectItem(state: HostState, { owner, action, sender, body }: ProjectItemEvent): void {
  const hooks = state.webhookSender === null ? [] : state.hooks.ofOrganization(owner);
  if (hooks.length === 0) return;
  const account = state.accounts.named(owner);
  const around = { organization: organizationRow(state, account), sender: accountRow(state, sender) };
  const targets = hooks.map((hook): Target => {
    const { id, url, secret } = hook;
    return { id, url, secret, contentType: "json", at: { id: account.id, type: "organization" } };
  });
  send(state, targets, { event: "projects_v2_item", action, payload: { action, ...body(), ...around } });
}

/** The ping to a webhook, after its creation and on request. */
export function ping(state: HostState, hook: Hook, sender: string): void {
  const own = { zen: "Keep it logically awesome.", hook_id: hook.id, hook: hookRow(state, hook) };
  send(state, [targetOf(hook)], {
    event: "ping",
    action: null,
    payload: { ...own, ...around(state, hook.repository, sender) },
  });
}

/** The last fields of every payload. */
function around(state: HostState, repository: Repository, sender: string): RawRecord {
  const owner = state.accounts.named(repository.owner);
  return {
    repository: repositoryRow(state, repository),
    ...(owner.type === "Organization" && { organization: organizationRow(state, owner) }),
    sender: accountRow(state, sender),
  };
}

type Message = { readonly event: string; readonly action: string | null; readonly payload: RawRecord };

/** A webhook, and the repository or organisation that has it. */
type Target = Pick<Hook, "id" | "url" | "contentType" | "secret"> & {
  readonly at: { readonly id: number; readonly type: "repository" | "organization" };
};

function targetOf({ repository, ...hook }: Hook): Target {
  return { ...hook, at: { id: repository.id, type: "repository" } };
}

function send(state: HostState, targets: readonly Target[], { event, action, payload }: Message): void {
  const guid = state.nextDeliveryId();
  const json = JSON.stringify(payload);
  for (const { id, url, contentType, secret, at } of targets) {
    const isJson = contentType === "json";
    const body = isJson ? json : new URLSearchParams({ payload: json }).toString();
    const headers = {
      "Content-Type": isJson ? "application/json" : "application/x-www-form-urlencoded",
      "User-Agent": "GitHub-Hookshot/sandbox",
      "X-GitHub-Delivery": guid,
      "X-GitHub-Event": event,
      "X-GitHub-Hook-ID": String(id),
      "X-GitHub-Hook-Installation-Target-ID": String(at.id),
      "X-GitHub-Hook-Installation-Target-Type": at.type,
      "X-GitHub-Enterprise-Host": new URL(state.baseUrl).host,
      "X-GitHub-Enterprise-Version": state.release.version,
      ...(secret !== null && { "X-Hub-Signature-256": signatureOf(secret, body) }),
    };
    state.webhookSender?.deliver({
      tracker: "github",
      url,
      event: action === null ? event : `${event}.${action}`,
      headers,
      body,
    });
  }
}
