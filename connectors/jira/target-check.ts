import type { RollupTarget } from "../../src/domain/model/train.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import { isMissing } from "./board-check.ts";
import type { JiraClient } from "./client.ts";
import { creatableTypes, type CreatableType } from "./create-fields.ts";
import { screenFault } from "./given-fields.ts";
import { adminPages } from "./admin-pages.ts";

export type JiraTarget = Extract<RollupTarget, { system: "jira" }>;

type Fault = Pick<Finding, "means" | "remedy"> & Partial<Pick<Finding, "group">>;

/** Whether the account can create the rollup issue, with the fields that its project requires. */
export async function targetFinding(client: JiraClient, target: JiraTarget): Promise<Finding> {
  const { key } = client.connection;
  const { project, issueType } = target;
  const fault = await targetFault(client, target);
  return {
    id: `rollup:${key}:${project}:${issueType}`,
    group: "projects",
    connection: key,
    outcome: fault === null ? "ok" : "blocks",
    tried: `Signalbox asked what a new ${issueType} in project ${project} needs, for the rollup.`,
    link: adminPages(client.connection).issueTypes(project),
    ...(fault ?? { means: `The rollup can be written as a ${issueType} of project ${project}.`, remedy: null }),
  };
}

async function targetFault(client: JiraClient, target: JiraTarget): Promise<Fault | null> {
  const { project, issueType } = target;
  const types = (await typesOf(client, project))?.map(({ name }) => name) ?? null;
  if (types === null || types.length === 0) {
    return {
      means: `The rollup cannot be written: our account cannot create issues in project ${project}, or there is no such project.`,
      remedy: `Correct reports.rollup, or give the account of ${client.connection.key} "Browse projects" and "Create issues" there.`,
    };
  }
  if (types.some((name) => name.toLowerCase() === issueType.toLowerCase())) return fieldsFault(client, target);
  return {
    means: `The rollup cannot be written: project ${project} has no issue type "${issueType}".`,
    remedy: `Name one of ${types.join(", ")} under reports.rollup.`,
  };
}

/** The required fields of a new issue that the train file omits, its wrong values, and a missing description. */
async function fieldsFault(client: JiraClient, target: JiraTarget): Promise<Fault | null> {
  const fault = await screenFault(client, target);
  if (fault === null) return null;
  return { group: "fields", means: `The rollup cannot be written: ${fault.message}`, remedy: fault.remedy };
}

/** Null if the account sees no such project. */
async function typesOf(client: JiraClient, project: string): Promise<readonly CreatableType[] | null> {
  try {
    return await creatableTypes(client, project);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
