import type { RollupTarget } from "../../src/domain/model/train.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Named, SetupCheck } from "../../src/ports/setup-check.ts";
import type { Account } from "./account.ts";
import { accountFindings } from "./account-check.ts";
import type { GithubClient } from "./client.ts";
import { readOverview } from "./overview.ts";
import { permissionFindings } from "./permission-check.ts";
import { reachHost } from "./reach-host.ts";
import type { RepoOverview } from "./schema.ts";

export type CheckedHost = { readonly client: GithubClient; readonly account: Account; readonly clock: Clock };

/**
 * Checks a GitHub without writing: rollup targets in one request for up to 20 of them. A team cannot name boards on
 * GitHub.
 */
export function createGithubSetupCheck({ client, account, clock }: CheckedHost): SetupCheck {
  return {
    names: async ({ targets, shown }: Named) => {
      const names = targets.flatMap((target) => (isOfGithub(target) ? [target.repo] : []));
      if (names.length === 0) return [];
      const { repos } = await readOverview(client, names);
      const isAnyPublic = [...repos.values()].some((repo) => repo?.isPrivate === false);
      const showsPrivate = isAnyPublic && (shown.elsewhere || (await hasPrivate(client, shown.here)));
      return names.map((name) => targetFinding(client, { name, repo: repos.get(name) ?? null, showsPrivate }));
    },
    reach: () => reachHost(client, clock),
    permissions: (needs) => permissionFindings(client, needs),
    webhooksPage: (place) => hooksPage(client.connection, place),
    account: (use) => accountFindings(client, account, use),
  };
}

/** An app's webhook is in its settings. */
function hooksPage({ webUrl, auth }: GithubConnection, place: string): string {
  return auth.kind === "app" ? `${webUrl}/settings/apps` : `${webUrl}/${place}/settings/hooks`;
}

function isOfGithub(target: RollupTarget): target is Extract<RollupTarget, { system: "github" }> {
  return target.system === "github";
}

async function hasPrivate(client: GithubClient, names: readonly string[]): Promise<boolean> {
  const { repos } = await readOverview(client, names);
  return [...repos.values()].some((repo) => repo?.isPrivate === true);
}

type Fault = Pick<Finding, "means" | "remedy">;

/** `showsPrivate`: whether the rollups show items that not everyone can see. */
type Target = { readonly name: string; readonly repo: RepoOverview | null; readonly showsPrivate: boolean };

function targetFinding({ connection }: GithubClient, { name, repo, showsPrivate }: Target): Finding {
  const { key, webUrl } = connection;
  const fault = targetFault(key, name, repo);
  const isShown = repo?.isPrivate === false && showsPrivate;
  return {
    id: `rollup:${key}:${name}`,
    group: "repositories",
    connection: key,
    outcome: fault !== null ? "blocks" : isShown ? "warning" : "ok",
    tried: `Signalbox checked whether repository ${name} takes the rollup.`,
    link: `${webUrl}/${name}/settings`,
    ...(fault ?? (isShown ? published(name) : { means: `The rollup can be written in ${name}.`, remedy: null })),
  };
}

function published(name: string): Fault {
  return {
    means: `The rollup is written into ${name}, which is public: everyone can read the titles of all its items, also of items that only your people can see.`,
    remedy: "Name a private repository under reports.rollup, unless that is what you want.",
  };
}

function targetFault(key: string, name: string, repo: RepoOverview | null): Fault | null {
  if (repo === null) {
    return {
      means: `The rollup cannot be written: ${key} does not show the repository ${name}.`,
      remedy: `Correct reports.rollup, or give the token or app "Issues: read and write" there.`,
    };
  }
  if (!repo.hasIssuesEnabled) {
    return {
      means: `The rollup cannot be written: issues are switched off in ${name}.`,
      remedy: "Switch them on in its settings, or name another repository under reports.rollup.",
    };
  }
  if (!repo.isArchived) return null;
  return {
    means: `The rollup cannot be written: ${name} is archived.`,
    remedy: "Name another repository under reports.rollup.",
  };
}
