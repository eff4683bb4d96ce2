/** Names of a site's webhook events. */
export const HOOK_EVENTS = [
  "jira:issue_created",
  "jira:issue_updated",
  "jira:issue_deleted",
  "issuelink_created",
  "issuelink_deleted",
  "comment_created",
  "comment_updated",
  "comment_deleted",
  "sprint_created",
  "sprint_updated",
  "sprint_started",
  "sprint_closed",
  "sprint_deleted",
] as const;

export type HookEvent = (typeof HOOK_EVENTS)[number];
