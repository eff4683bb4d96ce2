import { z } from "zod";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { Needs } from "../../src/ports/setup-check.ts";
import type { JiraClient } from "./client.ts";
import { adminPages } from "./admin-pages.ts";
import { isMissing } from "./board-check.ts";

/**
 * Keys of Jira's project permissions and their names in Jira:
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/
 */
const names = {
  BROWSE_PROJECTS: "Browse projects",
  CREATE_ISSUES: "Create issues",
  EDIT_ISSUES: "Edit issues",
  ADD_COMMENTS: "Add comments",
  EDIT_OWN_COMMENTS: "Edit own comments",
} as const;

type Permission = keyof typeof names;

const uses: Readonly<Record<keyof Needs, readonly Permission[]>> = {
  reads: ["BROWSE_PROJECTS"],
  comments: ["BROWSE_PROJECTS", "ADD_COMMENTS", "EDIT_OWN_COMMENTS"],
  rollups: ["BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES"],
};

const purposes: Readonly<Record<Permission, string>> = {
  BROWSE_PROJECTS: "read it",
  CREATE_ISSUES: "write the rollup there",
  EDIT_ISSUES: "keep the rollup there up to date",
  ADD_COMMENTS: "comment on items in conflict",
  EDIT_OWN_COMMENTS: "keep its comments up to date",
};

const Granted = z.object({ permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })) });

/** Asks Jira which permissions the account has, by one request per project. Jira writes nothing for it. */
export async function permissionFindings(client: JiraClient, needs: Needs): Promise<readonly Finding[]> {
  const wanted = new Map<string, Set<Permission>>();
  for (const use of ["reads", "comments", "rollups"] as const) {
    for (const project of needs[use]) {
      const key = project.toUpperCase();
      wanted.set(key, new Set([...(wanted.get(key) ?? []), ...uses[use]]));
    }
  }
  const asked = [...wanted].map(([project, permissions]) => ofProject(client, project, [...permissions]));
  return (await Promise.all(asked)).flat();
}

async function ofProject(
  client: JiraClient,
  project: string,
  permissions: readonly Permission[],
): Promise<readonly Finding[]> {
  const { key } = client.connection;
  const shared = {
    group: "permissions",
    connection: key,
    tried: `Signalbox asked Jira for the permissions of its account in ${project}.`,
    link: adminPages(client.connection).permissions(project),
  } as const;
  const granted = await grantedIn(client, project, permissions);
  if (granted === null) {
    const means = `Jira shows no project ${project}, so it says nothing of its permissions.`;
    return [{ ...shared, id: `permissions:${key}:${project}`, outcome: "not-tried", means, remedy: null, link: null }];
  }
  const missing = permissions.filter((permission) => !granted.has(permission));
  if (missing.length === 0) {
    const means = `The account has ${permissions.map((one) => names[one]).join(", ")} in ${project}.`;
    return [{ ...shared, id: `permissions:${key}:${project}`, outcome: "ok", means, remedy: null }];
  }
  return missing.map((permission) => ({
    ...shared,
    id: `permission:${key}:${project}:${permission}`,
    outcome: "blocks",
    means: `The account may not ${purposes[permission]}: it lacks the permission "${names[permission]}" in project ${project}.`,
    remedy: `In Jira: Project settings → Permissions of ${project} (team-managed: Access), give the account of connection ${key} "${names[permission]}".`,
  }));
}

/** Null if the account sees no such project. */
async function grantedIn(
  client: JiraClient,
  project: string,
  permissions: readonly Permission[],
): Promise<ReadonlySet<string> | null> {
  try {
    const granted = await client.call({
      what: `reading the account's permissions in ${project}`,
      schema: Granted,
      request: (api) => api.myPermissions(project, permissions),
    });
    const held = Object.entries(granted.permissions).filter(([, { havePermission }]) => havePermission);
    return new Set(held.map(([key]) => key));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
