import { named } from "./catalogue.ts";
import { commit, item, NOTHING, systemItem } from "./change.ts";
import { refuse } from "./failure.ts";
import { requireIssue, type Writer } from "./issue-access.ts";
import { textAt } from "../record.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** Moves an issue to another project: the id stays, the key changes, the old key still leads here. */
export function moveIssue({ state, actor }: Writer, idOrKey: string, projectKey: string): StoredIssue {
  const issue = requireIssue(state, idOrKey);
  const project = named(state.catalogue.projects, projectKey);
  if (project === null) throw refuse(404, `No project could be found with key '${projectKey}'.`);
  const key = state.ids.nextKey(textAt(project, "key") ?? projectKey);
  const from = { id: textAt(issue.fields, "project", "id"), text: textAt(issue.fields, "project", "name") };
  const items = [
    systemItem("project", from, { id: textAt(project, "id"), text: textAt(project, "name") }),
    item({ field: "Key", fieldtype: "jira" }, { ...NOTHING, text: issue.key }, { ...NOTHING, text: key }),
  ];
  const { id, name, self } = project;
  const fields = { project: { id, key: projectKey, name, self } };
  return commit(state, issue, { actor, key, items, fields, kind: "issue_moved" });
}
