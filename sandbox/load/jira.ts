import type { JiraSiteData, RawRecord } from "../data.ts";
import type { Folder } from "./folder.ts";
import { readArray, readRecords } from "./records.ts";
import { isRecord } from "../record.ts";

/** Reads `DIR/jira/<site>`. */
export async function loadJiraSite(folder: Folder): Promise<JiraSiteData> {
  return {
    issues: await readRecords(folder, { kind: "issues", nameOf: (issue) => `issue ${String(issue["id"])}` }, objection),
    boards: await readArray(folder, "boards"),
    sprints: await readArray(folder, "sprints"),
    fields: await readArray(folder, "fields"),
    issueLinkTypes: await readArray(folder, "issueLinkTypes"),
    projects: await readArray(folder, "projects"),
    createFields: await readArray(folder, "createFields"),
    versions: await readArray(folder, "versions"),
  };
}

function objection({ id, key, fields }: RawRecord): string | null {
  if (typeof id !== "string" || !/^\d+$/u.test(id)) return 'no `id` such as "10234"';
  if (typeof key !== "string" || !/^[A-Za-z]\w*-\d+$/u.test(key)) return 'no `key` such as "PAY-12"';
  return isRecord(fields) ? null : "no `fields`";
}
