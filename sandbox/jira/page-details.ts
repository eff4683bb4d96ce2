import type { Surroundings } from "./adf-inline-html.ts";
import escaped from "escape-html";
import { recordsAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";
import { sprintIdsOf } from "./sprint-field.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** The fields beside an issue's text, without empty ones. */
export function detailRows(state: SiteState, issue: StoredIssue, around: Surroundings): string {
  const { fields } = issue;
  const parent = textAt(fields, "parent", "key");
  const parentUrl = `${state.baseUrl}/browse/${parent ?? ""}`;
  const rows: readonly (readonly [name: string, html: string])[] = [
    ["Assignee", escaped(textAt(fields, "assignee", "displayName") ?? "Unassigned")],
    ["Reporter", escaped(textAt(fields, "reporter", "displayName") ?? "")],
    ["Parent", parent === null ? "" : (around.smartLink(parentUrl) ?? escaped(parent))],
    ["Sprint", sprintNames(state, issue)],
    ["Estimate", estimate(state, issue)],
    ["Priority", escaped(textAt(fields, "priority", "name") ?? "")],
    ["Due date", escaped(textAt(fields, "duedate") ?? "")],
    ["Components", names(issue, "components")],
    ["Fix versions", names(issue, "fixVersions")],
    [
      "Labels",
      [fields["labels"]]
        .flat()
        .filter((label) => typeof label === "string")
        .map((label) => `<span class="label">${escaped(label)}</span>`)
        .join(" "),
    ],
  ];
  return rows
    .filter(([, html]) => html !== "")
    .map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`)
    .join("\n");
}

function names(issue: StoredIssue, field: string): string {
  return recordsAt(issue.fields, field)
    .map((record) => escaped(textAt(record, "name") ?? ""))
    .join(", ");
}

/** The sprint the issue is in, then those it went through. */
function sprintNames({ catalogue }: SiteState, issue: StoredIssue): string {
  const sprints =
    catalogue.sprintField === null
      ? []
      : sprintIdsOf(issue.fields[catalogue.sprintField]).map((id) => catalogue.sprints.get(id));
  const name = (sprint: unknown) => escaped(textAt(sprint, "name") ?? "");
  const open = sprints.filter((sprint) => textAt(sprint, "state") !== "closed");
  const over = sprints.filter((sprint) => textAt(sprint, "state") === "closed");
  const before =
    over.length === 0 ? "" : `<br><span class="quiet">before: ${over.map((sprint) => name(sprint)).join(", ")}</span>`;
  return sprints.length === 0 ? "" : `${open.map((sprint) => name(sprint)).join(", ") || "None"}${before}`;
}

function estimate({ catalogue }: SiteState, issue: StoredIssue): string {
  const fields = [...catalogue.fields].filter(
    ([, field]) => field["custom"] === true && textAt(field, "schema", "type") === "number",
  );
  const shown = fields.map(([id]) => issue.fields[id]).find((value) => typeof value === "number");
  return shown === undefined ? "" : `<span class="points">${shown}</span>`;
}
