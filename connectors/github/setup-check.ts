import type { RollupTarget } from "../../src/domain/model/train.ts";
import type { Named, SetupCheck } from "../../src/ports/setup.ts";
import type { GithubClient } from "./client.ts";
import { readOverview } from "./overview.ts";
import type { RepoOverview } from "./schema.ts";

/** Checks rollup targets, in one request for up to 20 of them. A team cannot name boards on GitHub. */
export function createGithubSetupCheck(client: GithubClient): SetupCheck {
  return {
    faults: async ({ targets }: Named) => {
      const names = targets.flatMap((target) => (isOfGithub(target) ? [target.repo] : []));
      if (names.length === 0) return [];
      const { repos } = await readOverview(client, names);
      return names.flatMap((name) => targetFault(client, name, repos.get(name) ?? null) ?? []);
    },
  };
}

function isOfGithub(target: RollupTarget): target is Extract<RollupTarget, { system: "github" }> {
  return target.system === "github";
}

function targetFault({ connection }: GithubClient, name: string, repo: RepoOverview | null): string | null {
  if (repo === null) {
    return `The rollup cannot be written: ${connection.key} does not show the repository ${name}. Correct reports.rollup, or give the token or app "Issues: read and write" there.`;
  }
  if (!repo.hasIssuesEnabled) {
    return `The rollup cannot be written: issues are switched off in ${name}. Switch them on in its settings, or name another repository under reports.rollup.`;
  }
  return repo.isArchived
    ? `The rollup cannot be written: ${name} is archived. Name another repository under reports.rollup.`
    : null;
}
