import type { Node } from "yaml";
import type { ProposedSource, ProposedTeam } from "../domain/proposal/proposed-team.ts";
import { nameFrom, noted } from "./nodes.ts";

/** One team on one line. */
export function teamNode({ key, name, from, why }: ProposedTeam): Node {
  return noted({ key, name: nameFrom(name) || key, from: sourceOf(from) }, why);
}

function sourceOf(from: ProposedSource): Readonly<Record<string, unknown>> {
  if (from.system === "github") {
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

function oneOrMore<T>(values: readonly T[]): T | readonly T[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}
