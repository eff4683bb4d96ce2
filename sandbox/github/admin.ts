import { now, type HostState } from "./host-state.ts";
import type { Resource } from "./meter.ts";
import { releaseOf } from "./release.ts";
import { indexNamed } from "./people.ts";

/** Events that change the account behind the token, or its repositories. */
export type GithubAdmin = ReturnType<typeof createAdmin>;

export function createAdmin(state: HostState) {
  return {
    /** Hides a repository (`owner/name`) from the account: the host answers 404 and omits edges to it. */
    hideRepository: (fullName: string) => state.repositories.setHidden(fullName, true),
    showRepository: (fullName: string) => state.repositories.setHidden(fullName, false),
    /**
     * A new name (`owner/name`), or a new owner: ids stay, the former name redirects here until another repository
     * takes it.
     */
    renameRepository: (fullName: string, newName: string) =>
      state.repositories.rename(indexNamed(state, fullName), newName),
    /** Archives a repository: reads work, writes do not. */
    archiveRepository: (fullName: string): void => {
      indexNamed(state, fullName).repository.isArchived = true;
    },
    /** Deletes a repository, with its issues and their relations; sends no webhook. */
    deleteRepository: (fullName: string): void => {
      const index = indexNamed(state, fullName);
      for (const issue of state.issues.sorted(index.repository, "created").toReversed()) {
        state.relations.forget(issue.id);
        state.issues.remove(issue, { at: now(state), movedTo: null });
      }
      for (const { id } of state.hooks.of(index.repository)) state.hooks.remove(id);
      state.repositories.remove(index);
    },
    /** Sets a new login for the account behind the token; its ids stay, its texts show the new login. */
    renameAccount: (newLogin: string): void => {
      const { login } = state;
      state.accounts.rename(login, newLogin);
      state.login = newLogin;
      for (const issue of state.issues.all()) {
        if (issue.author === login) state.issues.put({ ...issue, author: newLogin }, now(state));
      }
      for (const comment of state.comments.all()) {
        if (comment.author === login) state.comments.put({ ...comment, author: newLogin });
      }
    },
    /** Refuses this number of API requests by the secondary rate limit, with `Retry-After: 1`. */
    throttle: (requests: number): void => {
      state.switches.throttled = requests;
    },
    /** Removes a permission such as `issues=write` from the token; `issues=read` takes writing as well. Null restores it. */
    withhold: (permission: string | null): void => {
      state.switches.missingPermission = permission;
    },
    /** Puts an owner's repositories behind a single sign-on that the token is not authorised for. */
    requireSignOn: (owner: string) => void state.switches.signOn.add(owner.toLowerCase()),
    /** Lets an owner admit only addresses other than ours. */
    admitOthersOnly: (owner: string) => void state.switches.allowLists.add(owner.toLowerCase()),
    /** Switches issues off in a repository. */
    switchIssuesOff: (fullName: string): void => {
      indexNamed(state, fullName).repository.hasIssues = false;
    },
    /** Sets the hourly allowance and its remainder. */
    allow: (resource: Resource, allowance: { readonly limit: number; readonly remaining: number }) =>
      state.meter.allow(resource, allowance),
    /** Makes the host a server that does not know projects. */
    removeProjects: (): void => {
      state.switches.hasProjects = false;
    },
    /** Updates an old Enterprise Server, which then has every feature. */
    update: (): void => {
      state.release = releaseOf("cloud");
    },
    /** Revokes the token. */
    revokeToken: (): void => {
      state.switches.isTokenRevoked = true;
    },
  };
}
