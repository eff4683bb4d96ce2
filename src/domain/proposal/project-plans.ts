import { sortedBy } from "../ordering.ts";
import { answerTo, type Answers, type Decision, type Question } from "./decision.ts";
import { chooseEstimate, fieldUses } from "./estimate-field.ts";
import { heldProjects, isIn, projectName, type HeldProject } from "./held-projects.ts";
import type { SeenField, SeenItem, SiteLook } from "./site-look.ts";

/** A project by which repositories of the look plan. */
export type PlannedProject = HeldProject & {
  /** The repositories that plan by it. */
  readonly repos: readonly string[];
  /** The field with the estimates; null for none. */
  readonly estimate: SeenField | null;
  /** Name of the field, if the train file must say it. */
  readonly pointsField: Decision<string | null>;
};

export type ProjectPlans = {
  /** As the projects plan: their iterations in place of the milestones of their repositories. */
  readonly look: SiteLook;
  readonly projects: readonly PlannedProject[];
  readonly leftOut: readonly { readonly container: string; readonly why: string }[];
  readonly questions: readonly Question[];
  /** Sentences about projects of which no team can be made. */
  readonly notes: readonly string[];
};

/** Which repositories plan by which projects, and which by their milestones. */
export function planByProjects(look: SiteLook, answers: Answers): ProjectPlans {
  const { held, leftOut, questions, notes } = heldProjects(look, answers);
  if (held.length === 0) return { look, projects: [], leftOut, questions, notes };
  const ways = waysOfPlanning(look, held, answers);
  const read = held
    .map((one) => plannedProject(look, one, { repos: ways.byProject, answers }))
    .filter(({ planned }) => planned.repos.length > 0);
  const projects = read.map(({ planned }) => planned);
  return {
    look: plannedLook(look, projects),
    projects,
    leftOut,
    notes,
    questions: [...questions, ...ways.questions, ...read.flatMap((one) => one.questions)],
  };
}

/** A repository with issues in a project and in milestones could plan by either. */
function waysOfPlanning(look: SiteLook, held: readonly HeldProject[], answers: Answers) {
  const dated = new Set(look.boxes.filter(({ endsAt }) => endsAt !== null).map(({ id }) => id));
  const repos = new Set(held.flatMap(({ members }) => members.map(({ item }) => item.container)));
  const ways = [...repos].toSorted().map((repo) => {
    const due = look.items.filter(
      ({ container, boxes }) => container === repo && boxes.some((id) => dated.has(id)),
    ).length;
    const question = due === 0 ? null : wayQuestion(look, repo, { held, due });
    return { repo, question, isByProject: question === null || answerTo(question, answers) === "project" };
  });
  return {
    byProject: new Set(ways.filter(({ isByProject }) => isByProject).map(({ repo }) => repo)),
    questions: ways.flatMap(({ question }) => question ?? []),
  };
}

function wayQuestion(
  { connection }: SiteLook,
  repo: string,
  { held, due }: { readonly held: readonly HeldProject[]; readonly due: number },
): Question {
  const own = held.map((one) => ({ ...one, members: one.members.filter(({ item }) => item.container === repo) }));
  const names = own.filter(({ members }) => members.length > 0).map(({ project }) => projectName(project));
  const planned = own.flatMap(({ field, members }) => members.filter((member) => isIn(field, member))).length;
  const options = [
    { value: "project", label: `by the project ${names.join(", ")}: ${planned} of the sample are in an iteration` },
    { value: "milestones", label: `by its milestones: ${due} of the sample are in one with a due date` },
  ];
  return {
    id: `plans:${connection}:${repo}`,
    asks: `Does ${repo} plan by a project or by its milestones?`,
    why: "its issues are in both",
    options: planned >= due ? options : options.toReversed(),
  };
}

function plannedProject(
  look: SiteLook,
  held: HeldProject,
  { repos, answers }: { readonly repos: ReadonlySet<string>; readonly answers: Answers },
): { readonly planned: PlannedProject; readonly questions: readonly Question[] } {
  const { project } = held;
  const members = held.members.filter(({ item }) => repos.has(item.container));
  const numbers = members.filter(({ item }) => item.isPlannable).map(({ of }) => of.numbers);
  const uses = fieldUses(
    sortedBy(project.numberFields, ({ id }) => id),
    { numbers, estimateFields: [] },
  );
  const where = {
    id: `${look.connection}:${project.address}`,
    name: `the project ${projectName(project)}`,
    kind: "project" as const,
  };
  const { field, pointsField, questions } = chooseEstimate(where, uses, answers);
  // The train file names a field of a project, and no id.
  const named = { ...pointsField, value: pointsField.value === null || field === null ? null : field.name };
  const planned = members.filter((member) => isIn(held.field, member)).length;
  const own = [...new Set(members.map(({ item }) => item.container))].toSorted();
  return {
    planned: { ...held, members, planned, repos: own, estimate: field, pointsField: named },
    questions: own.length === 0 ? [] : questions,
  };
}

/** The look with each item in the iterations of its projects, and with their numbers. */
function plannedLook(look: SiteLook, projects: readonly PlannedProject[]): SiteLook {
  const repos = new Set(projects.flatMap((project) => project.repos));
  const byAddress = new Map(projects.map((one) => [one.project.address, one]));
  const kept = look.boxes.filter(({ container }) => container === null || !repos.has(container));
  return {
    ...look,
    boxes: [...kept, ...projects.flatMap(({ field }) => field.boxes)],
    items: look.items.map((item) =>
      repos.has(item.container) ? plannedItem(item, byAddress) : { ...item, projects: [] },
    ),
  };
}

/** An item in no project stays in its milestones. */
function plannedItem(item: SeenItem, byAddress: ReadonlyMap<string, PlannedProject>): SeenItem {
  const own = item.projects.flatMap((of) => {
    const planned = byAddress.get(of.project);
    return planned === undefined ? [] : [{ of, known: new Set(planned.field.boxes.map(({ id }) => id)) }];
  });
  if (own.length === 0) return { ...item, projects: [] };
  return {
    ...item,
    projects: own.map(({ of }) => of),
    boxes: own.flatMap(({ of, known }) => of.boxes.filter((id) => known.has(id))),
    numbers: Object.fromEntries(own.flatMap(({ of }) => Object.entries(of.numbers))),
  };
}
