import type { Named, SetupCheck } from "../../src/ports/setup-check.ts";
import { accountFindings } from "./account-check.ts";
import { boardFinding } from "./board-check.ts";
import type { ClientOptions, JiraClient } from "./client.ts";
import { permissionFindings } from "./permission-check.ts";
import { reachSite } from "./reach-site.ts";
import { adminPages } from "./admin-pages.ts";
import { scopeFindings } from "./scope-check.ts";
import { targetFinding } from "./target-check.ts";

/** Checks a Jira site without writing. */
export function createJiraSetupCheck(client: JiraClient, options: ClientOptions): SetupCheck {
  return {
    names: ({ boards, targets }: Named) =>
      Promise.all([
        ...boards.map((board) => boardFinding(client, board)),
        ...targets.flatMap((target) => (target.system === "jira" ? [targetFinding(client, target)] : [])),
      ]),
    reach: () => reachSite(client, options),
    permissions: async (needs) =>
      (await Promise.all([permissionFindings(client, needs), scopeFindings(client, needs)])).flat(),
    webhooksPage: () => adminPages(client.connection).webhooks,
    account: (use) => accountFindings(client, use, options.clock()),
  };
}
