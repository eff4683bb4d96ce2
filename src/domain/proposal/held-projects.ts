import { sortedBy } from "../ordering.ts";
import { answerTo, type Answers, type Question } from "./decision.ts";
import type { SeenItem, SeenIterationField, SeenMembership, SeenProject, SiteLook } from "./site-look.ts";

/** An item of the sample, and what the project says of it. */
export type Member = { readonly item: SeenItem; readonly of: SeenMembership };

/** A project with iterations that holds items of the sample. */
export type HeldProject = {
  readonly project: SeenProject;
  readonly members: readonly Member[];
  /** The iteration field by which it plans. */
  readonly field: SeenIterationField;
  /** What the train file must name; null for the only field. */
  readonly fieldName: string | null;
  /** Members that are in an iteration of the field. */
  readonly planned: number;
};

export type HeldProjects = {
  readonly held: readonly HeldProject[];
  readonly leftOut: readonly { readonly container: string; readonly why: string }[];
  readonly questions: readonly Question[];
  /** Sentences about projects of which no team can be made. */
  readonly notes: readonly string[];
};

/** Names in one sentence. */
const mostNames = 5;
/** Two projects with this share of the smaller one's items in common plan the same work. */
const same = 0.6;

/** The projects by which a train could plan: of those that hold the same items one, as a person answers. */
export function heldProjects(look: SiteLook, answers: Answers): HeldProjects {
  const found = look.projects.flatMap((project) => heldProject(look, project, answers) ?? []);
  const inOrder = sortedBy(found, ({ held }) => held.project.address).toSorted(
    (a, b) => b.held.planned - a.held.planned,
  );
  const groups: { readonly best: HeldProject; readonly others: HeldProject[] }[] = [];
  for (const { held } of inOrder) {
    const group = groups.find(({ best }) => holdSame(best, held));
    if (group === undefined) groups.push({ best: held, others: [] });
    else group.others.push(held);
  }
  const chosen = groups.map((group) => chooseRival(look.connection, group, answers));
  return {
    held: sortedBy(
      chosen.map(({ held }) => held),
      ({ project }) => project.address,
    ),
    leftOut: chosen.flatMap(({ leftOut }) => leftOut),
    questions: [...inOrder.flatMap(({ questions }) => questions), ...chosen.flatMap(({ questions }) => questions)],
    notes: unusable(
      look,
      found.map(({ held }) => held.project),
    ),
  };
}

function unusable({ projects }: SiteLook, used: readonly SeenProject[]): readonly string[] {
  const others = projects.filter((project) => !used.includes(project));
  const bare = others.filter(({ iterationFields }) => iterationFields.length === 0);
  const empty = others.filter(({ iterationFields }) => iterationFields.length > 0);
  return [
    ...(bare.length === 0 ? [] : [`No team plans by ${namesOf(bare)} in this proposal: no iteration field.`]),
    ...(empty.length === 0
      ? []
      : [`No team plans by ${namesOf(empty)} in this proposal: no issue that Signalbox looked at is in it.`]),
  ];
}

function namesOf(projects: readonly SeenProject[]): string {
  const more = projects.length - mostNames;
  const names = projects.slice(0, mostNames).map(projectName).join(", ");
  return `the project${projects.length === 1 ? "" : "s"} ${names}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `“Payments” (acme/5)` */
export function projectName({ address, title }: SeenProject): string {
  return title.trim() === "" ? address : `“${title}” (${address})`;
}

export function isIn({ boxes }: SeenIterationField, { of }: Member): boolean {
  return of.boxes.some((id) => boxes.some((box) => box.id === id));
}

/** Null for a project without iterations, or without items of the sample. */
function heldProject(look: SiteLook, project: SeenProject, answers: Answers) {
  const members = look.items.flatMap((item) =>
    item.projects.filter(({ project: address }) => address === project.address).map((of): Member => ({ item, of })),
  );
  const uses = sortedBy(project.iterationFields, ({ name }) => name)
    .map((field) => ({ field, planned: members.filter((member) => isIn(field, member)).length }))
    .toSorted((a, b) => b.planned - a.planned);
  const question = uses.filter(({ planned }) => planned > 0).length > 1 ? fieldQuestion(look, project, uses) : null;
  const name = question === null ? uses[0]?.field.name : answerTo(question, answers);
  const use = uses.find(({ field }) => field.name === name);
  if (use === undefined || members.length === 0) return null;
  const fieldName = uses.length === 1 ? null : use.field.name;
  return { held: { project, members, ...use, fieldName }, questions: question === null ? [] : [question] };
}

type FieldUse = { readonly field: SeenIterationField; readonly planned: number };

function fieldQuestion({ connection }: SiteLook, project: SeenProject, uses: readonly FieldUse[]): Question {
  return {
    id: `iterations:${connection}:${project.address}`,
    asks: `Which field of the project ${projectName(project)} has the iterations of the team?`,
    why: "most of its items use it",
    options: uses.map(({ field, planned }) => ({
      value: field.name,
      label: `“${field.name}”: ${planned} of the sample`,
    })),
  };
}

function holdSame(one: HeldProject, other: HeldProject): boolean {
  const keys = new Set(one.members.map(({ item }) => item.key));
  const shared = other.members.filter(({ item }) => keys.has(item.key)).length;
  return shared >= same * Math.min(keys.size, other.members.length);
}

type Rivals = { readonly best: HeldProject; readonly others: readonly HeldProject[] };

function chooseRival(connection: string, { best, others }: Rivals, answers: Answers) {
  if (others.length === 0) return { held: best, leftOut: [], questions: [] };
  const group = [best, ...others];
  const addresses = group.map(({ project }) => project.address);
  const question: Question = {
    id: `project:${connection}:${addresses.toSorted().join(",")}`,
    asks: `${group.map(({ project }) => projectName(project)).join(" and ")} hold the same issues: by which of them do their teams plan?`,
    why: "most issues are in its iterations",
    options: group.map(({ project, planned }) => ({
      value: project.address,
      label: `${projectName(project)}: ${planned} of the sample are in its iterations`,
    })),
  };
  const answer = answerTo(question, answers);
  const held = others.find(({ project }) => project.address === answer) ?? best;
  const leftOut = group
    .filter((one) => one !== held)
    .map(({ project }) => ({ container: project.address, why: `holds the same issues as ${held.project.address}` }));
  return { held, leftOut, questions: [question] };
}
