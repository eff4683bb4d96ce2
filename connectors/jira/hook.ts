import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Scope } from "../../src/ports/connector.ts";
import { projectsJql } from "./jql.ts";
import type { Registered } from "./schema.ts";

/** All that tells of something we read. What else Jira knows would only be thrown away. */
export const hookEvents: readonly string[] = [
  "jira:issue_created",
  "jira:issue_updated",
  "jira:issue_deleted",
  "issuelink_created",
  "issuelink_deleted",
  "sprint_created",
  "sprint_updated",
  "sprint_started",
  "sprint_closed",
  "sprint_deleted",
  "jira:version_created",
  "jira:version_updated",
  "jira:version_released",
  "jira:version_unreleased",
  "jira:version_moved",
  "jira:version_deleted",
  "board_created",
  "board_updated",
  "board_deleted",
  "board_configuration_changed",
];

/**
 * Issues outside of the scope's projects cost a call and tell little. A team that owns by query may reach any project:
 * nothing is filtered then. Links, sprints, boards and versions come unfiltered, whatever stands here.
 */
function filterFor({ containers, jqls }: HookScope): string {
  return containers === "all" || containers.length === 0 || jqls.length > 0 ? "" : projectsJql(containers);
}

const filterName = "issue-related-events-section";

export type Hook = ReturnType<typeof hookFor>;

export type HookScope = Pick<Scope, "containers" | "jqls">;

/** Our webhook as it should stand at `url`. */
export function hookFor({ webhookSecrets }: JiraConnection, url: string, scope: HookScope) {
  const [secret] = webhookSecrets;
  const jql = filterFor(scope);
  return {
    name: "Signalbox",
    url,
    events: hookEvents,
    filters: jql === "" ? {} : { [filterName]: jql },
    excludeBody: false,
    enabled: true,
    // Jira keeps a secret that is not sent.
    ...(secret === undefined ? {} : { secret }),
  };
}

/** In words; null where all is as it should be. Jira does not show secrets, only whether there is one. */
export function differences(registered: Registered, wanted: Hook): string | null {
  const missing = wanted.events.filter((event) => !registered.events.includes(event));
  const surplus = registered.events.filter((event) => !wanted.events.includes(event));
  const jql = wanted.filters[filterName] ?? "";
  const found = [
    registered.enabled ? null : "switched off",
    missing.length === 0 ? null : `without ${missing.join(", ")}`,
    surplus.length === 0 ? null : `with ${surplus.join(", ")}`,
    registered.filters[filterName] === jql
      ? null
      : `filtered by "${registered.filters[filterName]}" instead of "${jql}"`,
    registered.excludeBody ? "without a body" : null,
    registered.isSigned === false && "secret" in wanted ? "not signed" : null,
  ].filter((difference) => difference !== null);
  return found.length === 0 ? null : found.join("; ");
}
