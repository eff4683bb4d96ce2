/** What the Jira stand-ins are: sites of Jira Cloud, or Data Centers (profile `jira-dc`) with the same state. */
export type JiraProfile = "cloud" | "data-center";

export const jiraProfiles: readonly JiraProfile[] = ["cloud", "data-center"];

/** Version of a stand-in for Data Center; null for Cloud. */
export function versionOf(profile: JiraProfile): string | null {
  return profile === "cloud" ? null : "10.3.5";
}
