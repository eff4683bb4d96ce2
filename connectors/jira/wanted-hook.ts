import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Scope } from "../../src/ports/connector.ts";
import { projectsJql } from "./jql.ts";
import type { Registered } from "./schema.ts";

/** All events about data that Signalbox reads; it would ignore the others. */
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
 * The JQL filter for issue events: events outside of the scope's projects cost a call and rarely matter. No filter if a
 * team owns by query, which may match any project. Jira does not filter events of links, sprints, boards and versions.
 */
function filterFor({ containers, jqls }: HookScope): string {
  return containers === "all" || containers.length === 0 || jqls.length > 0 ? "" : projectsJql(containers);
}

const filterName = "issue-related-events-section";

export type Hook = ReturnType<typeof hookFor>;

export type HookScope = Pick<Scope, "containers" | "jqls">;

/** Signalbox's webhook for `url`. */
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
    // Jira keeps the secret if the request omits it.
    ...(secret === undefined ? {} : { secret }),
  };
}

/** The differences in words; null if there are none. Jira only shows whether there is a secret. */
export function differences(registered: Registered, wanted: Hook): string | null {
  const missing = wanted.events.filter((event) => !registered.events.includes(event));
  const surplus = registered.events.filter((event) => !wanted.events.includes(event));
  const jql = wanted.filters[filterName] ?? "";
  const found = [
    registered.enabled ? null : "switched off",
    missing.length === 0 ? null : `without ${missing.join(", ")}`,
    surplus.length === 0 ? null : `with ${surplus.join(", ")}`,
    registered.filters === null || registered.filters[filterName] === jql
      ? null
      : `filtered by "${registered.filters[filterName]}" instead of "${jql}"`,
    registered.excludeBody ? "without a body" : null,
    registered.isSigned === false && "secret" in wanted ? "not signed" : null,
  ].filter((difference) => difference !== null);
  return found.length === 0 ? null : found.join("; ");
}
