import type { Team } from "../model/train.ts";
import { compilePattern } from "../pattern.ts";
import type { ProposedTeam } from "./proposed-team.ts";
import type { SiteLook } from "./site-look.ts";

/** The first team of a train that owns all items of a project in which a proposed team plans by sprints; null if there is none. */
export function wholeOwner(teams: readonly Team[], proposed: ProposedTeam, looks: readonly SiteLook[]): Team | null {
  const projects = sprintProjects(proposed, looks);
  const isOwner = ({ from }: Team) =>
    from.connection === proposed.from.connection && isWhole(from) && from.projects.some((one) => projects.has(one));
  return teams.find(isOwner) ?? null;
}

/** The projects of a Jira team by sprints, by its boards and by the items in its sprints; none for any other team. */
export function sprintProjects({ from }: ProposedTeam, looks: readonly SiteLook[]): ReadonlySet<string> {
  if (from.system !== "jira" || (from.boards.length === 0 && from.sprintName === null)) return new Set();
  const pattern = from.sprintName === null ? null : compilePattern(from.sprintName);
  const seen = looks.filter(({ connection }) => connection === from.connection);
  const boards = seen.flatMap((look) => look.boards.filter(({ id }) => from.boards.includes(id)));
  const boxes = seen.flatMap((look) =>
    look.boxes.filter(
      ({ board, name }) => (board !== null && from.boards.includes(board)) || pattern?.test(name) === true,
    ),
  );
  const own = new Set(boxes.map(({ id }) => id));
  const items = seen.flatMap((look) => look.items.filter((item) => item.boxes.some((id) => own.has(id))));
  return new Set([...boards.flatMap(({ project }) => project ?? []), ...items.map(({ container }) => container)]);
}

/** Whether a Jira team owns its projects whatever sprint, component or label an item has. */
function isWhole(from: Team["from"]): from is Extract<Team["from"], { readonly system: "jira" }> {
  if (from.system !== "jira" || from.jql !== null || from.sprintName !== null) return false;
  return from.boards.length + from.components.length + from.labels.length === 0;
}
