import type { RawRecord } from "../../data.ts";
import { dayMs, hourMs, type Box } from "../calendar.ts";
import { sprintsBefore } from "../past.ts";
import type { DemoPlan } from "../plan.ts";
import type { JiraHome, TeamPlan } from "../teams.ts";
import { siteUrl } from "./vocabulary.ts";

/** A sprint as the agile API gives it. */
function sprintRecord(box: Box, { board }: JiraHome): RawRecord {
  return {
    id: box.id,
    self: `${siteUrl}/rest/agile/1.0/sprint/${box.id}`,
    state: box.state,
    name: box.name,
    ...datesOf(box),
    createdDate: new Date(box.startsAt - 70 * dayMs).toISOString(),
    originBoardId: board,
    goal: "",
  };
}

/** A sprint as the sprint field of an issue shows it. */
export function sprintEntry(box: Box, { board }: JiraHome): RawRecord {
  return { id: box.id, name: box.name, state: box.state, boardId: board, goal: "", ...datesOf(box) };
}

function datesOf({ startsAt, endsAt, state }: Box): RawRecord {
  return {
    startDate: new Date(startsAt).toISOString(),
    endDate: new Date(endsAt).toISOString(),
    ...(state === "closed" && { completeDate: new Date(endsAt - hourMs / 2).toISOString() }),
  };
}

/** A sprint of Mobile without dates yet, so that its work belongs to no iteration. */
export const undatedSprint: RawRecord = {
  id: 1499,
  self: `${siteUrl}/rest/agile/1.0/sprint/1499`,
  state: "future",
  name: "Kestrel or later",
  originBoardId: 14,
  goal: "",
};

export const undatedEntry: RawRecord = { id: 1499, name: "Kestrel or later", state: "future", boardId: 14, goal: "" };

export function sprintsOf({ calendar }: DemoPlan, team: TeamPlan, home: JiraHome): readonly RawRecord[] {
  const before = team.key === "checkout" ? calendar.boxesBefore(home, sprintsBefore) : [];
  return [...before, ...calendar.boxesOf(team)].map((box) => sprintRecord(box, home));
}

export function boardRecord({ name, home }: TeamPlan & { readonly home: JiraHome }): RawRecord {
  return {
    id: home.board,
    self: `${siteUrl}/rest/agile/1.0/board/${home.board}`,
    name: `${home.project} board`,
    type: "scrum",
    location: {
      projectId: Number(home.projectId),
      displayName: `${name} (${home.project})`,
      projectName: name,
      projectKey: home.project,
      projectTypeKey: "software",
      name: `${name} (${home.project})`,
    },
  };
}
