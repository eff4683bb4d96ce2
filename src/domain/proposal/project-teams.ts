import { byCount, percent } from "./counting.ts";
import { answerTo, type Answers, type Confidence, type Question } from "./decision.ts";
import { projectName } from "./held-projects.ts";
import type { UnnamedTeam } from "./jira-teams.ts";
import type { PlannedProject } from "./project-plans.ts";
import type { ProposedProject } from "./proposed-team.ts";
import type { SiteLook } from "./site-look.ts";

/** A repository with less of a project's issues is no team's own. */
const main = 0.1;
/** Fewer people (by assignment) show no habit. */
const fewest = 4;
/** Up to this share of people who work in several repositories, these have teams of their own; from the other on, one. */
const apart = 0.2;
const together = 0.5;

type Teams = { readonly teams: readonly UnnamedTeam[]; readonly questions: readonly Question[] };

/** A team per project, or per repository of it. Issues in no project have no team: nothing plans them. */
export function projectTeams(look: SiteLook, projects: readonly PlannedProject[], answers: Answers): Teams {
  const all = projects.map((planned) => teamsOf(look, planned, { isOnly: projects.length === 1, answers }));
  return {
    teams: all.flatMap(({ teams }) => teams),
    questions: all.flatMap(({ questions }) => questions),
  };
}

type Frame = { readonly isOnly: boolean; readonly answers: Answers };

function teamsOf({ connection }: SiteLook, planned: PlannedProject, { isOnly, answers }: Frame): Teams {
  const { project, members, repos } = planned;
  const counts = byCount(members.map(({ item }) => item.container));
  const owned = counts
    .filter(([, count]) => count >= main * members.length)
    .map(([repo]) => repo)
    .toSorted();
  const from = { system: "github" as const, connection, project: sourceOf(planned), points: null };
  const whole = { name: project.title.trim() || project.address, from: { ...from, repos: [] }, why: whyOf(planned) };
  if (owned.length <= 1) {
    return { teams: [{ ...whole, confidence: planned.planned > 0 ? "sure" : "likely", isRest: false }], questions: [] };
  }
  const split = splitBy(planned, owned, isOnly);
  const question = splitQuestion(connection, project, { owned, split });
  const isSplit = answerTo(question, answers) === "repositories";
  const { confidence } = split;
  const questions = confidence === "guess" ? [question] : [];
  if (!isSplit)
    return { teams: [{ ...whole, why: `${whole.why}; ${split.why}`, confidence, isRest: false }], questions };
  const teams = owned.map((repo): UnnamedTeam => {
    const count = members.filter(({ item }) => item.container === repo).length;
    return {
      name: repo.slice(repo.indexOf("/") + 1),
      from: { ...from, repos: [repo] },
      confidence,
      why: `${count} of its issues are in the project ${projectName(project)}; ${split.why}`,
      isRest: false,
    };
  });
  const others = repos.length > owned.length ? [{ ...whole, confidence, isRest: true }] : [];
  return { teams: [...teams, ...others], questions };
}

function sourceOf({ project, fieldName, pointsField, repos }: PlannedProject): ProposedProject {
  return { address: project.address, iterationField: fieldName, pointsField: pointsField.value, holds: repos };
}

function whyOf({ members, planned, estimate, pointsField }: PlannedProject): string {
  const points = estimate === null ? pointsField.why : `estimates: field “${estimate.name}”, ${pointsField.why}`;
  return `the project holds ${members.length} of the sample, ${percent(planned, members.length)} in an iteration; ${points}`;
}

type Split = { readonly isBest: boolean; readonly confidence: Confidence; readonly why: string };

/** Whether each repository has a team of its own: its people work in no other. */
function splitBy({ members }: PlannedProject, owned: readonly string[], isOnly: boolean): Split {
  const assigned = members.filter(({ item }) => owned.includes(item.container));
  const pairs = assigned.flatMap(({ item }) => item.assignees.map((login) => ({ login, repo: item.container })));
  const reposOf = Map.groupBy(pairs, ({ login }) => login);
  const people = reposOf.size;
  const several = [...reposOf.values()].filter((own) => new Set(own.map(({ repo }) => repo)).size > 1).length;
  if (people < fewest) {
    const why = `${owned.length} repositories plan by it, ${isOnly ? "the only project" : "beside other projects"}`;
    return { isBest: isOnly, confidence: "guess", why };
  }
  const why = `${several} of the ${people} people on it work in more than one of its ${owned.length} repositories`;
  const share = several / people;
  const isClear = share <= apart || share >= together;
  return { isBest: share < (apart + together) / 2, confidence: isClear ? "likely" : "guess", why };
}

function splitQuestion(
  connection: string,
  project: PlannedProject["project"],
  { owned, split }: { readonly owned: readonly string[]; readonly split: Split },
): Question {
  const options = [
    { value: "project", label: "one team" },
    { value: "repositories", label: `a team for each of ${owned.join(", ")}` },
  ];
  return {
    id: `teams:${connection}:${project.address}`,
    asks: `Is the project ${projectName(project)} the plan of one team, or of a team per repository?`,
    why: split.why,
    options: split.isBest ? options.toReversed() : options,
  };
}
