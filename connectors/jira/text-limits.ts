import { clip } from "../kit/http-failure.ts";
import { cleanText } from "./adf.ts";

/**
 * Jira's limit. For nodes, Atlassian does not document its unit: the length of the document's JSON is the strictest
 * interpretation, and users have measured it so. Wiki markup counts in characters; an administrator of Data Center may
 * set another limit (`jira.text.field.character.limit`).
 */
export const longestText = 32_767;

/** Budget below the limit: Jira adds ids to stored nodes, and people write around the managed part. */
export const budget = 30_000;

/** Room for the enclosing document, and for people's additions meanwhile. */
const spare = 250;

export function budgetBeside(beside = 0): number {
  return Math.min(budget, longestText - spare - beside);
}

export const longestTitle = 255;

export function titleOf(title: string): string {
  return clip(cleanText(title), longestTitle).toWellFormed();
}
