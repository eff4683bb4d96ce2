import { listParam, ok, type Call, type Reply } from "./call.ts";
import { named } from "./catalogue.ts";
import { refuse } from "./failure.ts";
import type { SiteState } from "./site-state.ts";
import { textAt } from "../record.ts";

/** Keys of the permissions that the site knows, with their names. */
const NAMES = {
  ADMINISTER: "Administer Jira",
  ADMINISTER_PROJECTS: "Administer projects",
  BROWSE_PROJECTS: "Browse projects",
  CREATE_ISSUES: "Create issues",
  EDIT_ISSUES: "Edit issues",
  ADD_COMMENTS: "Add comments",
  EDIT_OWN_COMMENTS: "Edit own comments",
} as const;

export type Permission = keyof typeof NAMES;

const WRITES: ReadonlySet<string> = new Set(["CREATE_ISSUES", "EDIT_ISSUES", "ADD_COMMENTS", "EDIT_OWN_COMMENTS"]);

/** Whether the account has a permission in a project; without one, in any. */
export function isPermitted({ switches }: SiteState, permission: string, project: string | null): boolean {
  if (permission === "ADMINISTER") return switches.isAdministrator;
  if (project === null) return true;
  if (WRITES.has(permission) && switches.readOnlyProjects.has(project)) return false;
  return !switches.withheld.has(`${project} ${permission}`);
}

/** `GET /rest/api/3/mypermissions`: Jira requires the keys to ask for. */
export function myPermissions({ state, query }: Call): Reply {
  const keys = listParam(query, "permissions");
  if (keys.length === 0) {
    throw refuse(400, "The 'permissions' query parameter is required, and can't be empty.");
  }
  const unknown = keys.filter((key) => !(key in NAMES));
  if (unknown.length > 0) throw refuse(400, `Unrecognized permission: ${unknown.join(", ")}`);
  const wanted = query.get("projectKey");
  const project = wanted === null ? null : named(state.catalogue.projects, wanted);
  if (wanted !== null && project === null) throw refuse(404, `No project could be found with key '${wanted}'.`);
  const key = textAt(project, "key");
  const known = Object.entries(NAMES).filter(([permission]) => keys.includes(permission));
  const permissions = known.map(([permission, name], place) => [
    permission,
    {
      id: String(place + 10),
      key: permission,
      name,
      type: permission === "ADMINISTER" ? "GLOBAL" : "PROJECT",
      description: `${name}.`,
      havePermission: isPermitted(state, permission, key),
    },
  ]);
  return ok({ permissions: Object.fromEntries(permissions) as unknown });
}
