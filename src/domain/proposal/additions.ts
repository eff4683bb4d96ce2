import type { GithubTeamSource, JiraTeamSource, LinkMeaning, Team, Train } from "../model/train.ts";
import { compilePattern } from "../pattern.ts";
import { dayNumber } from "./days.ts";
import type { ProposedIncrement } from "./increments.ts";
import type { LinkTypeReading } from "./link-directions.ts";
import { firstOwner, sprintProjects } from "./new-team-place.ts";
import type { Proposal } from "./proposal.ts";
import { withKeys, type ProposedGithubSource, type ProposedJiraSource, type ProposedTeam } from "./proposed-team.ts";
import type { SeenBox, SiteLook } from "./site-look.ts";

/** What a proposal has that a train does not. */
export type Additions = {
  readonly increments: readonly ProposedIncrement[];
  /** Days of an iteration. */
  readonly length: number;
  readonly teams: readonly NewTeam[];
  readonly linkTypes: readonly (LinkTypeReading & { readonly meaning: LinkMeaning })[];
  /** Sentences about new projects and sprints whose issues teams of the train own already. */
  readonly notes: readonly string[];
};

/** `before`: key of the train's team that would own its items if it came first; null if there is none. */
export type NewTeam = ProposedTeam & { readonly before: string | null };

/**
 * Compares a proposal with the train that a file has: increments after its last one, teams for what no team of any
 * train looks at, and link types in use that it does not name.
 * @param others the file's other trains: what their teams look at is not new
 */
export function additionsTo(
  train: Train,
  others: readonly Train[],
  { proposal, looks }: { readonly proposal: Proposal; readonly looks: readonly SiteLook[] },
): Additions {
  const teams = [train, ...others].flatMap((one) => one.teams);
  const isKnown = (team: ProposedTeam) => teams.some((known) => looksAt(known, team, looks));
  const divided = new Set(
    proposal.teams.filter(isKnown).flatMap((team) => [...sprintProjects(team, looks)].map((key) => placeOf(team, key))),
  );
  /** A board's team, and beside other teams by sprints the team without criteria, have what no team above them has. */
  const owners = (team: ProposedTeam) => {
    const owner = firstOwner(train.teams, team, looks);
    const isOfBoard = owner?.from.system === "jira" && owner.from.boards.length > 0;
    const isRest = isOfBoard || [...sprintProjects(team, looks)].some((key) => divided.has(placeOf(team, key)));
    return { rest: isRest ? owner : null, whole: isRest ? null : owner };
  };
  const unknown = proposal.teams.filter((team) => !isKnown(team));
  const fresh = unknown.filter((team) => ownedAlready(teams, team) === null && owners(team).whole === null);
  const keyed = withKeys(fresh, new Set(train.teams.map(({ key }) => key)));
  return {
    increments: incrementsAfter(train, proposal.calendar.increments),
    length: proposal.calendar.length,
    teams: keyed.map((team) => ({ ...team, before: owners(team).rest?.key ?? null })),
    linkTypes: newLinkTypes(train, proposal.linkTypes),
    notes: unknown.flatMap((team) => {
      const owned = ownedAlready(teams, team);
      const { whole } = owners(team);
      if (owned !== null) return [ownedNote(owned)];
      return whole === null ? [] : [dividingNote(team, whole)];
    }),
  };
}

function placeOf({ from }: ProposedTeam, project: string): string {
  return `${from.connection} ${project}`;
}

/** About a team that only its sprints define. */
function dividingNote({ name, why }: ProposedTeam, owner: Team): string {
  return `“${name}” could be a team: ${why}. ${owner.name} owns its items. To divide them, put a team with \`board\` or \`sprintName\` above ${owner.key}.`;
}

type Owned = { readonly address: string; readonly repos: readonly string[] };

function ownedNote({ address, repos }: Owned): string {
  return `The project ${address} has iterations and holds issues of ${repos.join(", ")}. To plan by it, set \`project: ${address}\` at their teams in place of \`iterations\` and \`points\`.`;
}

/** Whether a team of the train looks, at least in part, at what a proposed one would. */
function looksAt({ from: known }: Team, { from }: ProposedTeam, looks: readonly SiteLook[]): boolean {
  if (known.connection !== from.connection) return false;
  if (known.system === "github") return from.system === "github" && looksAtGithub(known, from);
  return from.system === "jira" && looksAtJira(known, from, looks);
}

