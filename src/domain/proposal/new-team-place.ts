import type { Team } from "../model/train.ts";
import { compilePattern } from "../pattern.ts";
import type { ProposedTeam } from "./proposed-team.ts";
import type { SeenBox, SiteLook } from "./site-look.ts";

/** The first team of a train that owns items in the sprints of a proposed team, on a board or in a project; null if there is none. */
export function firstOwner(teams: readonly Team[], proposed: ProposedTeam, looks: readonly SiteLook[]): Team | null {
  const projects = sprintProjects(proposed, looks);
  const boards = new Set(sprintsOf(proposed, looks).flatMap(({ board }) => board ?? []));
  const isOwner = ({ from }: Team) => {
    if (from.connection !== proposed.from.connection || !isUnlabelled(from)) return false;
    const isInside = from.projects.some((one) => projects.has(one));
    if (from.boards.length > 0)
      return (isInside || from.projects.length === 0) && from.boards.some((one) => boards.has(one));
    return isInside && from.sprintName === null;
  };
  return teams.find(isOwner) ?? null;
}

/** The projects of a Jira team by sprints, by its boards and by the items in its sprints; none for any other team. */
export function sprintProjects(team: ProposedTeam, looks: readonly SiteLook[]): ReadonlySet<string> {
  const { from } = team;
  const own = new Set(sprintsOf(team, looks).map(({ id }) => id));
  const seen = looks.filter(({ connection }) => connection === from.connection);
  const ids = from.system === "jira" ? from.boards : [];
  const boards = seen.flatMap((look) => look.boards.filter(({ id }) => ids.includes(id)));
  const items = seen.flatMap((look) => look.items.filter((item) => item.boxes.some((id) => own.has(id))));
  return new Set([...boards.flatMap(({ project }) => project ?? []), ...items.map(({ container }) => container)]);
}

function sprintsOf({ from }: ProposedTeam, looks: readonly SiteLook[]): readonly SeenBox[] {
  if (from.system !== "jira") return [];
  const pattern = from.sprintName === null ? null : compilePattern(from.sprintName);
  const isOwn = ({ board, name }: SeenBox) =>
    (board !== null && from.boards.includes(board)) || pattern?.test(name) === true;
  return looks.flatMap(({ connection, boxes }) => (connection === from.connection ? boxes.filter(isOwn) : []));
}

/** Whether a Jira team owns items whatever component or label they have. */
function isUnlabelled(from: Team["from"]): from is Extract<Team["from"], { readonly system: "jira" }> {
  return from.system === "jira" && from.jql === null && from.components.length + from.labels.length === 0;
}
