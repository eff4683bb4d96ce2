import type { SiteState } from "../site-state.ts";
import { HOOK_EVENTS, type HookEvent } from "./event-names.ts";

export type NewHook = {
  readonly url: string;
  /** All events by default. */
  readonly events?: readonly HookEvent[];
  /** JQL that filters issues. */
  readonly jql?: string;
  /** The site's secret by default; null for unsigned deliveries. */
  readonly secret?: string | null;
};

/** Actions of an administrator on the webhooks page. */
export type JiraHooks = {
  /** @returns the webhook's id */
  register(hook: NewHook): number;
  remove(id: number): void;
};

export function createHooks(state: SiteState): JiraHooks {
  return {
    register: ({ url, events = HOOK_EVENTS, jql, secret = state.webhookSecret }) => {
      const filters = jql === undefined ? {} : { "issue-related-events-section": jql };
      const common = { name: "Signalbox", excludeBody: false, enabled: true };
      const stamp = { updatedBy: state.account, updatedAt: state.runtime.clock() };
      return state.hooks.add({ ...common, url, events, filters, secret, ...stamp }).id;
    },
    remove: (id) => void state.hooks.remove(id),
  };
}
