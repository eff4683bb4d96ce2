import type { RawRecord } from "../../data.ts";
import { dayMs, type Calendar } from "../calendar.ts";
import { membersOf } from "../people.ts";
import { paragraphs } from "./adf.ts";
import { instant, issueTypes, priorities, siteUrl, statuses, user } from "./vocabulary.ts";

/** Where the train's rollup is kept; no team plans here. */
export const rollupProject: RawRecord = {
  self: `${siteUrl}/rest/api/3/project/10020`,
  id: "10020",
  key: "PMO",
  name: "Programme Office",
  projectTypeKey: "business",
  simplified: false,
};

/** Two tasks that have nothing to do with the train's teams. */
export function rollupProjectIssues(calendar: Calendar): readonly RawRecord[] {
  const [author] = membersOf(0);
  const titles = [
    `Book the big room for planning ${calendar.increments[1].key}`,
    "Who may move a date, and who has to be asked",
  ];
  return titles.map((summary, place) => {
    const id = 10_101 + place;
    const created = instant(calendar.startOf(1) - (9 - place) * dayMs);
    const person = author === undefined ? null : user(author);
    return {
      id: String(id),
      self: `${siteUrl}/rest/api/3/issue/${id}`,
      key: `PMO-${place + 1}`,
      fields: {
        summary,
        issuetype: issueTypes.task,
        project: rollupProject,
        status: statuses.todo,
        resolution: null,
        resolutiondate: null,
        priority: priorities[2],
        labels: [],
        components: [],
        fixVersions: [],
        reporter: person,
        creator: person,
        assignee: null,
        duedate: null,
        created,
        updated: created,
        description: paragraphs("See the page of the programme office."),
        issuelinks: [],
      },
    };
  });
}
