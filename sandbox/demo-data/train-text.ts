import type { Calendar } from "./calendar.ts";
import { teamsOf, type TeamPlan, type TrainKey } from "./teams.ts";

const names: Readonly<Record<TrainKey, string>> = { payments: "Payments", accounts: "Accounts" };

/** The train file of the demo. The sandbox adds the connections. */
export function trainText(calendar: Calendar, trains: readonly TrainKey[]): string {
  return `# yaml-language-server: $schema=../config/signalbox.schema.json
#
# Acme sells things online and pays the merchants it sells for. Six teams are on the train Payments: four plan in Jira, two in
# GitHub. They need work of a seventh team, which is on a train of its own.
# The connections "acme" and "acme-github" are filled in by the sandbox that serves this file.

trains:
${trains.map((key) => oneTrain(key, calendar)).join("")}`;
}

function oneTrain(key: TrainKey, { increments }: Calendar): string {
  const teams = teamsOf(key);
  const github = teams.some(({ home }) => home.system === "github");
  return `  - key: ${key}
    name: ${names[key]}
    timeZone: Europe/Berlin
    increments:
${increments.map((increment) => incrementText(increment.key, increment.startsOn)).join("\n")}
    teams:
${teams.map(teamText).join("\n")}
    dependencies:
      jiraLinkTypes:
        - { name: Blocks, means: source-blocks-target }
      textReferences: true # "Blocked by PAY-230" in a description counts; it is the only way across the trackers
    reports:
      rollup:
        - { jira: acme, project: PMO, issueType: Task }
${github ? "        - { github: acme-github, repo: acme/trains }\n" : ""}      comments: { settle: 0m, newPerRun: 100 }
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
