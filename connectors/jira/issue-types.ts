import type { JiraClient } from "./client.ts";
import { CreatableTypes } from "./schema.ts";

/**
 * Names of the issue types that our account may create in a project, 50 at most.
 * @throws Failure whose cause is the answer 400, 403 or 404 where there is no such project for our account
 */
export async function creatableTypes(client: JiraClient, project: string): Promise<readonly string[]> {
  const { issueTypes } = await client.call({
    what: `reading the issue types of ${project}`,
    schema: CreatableTypes,
    request: ({ cloud }) =>
      cloud.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: encodeURIComponent(project), maxResults: 50 }),
  });
  return issueTypes.map(({ name }) => name);
}
