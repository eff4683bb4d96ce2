import { z } from "zod";
import { parsed } from "./requests.ts";

const Page = z.looseObject({
  values: z.array(z.unknown()).optional(),
  issueTypes: z.array(z.unknown()).optional(),
  fields: z.array(z.unknown()).optional(),
});

/**
 * The issue types of a project in Cloud's form. Atlassian's OpenAPI description of Jira 10.3 names a single one as the
 * answer; Jira sends a page of them, as `values`.
 */
export function creatableTypesOf(answer: unknown): unknown {
  const { values, issueTypes, ...page } = parsed(Page, answer);
  return { ...page, issueTypes: issueTypes ?? values };
}

/** The fields of a create screen in Cloud's form; the same applies. */
export function createFieldsOf(answer: unknown): unknown {
  const { values, fields, ...page } = parsed(Page, answer);
  return { ...page, fields: fields ?? values };
}
