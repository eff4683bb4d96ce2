/** What Jira calls its events (developer.atlassian.com, "Webhooks"), those that nothing is read from among them. */
const names: ReadonlySet<string> = new Set(
  `jira:issue_created jira:issue_updated jira:issue_deleted issuelink_created issuelink_deleted sprint_created
  sprint_updated sprint_started sprint_closed sprint_deleted board_created board_updated board_deleted
  board_configuration_changed jira:version_created jira:version_updated jira:version_released jira:version_unreleased
  jira:version_moved jira:version_merged jira:version_deleted comment_created comment_updated comment_deleted
  jira:worklog_updated worklog_created worklog_updated worklog_deleted issue_property_set issue_property_deleted
  attachment_created attachment_deleted project_created project_updated project_deleted project_soft_deleted
  project_restored_deleted project_archived project_restored_archived user_created user_updated user_deleted
  filter_created filter_updated filter_deleted option_voting_changed option_watching_changed
  option_unassigned_issues_changed option_subtasks_changed option_attachments_changed option_issuelinks_changed
  option_timetracking_changed`.split(/\s+/u),
);

/** An event of Jira's by its name, or `other`: what calls name is bounded by nothing. */
export function kindOf(event: string): string {
  return names.has(event) ? event : "other";
}
