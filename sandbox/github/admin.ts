import type { HostState } from "./host-state.ts";
import type { Resource } from "./meter.ts";

/** What an administrator, or a bad day, does to the account behind the token. */
export type GithubAdmin = ReturnType<typeof createAdmin>;

export function createAdmin(state: HostState) {
  return {
    /** Takes a repository (`owner/name`) out of the account's sight: it answers 404, edges into it are not shown. */
    hideRepository: (fullName: string) => state.repositories.setHidden(fullName, true),
    showRepository: (fullName: string) => state.repositories.setHidden(fullName, false),
    /** The next so many API requests are refused by the secondary rate limit, to be retried after a second. */
    throttle: (requests: number): void => {
      state.switches.throttled = requests;
    },
    /** Takes a permission such as `issues=write` from the token, or gives it back with null. */
    withhold: (permission: string | null): void => {
      state.switches.missingPermission = permission;
    },
    /** Sets the allowance of an hour and what is left of it. */
    allow: (resource: Resource, allowance: { readonly limit: number; readonly remaining: number }) =>
      state.meter.allow(resource, allowance),
    /** The token is no longer good. */
    revokeToken: (): void => {
      state.switches.isTokenRevoked = true;
    },
  };
}
