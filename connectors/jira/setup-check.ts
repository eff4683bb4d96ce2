import type { Named, SetupCheck } from "../../src/ports/setup-check.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { accountFindings } from "./account-check.ts";
import { boardFinding } from "./board-check.ts";
import type { JiraClient } from "./client.ts";
import { permissionFindings } from "./permission-check.ts";
import { reachSite } from "./reach-site.ts";
import { adminPages } from "./admin-pages.ts";
import { targetFinding } from "./target-check.ts";

/** Checks a Jira site without writing. */
export function createJiraSetupCheck(client: JiraClient, clock: Clock): SetupCheck {
  return {
    names: ({ boards, targets }: Named) =>
      Promise.all([
        ...boards.map((board) => boardFinding(client, board)),
        ...targets.flatMap((target) => (target.system === "jira" ? [targetFinding(client, target)] : [])),
      ]),
    reach: () => reachSite(client, clock),
    permissions: (needs) => permissionFindings(client, needs),
    webhooksPage: () => adminPages(client.connection).webhooks,
    account: (use) => accountFindings(client, use, clock()),
  };
}
