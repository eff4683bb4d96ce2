import type { RawRecord } from "../data.ts";
import { named } from "./catalogue.ts";
import { commit, systemItem } from "./change.ts";
import { requireIssue, requireWritable, type Writer } from "./issue-access.ts";
import { formatInstant } from "./instant.ts";
import { recordAt, textAt } from "../record.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** Moves an issue to a status; done statuses get a resolution, others lose it. */
export function transition(
  { state, actor }: Writer,
  idOrKey: string,
  change: { status: RawRecord; resolution: RawRecord | null },
): StoredIssue {
  const issue = requireIssue(state, idOrKey);
  requireWritable(state, issue.projectKey, "transition issues");
  const { status } = change;
  const done = textAt(status, "statusCategory", "key") === "done";
  const before = recordAt(issue.fields, "resolution");
  const usual = named(state.catalogue.resolutions, "Done") ?? [...state.catalogue.resolutions.values()][0] ?? null;
  const resolution = done ? (change.resolution ?? before ?? usual) : null;
  const side = (record: RawRecord | null) => ({ id: textAt(record, "id"), text: textAt(record, "name") });
  const at = formatInstant(state.runtime.clock(), state.account.timeZone);
  const sameCategory =
    textAt(issue.fields, "status", "statusCategory", "key") === textAt(status, "statusCategory", "key");
  const items = [
    ...(side(before).id === side(resolution).id ? [] : [systemItem("resolution", side(before), side(resolution))]),
    systemItem("status", side(recordAt(issue.fields, "status")), side(status)),
  ];
  const fields = {
    status,
    resolution,
    resolutiondate: resolution === null ? null : (issue.fields["resolutiondate"] ?? at),
    ...(sameCategory ? {} : { statuscategorychangedate: at }),
  };
  return commit(state, issue, { actor, fields, items, kind: "issue_generic" });
}
