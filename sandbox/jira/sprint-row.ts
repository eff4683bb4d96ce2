import type { RawRecord } from "../data.ts";
import { textAt } from "../record.ts";

/** A sprint as the agile API and webhooks show it: without unset fields. */
export function sprintRow(sprint: RawRecord, baseUrl: string): RawRecord {
  const known = Object.entries(sprint).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(known), self: `${baseUrl}/rest/agile/1.0/sprint/${textAt(sprint, "id")}` };
}
