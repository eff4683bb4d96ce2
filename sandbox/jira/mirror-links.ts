import type { RawRecord } from "../data.ts";
import { recordAt, recordsAt, textAt } from "../record.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** Both issues of a link contain it under one id; adds the second end if a file has only one. */
export function mirrorLinks(issues: readonly StoredIssue[]): readonly StoredIssue[] {
  const byKey = new Map(issues.map((issue) => [issue.key, issue]));
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const missing = new Map<string, RawRecord[]>();
  const held = new Map(issues.map((issue) => [issue.id, new Set(linkIds(issue))]));
  for (const issue of issues) {
    for (const link of recordsAt(issue.fields, "issuelinks")) {
      const { other, mirrored } = mirror(issue, link);
      const target = byId.get(textAt(other, "id") ?? "") ?? byKey.get(textAt(other, "key") ?? "");
      const id = textAt(link, "id");
      if (target !== undefined && id !== null && held.get(target.id)?.has(id) !== true) {
        held.get(target.id)?.add(id);
        missing.set(target.id, [...(missing.get(target.id) ?? []), mirrored]);
      }
    }
  }
  return issues.map((issue) => {
    const added = missing.get(issue.id);
    return added === undefined
      ? issue
      : { ...issue, fields: { ...issue.fields, issuelinks: [...recordsAt(issue.fields, "issuelinks"), ...added] } };
  });
}

function linkIds(issue: StoredIssue): readonly string[] {
  return recordsAt(issue.fields, "issuelinks")
    .map((link) => textAt(link, "id"))
    .filter((id) => id !== null);
}

function mirror(issue: StoredIssue, link: RawRecord): { other: RawRecord | null; mirrored: RawRecord } {
  const inward = recordAt(link, "inwardIssue");
  const own = {
    id: issue.id,
    key: issue.key,
    fields: { summary: issue.fields["summary"], status: issue.fields["status"], issuetype: issue.fields["issuetype"] },
  };
  const common = { id: link["id"], type: link["type"] };
  return {
    other: inward ?? recordAt(link, "outwardIssue"),
    mirrored: inward === null ? { ...common, inwardIssue: own } : { ...common, outwardIssue: own },
  };
}
