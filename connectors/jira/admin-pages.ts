import type { JiraConnection } from "../../src/ports/connection.ts";

/** Where people create API tokens, for every site. */
export const tokensPage = "https://id.atlassian.com/manage-profile/security/api-tokens";

/** Pages of a Jira Cloud site where an administrator mends the set-up. */
export function adminPages({ site }: Pick<JiraConnection, "site">) {
  const ofProject = (key: string, page: string) =>
    `${site}/plugins/servlet/project-config/${encodeURIComponent(key)}/${page}`;
  return {
    permissions: (project: string) => ofProject(project, "permissions"),
    issueTypes: (project: string) => ofProject(project, "issuetypes"),
    project: (project: string) => `${site}/browse/${encodeURIComponent(project)}`,
    board: (id: number) => `${site}/secure/RapidView.jspa?rapidView=${id}`,
    fields: `${site}/secure/admin/ViewCustomFields.jspa`,
    linkTypes: `${site}/secure/admin/ViewLinkTypes!default.jspa`,
    /** Shows a site's cloud id to everyone, signed in or not. */
    cloudId: `${site}/_edge/tenant_info`,
    webhooks: `${site}/plugins/servlet/webhooks`,
  };
}
