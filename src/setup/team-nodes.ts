import type { Node } from "yaml";
import type { ProposedProject, ProposedSource, ProposedTeam } from "../domain/proposal/proposed-team.ts";
import { nameFrom, noted } from "./nodes.ts";

/** One team on one line. */
export function teamNode({ key, name, from, why }: ProposedTeam): Node {
  return noted({ key, name: nameFrom(name) || key, from: sourceOf(from) }, why);
}

function sourceOf(from: ProposedSource): Readonly<Record<string, unknown>> {
  if (from.system === "github") {
    if (from.project !== undefined) return { github: from.connection, ...reposOf(from), ...projectOf(from.project) };
    const points = from.points === null || from.points.includes("${") ? {} : { points: from.points };
    return { github: from.connection, repo: oneOrMore(from.repos), iterations: "milestone", ...points };
  }
  return {
    jira: from.connection,
    ...(from.projects.length === 0 ? {} : { project: oneOrMore(from.projects) }),
    ...(from.sprintName === null ? {} : { sprintName: from.sprintName }),
    ...(from.boards.length === 0 ? {} : { board: oneOrMore(from.boards) }),
  };
}

function reposOf({ repos }: { readonly repos: readonly string[] }): Readonly<Record<string, unknown>> {
  return repos.length === 0 ? {} : { repo: oneOrMore(repos) };
}

function projectOf({ address, iterationField, pointsField }: ProposedProject): Readonly<Record<string, unknown>> {
  return {
    project: address,
    ...fieldNamed("iterationField", iterationField),
    ...fieldNamed("pointsField", pointsField),
  };
}

/** `${…}` in a name would stand for a variable. */
function fieldNamed(key: string, name: string | null): Readonly<Record<string, string>> {
  return name === null || name.includes("${") ? {} : { [key]: name };
}

function oneOrMore<T>(values: readonly T[]): T | readonly T[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}