function looksAtGithub(known: GithubTeamSource, from: ProposedGithubSource): boolean {
  const named = new Set(known.repos.map((repo) => repo.toLowerCase()));
  const names = (repo: string) => named.has(repo.toLowerCase());
  if (from.project === undefined) return from.repos.some(names);
  const isSame = known.project?.address === from.project.address;
  return isSame && (named.size === 0 || from.repos.length === 0 || from.repos.some(names));
}

/** A project of a proposed team, and its repositories, if teams own all that these have; else null. */
function ownedAlready(teams: readonly Team[], { from }: ProposedTeam): Owned | null {
  if (from.system !== "github" || from.project === undefined) return null;
  const { address, holds } = from.project;
  const whole = teams.flatMap(({ from: known }) =>
    known.system === "github" && known.connection === from.connection && isWhole(known) ? known.repos : [],
  );
  const owned = new Set(whole.map((repo) => repo.toLowerCase()));
  const repos = from.repos.length === 0 ? holds : from.repos;
  return repos.every((repo) => owned.has(repo.toLowerCase())) ? { address, repos } : null;
}

/** Whether a team owns all of its repositories. */
function isWhole({ project, labels }: GithubTeamSource): boolean {
  return project === undefined && labels.length === 0;
}

function looksAtJira(known: JiraTeamSource, from: ProposedJiraSource, looks: readonly SiteLook[]): boolean {
  const isBySprint = from.sprintName !== null || from.boards.length > 0;
  if (!isBySprint) {
    return (
      from.projects.some((project) => known.projects.includes(project) || isInQuery(known.jql, project)) ||
      isOpen(known)
    );
  }
  if (from.boards.some((board) => known.boards.includes(board))) return true;
  const boxes = looks.filter(({ connection }) => connection === from.connection).flatMap((look) => look.boxes);
  return isOpen(known) || sharesNames(known.sprintName, from.sprintName, boxes);
}

/** A team without criteria owns everything of its connection. */
function isOpen(known: JiraTeamSource): boolean {
  const { projects, boards, sprintName, components, labels, jql } = known;
  return (
    projects.length + boards.length + components.length + labels.length === 0 && sprintName === null && jql === null
  );
}

function isInQuery(jql: string | null, project: string): boolean {
  return (jql ?? "")
    .toUpperCase()
    .split(/[^A-Z0-9_]+/u)
    .includes(project);
}

/** Whether two patterns match the name of the same sprint. */
function sharesNames(known: string | null, proposed: string | null, boxes: readonly SeenBox[]): boolean {
  if (known === null || proposed === null) return false;
  const [one, other] = [compilePattern(known), compilePattern(proposed)];
  return boxes.some(({ name }) => one.test(name) && other.test(name));
}

function incrementsAfter({ increments }: Train, proposed: readonly ProposedIncrement[]): readonly ProposedIncrement[] {
  const ends = increments.flatMap(({ iterations }) => iterations.map(({ endsOn }) => dayNumber(endsOn)));
  const last = Math.max(...ends);
  const known = new Set(increments.map(({ key }) => key));
  return proposed.flatMap((increment) => {
    const iterations = increment.iterations.filter(({ startsOn }) => startsOn >= last);
    // An increment that the train has in part keeps its key: only a person can say where it ends.
    return iterations.length === 0 || known.has(increment.key) ? [] : [{ ...increment, iterations }];
  });
}

function newLinkTypes({ linkMeanings }: Train, types: readonly LinkTypeReading[]): Additions["linkTypes"] {
  const known = new Set(linkMeanings.map(({ name }) => name.toLowerCase()));
  return types.flatMap((reading) => {
    const { type, uses, means } = reading;
    const name = type.name.toLowerCase();
    if (means.value === null || uses === 0 || known.has(name) || known.has(type.id.toLowerCase())) return [];
    // Another site may have a type of this name.
    known.add(name);
    return [{ ...reading, meaning: { name: type.name, means: means.value } }];
  });
}

/** Whether there is nothing new. */
export function isNothingNew({ increments, teams, linkTypes }: Additions): boolean {
  return increments.length + teams.length + linkTypes.length === 0;
}
