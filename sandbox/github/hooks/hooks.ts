import { now, type HostState } from "../host-state.ts";
import { ping } from "./announce.ts";

export type NewHook = {
  /** `owner/name`. */
  readonly repository: string;
  readonly url: string;
  /** All events by default. */
  readonly events?: readonly string[];
  /** The host's secret by default; null for unsigned deliveries. */
  readonly secret?: string | null;
};

export type NewOrganizationHook = Pick<NewHook, "url" | "secret"> & {
  /** Login. */
  readonly organization: string;
};

/** Actions of an administrator on the webhooks page of a repository or an organisation. */
export type GithubHooks = {
  /** Sends a ping to the new webhook. @returns its id @throws Error for an unknown repository */
  register(hook: NewHook): number;
  /** A webhook that hears of the items of an organisation's projects. */
  registerForOrganization(hook: NewOrganizationHook): void;
  remove(id: number): void;
};

export function createHooks(state: HostState): GithubHooks {
  return {
    register: ({ repository: fullName, url, events = ["*"], secret = state.webhookSecret }) => {
      const index = state.repositories.named(fullName);
      if (index === null) throw new Error(`There is no repository ${fullName}`);
      const { repository } = index;
      const times = { createdAt: now(state), updatedAt: now(state) };
      const hook = state.hooks.add({ repository, url, contentType: "json", secret, events, active: true, ...times });
      ping(state, hook, state.login);
      return hook.id;
    },
    registerForOrganization: ({ organization, url, secret = state.webhookSecret }) => {
      state.hooks.addForOrganization({ organization, url, secret });
    },
    remove: (id) => state.hooks.remove(id),
  };
}
