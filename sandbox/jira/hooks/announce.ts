import type { RawRecord } from "../../data.ts";
import { signatureOf } from "../../webhooks/signature.ts";
import { serverForm } from "../data-center/form.ts";
import { recordAt } from "../../record.ts";
import type { SiteState } from "../site-state.ts";
import type { StoredIssue } from "../stored-issue.ts";
import type { HookEvent } from "./event-names.ts";
import { concerns } from "./hook-filter.ts";
import { olderJson } from "./older-json.ts";

export type WebhookEvent = {
  readonly event: HookEvent;
  /** The issue to which a webhook's JQL applies; null for events that Jira does not filter: links and sprints. */
  readonly issue: StoredIssue | null;
  /** `Secondary` for consequences of other events, which may arrive late. */
  readonly flow?: "Primary" | "Secondary";
  /** Created only if a webhook listens, at once. */
  readonly body: () => RawRecord;
};

/** Sends an event to every listening webhook. The site does not wait for answers. */
export function announce(state: SiteState, { event, issue, flow = "Primary", body }: WebhookEvent): void {
  const { webhookSender } = state;
  const hooks = webhookSender === null ? [] : state.hooks.listening(event);
  const concerned = hooks.filter((hook) => issue === null || concerns(state, hook, issue));
  if (webhookSender === null || concerned.length === 0) return;
  const whole = { timestamp: state.runtime.clock(), webhookEvent: event, ...body() };
  const { baseUrl, catalogue, dataCenter } = state;
  const form = dataCenter === null ? whole : recordAt({ form: serverForm(whole, { baseUrl, ...catalogue }) }, "form");
  const text = olderJson(form ?? whole, catalogue.sprintField);
  for (const hook of concerned) {
    const sent = hook.excludeBody ? "" : text;
    const headers = {
      "Content-Type": "application/json; charset=UTF-8",
      "User-Agent": "Atlassian Webhook HTTP Client",
      // Data Center names no delivery, and repeats none.
      ...(dataCenter === null && {
        "X-Atlassian-Webhook-Identifier": state.nextDeliveryId(),
        "X-Atlassian-Webhook-Flow": flow,
      }),
      ...(hook.secret !== null && { "X-Hub-Signature": signatureOf(hook.secret, sent) }),
    };
    webhookSender.deliver({ tracker: "jira", url: hook.url, event, headers, body: sent });
  }
}
