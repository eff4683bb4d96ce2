import type { Calendar } from "./calendar.ts";
import { teams, type TeamPlan } from "./teams.ts";

/** The train file of the demo. The sandbox adds the connections. */
export function trainText({ increments }: Calendar): string {
  return `# yaml-language-server: $schema=../config/signalbox.schema.json
#
# Acme sells things online and pays the merchants it sells for. One train, six teams: four plan in Jira, two in GitHub.
# The connections "acme" and "acme-github" are filled in by the sandbox that serves this train.

trains:
  - key: payments
    name: Payments
    timeZone: Europe/Berlin
    increments:
${increments.map(({ key, startsOn }) => incrementText(key, startsOn)).join("\n")}
    teams:
${teams.map(teamText).join("\n")}
    dependencies:
      jiraLinkTypes:
        - { name: Blocks, means: source-blocks-target }
      textReferences: true # "Blocked by PAY-230" in a description counts; it is the only way across the trackers
    reports:
      rollup:
        - { jira: acme, project: PMO, issueType: Task }
        - { github: acme-github, repo: acme/trains }
      comments: { settle: 0m, newPerRun: 100 }
`;
}

function incrementText(key: string, startsOn: string): string {
  return `      - key: "${key}"
        starts: ${startsOn}
        iterations: { count: 5, length: 2w, last: innovation-planning }`;
}

function teamText({ key, name, home }: TeamPlan): string {
  const from =
    home.system === "jira"
      ? `{ jira: acme, project: ${home.project} }`
      : `{ github: acme-github, repo: ${home.repo}, iterations: milestone, points: "label:points/*" }`;
  return `      - { key: ${key}, name: ${name}, from: ${from} }`;
}
