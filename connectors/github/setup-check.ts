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
    names: async ({ targets }: Named) => {
      const names = targets.flatMap((target) => (isOfGithub(target) ? [target.repo] : []));
      if (names.length === 0) return [];
      const { repos } = await readOverview(client, names);
      return names.map((name) => targetFinding(client, name, repos.get(name) ?? null));
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

type Fault = Pick<Finding, "means" | "remedy">;

function targetFinding({ connection }: GithubClient, name: string, repo: RepoOverview | null): Finding {
  const { key, webUrl } = connection;
  const fault = targetFault(key, name, repo);
  return {
    id: `rollup:${key}:${name}`,
    group: "repositories",
    connection: key,
    outcome: fault === null ? "ok" : "blocks",
    tried: `Signalbox checked whether repository ${name} takes the rollup.`,
    link: `${webUrl}/${name}/settings`,
    ...(fault ?? { means: `The rollup can be written in ${name}.`, remedy: null }),
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
