import { sortedBy } from "../ordering.ts";
import { groupContainers, type Group, type Member } from "./belonging.ts";
import { calendarOf } from "./calendar.ts";
import { mostFrequent } from "./counting.ts";
import { answerTo, type Answers, type Question } from "./decision.ts";
import { readEstimate } from "./estimate-field.ts";
import { githubSeries, milestoneTeams } from "./github-teams.ts";
import { withoutFormerBoards } from "./former-boards.ts";
import { jiraTeams, type UnnamedTeam } from "./jira-teams.ts";
import { readLinkTypes } from "./link-directions.ts";
import { lookNotes } from "./look-notes.ts";
import { planByProjects, type ProjectPlans } from "./project-plans.ts";
import { projectTeams } from "./project-teams.ts";
import type { Proposal } from "./proposal.ts";
import { slugOf, withKeys } from "./proposed-team.ts";
import { isSteering, proposeReport } from "./report-place.ts";
import type { SeenBox, SiteLook } from "./site-look.ts";
import { placeId } from "./ties.ts";
import { teamBoxes } from "./team-boxes.ts";
import { previewTeams } from "./team-preview.ts";
import { proposeTimeZone } from "./time-zone.ts";

export type Circumstances = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Time zone of this machine. */
  readonly timeZone: string;
  /** Answers so far; a question without one gets the best guess. */
  readonly answers: Answers;
};

/**
 * Proposes a train from looks at trackers. Pure: the same looks give the same proposal, in whatever order they list
 * things. Null if there is no project or repository to make a team of.
 */
export function propose(given: readonly SiteLook[], { now, timeZone: here, answers }: Circumstances): Proposal | null {
  const inTime = given.map((look) => withoutFormerBoards(inOrder(look), now));
  const plans = sortedBy(inTime, ({ connection }) => connection).map((look) => planByProjects(look, answers));
  const looks = plans.map(({ look }) => look);
  const zone = proposeTimeZone(looks, here, answers);
  const train = chooseMembers(looks, answers);
  const parts = plans.map((plan) => ({ look: plan.look, ...teamsOf(plan, train.members, answers) }));
  const unnamed = parts.flatMap(({ teams }) => teams);
  if (unnamed.length === 0) return null;
  const boxes = parts.flatMap(({ look, seriesOf }) =>
    teamBoxes(boxesOfTrain(look, train.members), seriesOf, zone.timeZone.value),
  );
  const calendar = calendarOf(boxes, { now, timeZone: zone.timeZone.value });
  const links = readLinkTypes(looks, answers);
  const estimates = looks.filter(({ system }) => system === "jira").map((look) => readEstimate(look, answers));
  const reports = looks.map((look) => proposeReport(look, containersOf(look, train.members), answers));
  // Teams of sprints come first: what they do not own stays with a project.
  const teams = withKeys(unnamed.toSorted((a, b) => Number(a.isRest) - Number(b.isRest)));
  const containers = new Set(train.members.map(({ connection, container }) => `${connection} ${container}`));
  const fields = new Map([
    ...estimates.map(({ reading }) => [reading.connection, pointsFieldsOf(reading)] as const),
    ...plans.filter(({ look }) => look.system === "github").map(estimatesOf),
  ]);
  const ownership = previewTeams(looks, teams, { containers, fields });
  const name = nameOf(looks);
  return {
    key: slugOf(name),
    name,
    timeZone: zone.timeZone,
    calendar,
    teams,
    linkTypes: links.types,
    estimates: estimates.map(({ reading }) => reading),
    reports: reports.flatMap(({ place }) => place ?? []),
    ...ownership,
    members: train.members.map(({ container, why }) => ({ container, why })),
    leftOut: [...train.leftOut, ...plans.flatMap(({ leftOut }) => leftOut)],
    questions: [
      ...plans.flatMap(({ questions }) => questions),
      ...train.questions,
      ...parts.flatMap(({ questions }) => questions),
      ...links.questions,
      ...estimates.flatMap(({ questions }) => questions),
      ...zone.questions,
      ...reports.flatMap(({ questions }) => questions),
    ],
    notes: [
      ...plans.flatMap(({ notes }) => notes),
      ...lookNotes(looks, { reports: reports.map(({ place }) => place), calendar, now }),
    ],
  };
}

/** Lists in an order of their own, so that the tracker's order changes nothing. */
function inOrder(look: SiteLook): SiteLook {
  return {
    ...look,
    containers: sortedBy(look.containers, ({ key }) => key),
    boards: look.boards.toSorted((a, b) => a.id - b.id),
    boxes: sortedBy(look.boxes, ({ id }) => id),
    fields: sortedBy(look.fields, ({ id }) => id),
    linkTypes: sortedBy(look.linkTypes, ({ id }) => id),
    items: sortedBy(look.items, ({ key }) => key),
    links: sortedBy(look.links, ({ id }) => id),
    projects: sortedBy(look.projects, ({ address }) => address),
  };
}

