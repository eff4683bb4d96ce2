import type { JiraClient } from "./client.ts";
import { CreatableTypes } from "./schema.ts";

export type CreatableType = { readonly id: string; readonly name: string };

/**
 * The issue types that our account may create in a project, 50 at most.
 * @throws Failure whose cause is the answer 400, 403 or 404 where there is no such project for our account
 */
export async function creatableTypes(client: JiraClient, project: string): Promise<readonly CreatableType[]> {
  const { issueTypes } = await client.call({
    what: `reading the issue types of ${project}`,
    schema: CreatableTypes,
    request: (api) => api.creatableTypes(project),
  });
  return issueTypes;
}
