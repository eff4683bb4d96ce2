import { labelChange, type LabelRefusals } from "../kit/own-labels.ts";
import { Failure } from "../../src/domain/failure.ts";
import { JiraRefusal } from "./answer.ts";
import type { JiraClient } from "./client.ts";

type Where = { readonly client: JiraClient; readonly refusals: LabelRefusals; readonly project: string };

/**
 * Writes with labels; if the project's screen lacks them, once more without: Jira refuses such a write as a whole.
 * Remembers this for the life of the process.
 * @param write gets whether it may send labels
 */
export async function labelled<T>(
  { client, refusals, project }: Where,
  write: (may: boolean) => Promise<T>,
): Promise<T> {
  const may = refusals.takesLabels(project);
  try {
    return await write(may);
  } catch (error) {
    if (!may || !isAboutLabels(error)) throw error;
    const written = await write(false);
    const { key } = client.connection;
    const remedy = `Add the field "Labels" to the screens of project ${project} in ${key}, then restart.`;
    refusals.refused(project, { said: error.message, remedy });
    return written;
  }
}

function isAboutLabels(error: unknown): error is Failure {
  if (!(error instanceof Failure) || !(error.cause instanceof JiraRefusal)) return false;
  return error.cause.status === 400 && Object.hasOwn(error.cause.said.fields, "labels");
}

type LabelEdit = { readonly add: string } | { readonly remove: string };

/** Jira's operations on labels: omits people's labels, so that it does not overwrite them. */
export function labelEdits(present: readonly string[], wanted: readonly string[]): readonly LabelEdit[] {
  const { add, remove } = labelChange(present, wanted);
  return [...remove.map((label) => ({ remove: label })), ...add.map((label) => ({ add: label }))];
}