type Chosen = {
  readonly members: readonly Member[];
  readonly leftOut: Proposal["leftOut"];
  readonly questions: readonly Question[];
};

/** The group with most planned items is the train; a person may add others that plan. */
function chooseMembers(looks: readonly SiteLook[], answers: Answers): Chosen {
  const steering = new Set(
    looks.flatMap((look) =>
      look.containers
        .filter((container) => isSteering(look, container))
        .map(({ key }) => placeId({ connection: look.connection, container: key })),
    ),
  );
  const groups = groupContainers(looks)
    .map((group) => ({ ...group, members: group.members.filter((member) => !steering.has(placeId(member))) }))
    .filter(({ members }) => members.length > 0);
  const [train, ...others] = groups;
  if (train === undefined) return { members: [], leftOut: [], questions: [] };
  const questions = others.filter(({ size }) => size > 0).map(belongs);
  const added = others.filter((group) => group.size > 0 && answerTo(belongs(group), answers) === "yes");
  const leftOut = others.filter((group) => !added.includes(group));
  return {
    members: [train, ...added].flatMap(({ members }) => members),
    leftOut: leftOut.flatMap(({ members, size }) =>
      members.map(({ container }) => ({
        container,
        why:
          size > 0
            ? "no item of it links to the train, or shares a sprint with it"
            : "no item of it is in a sprint, or links to the train",
      })),
    ),
    questions,
  };
}

function belongs({ members, size }: Group): Question {
  const names = members.map(({ container }) => container);
  return {
    id: `belongs:${members.map(({ connection, container }) => `${connection}/${container}`).join(",")}`,
    asks: `Do ${names.join(", ")} belong to the train?`,
    why: `${size} of the sample are planned there, but nothing links them to the rest`,
    options: [
      { value: "no", label: "no" },
      { value: "yes", label: "yes" },
    ],
  };
}

function containersOf({ connection }: SiteLook, members: readonly Member[]): readonly string[] {
  return members.filter((member) => member.connection === connection).map(({ container }) => container);
}

type TeamsOfLook = {
  readonly teams: readonly UnnamedTeam[];
  readonly seriesOf: (box: SeenBox) => string;
  readonly questions: readonly Question[];
};

function teamsOf({ look, projects }: ProjectPlans, members: readonly Member[], answers: Answers): TeamsOfLook {
  const keys = new Set(containersOf(look, members));
  const containers = look.containers.filter(({ key }) => keys.has(key));
  if (look.system === "jira") return { ...jiraTeams(look, containers), questions: [] };
  const near = projects.filter(({ repos }) => repos.some((repo) => keys.has(repo)));
  const byProject = new Set(near.flatMap(({ repos }) => repos));
  const { teams, questions } = projectTeams(look, near, answers);
  // The first team that matches owns an item: a repository that plans by milestones may have issues in a project too.
  const first = milestoneTeams(
    look,
    containers.filter(({ key }) => !byProject.has(key)),
  );
  return { teams: [...first, ...teams], seriesOf: githubSeries(look), questions };
}

/** Without the boxes of boards, repositories and projects outside of the train. */
function boxesOfTrain(look: SiteLook, members: readonly Member[]): readonly SeenBox[] {
  const keys = new Set(containersOf(look, members));
  const outside = new Set(look.boards.flatMap(({ id, project }) => (project === null || keys.has(project) ? [] : id)));
  const near = look.items.filter(({ container }) => keys.has(container));
  const projects = new Set(near.flatMap((item) => item.projects.map(({ project }) => project)));
  return look.boxes.filter(({ kind, container, board }) => {
    if (container === null) return board === null || !outside.has(board);
    return kind === "iteration" ? projects.has(container) : keys.has(container);
  });
}

/** The fields of its projects with estimates. */
function estimatesOf({ look, projects }: ProjectPlans): readonly [string, readonly string[]] {
  return [look.connection, projects.flatMap(({ estimate }) => estimate?.id ?? [])];
}

function pointsFieldsOf({ uses, pointsField }: Proposal["estimates"][number]): readonly string[] {
  if (pointsField.value !== null) return [pointsField.value];
  return uses.filter(({ looksLikeEstimate }) => looksLikeEstimate).map(({ field }) => field.id);
}

/** The name of the site with most items; of a GitHub without a name of its own, the owner of most repositories. */
function nameOf(looks: readonly SiteLook[]): string {
  const site = looks
    .toSorted((a, b) => b.items.length - a.items.length)
    .map(({ connection }) => connection.replace(/(?:^|-)(?:jira|github)$/u, ""))
    .slice(0, 1)
    .join("");
  const owners = looks.flatMap(({ system, containers }) =>
    system === "github" ? containers.map(({ key }) => key.slice(0, key.indexOf("/"))) : [],
  );
  const name = site || (mostFrequent(owners) ?? "Train");
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
