import type { RawRecord } from "../data.ts";
import { isRecord } from "../record.ts";
import { fileIn, filesIn, readText, type Folder } from "./folder.ts";
import { readLines } from "./lines.ts";

/** The problem of a record; null for none. */
export type Objection = (record: RawRecord) => string | null;

/** Identity of a record, as people call it. */
export type Naming = { readonly kind: string; nameOf(record: RawRecord): string };

/**
 * All records of `NAME*.ndjson` and `NAME*.ndjson.gz`, file by file. A line that is no record, that is objected to, or
 * that comes again is reported and skipped.
 */
export async function readRecords(folder: Folder, naming: Naming, objection: Objection): Promise<readonly RawRecord[]> {
  const records = new Map<string, RawRecord>();
  for (const name of await filesIn(folder, new RegExp(`^${naming.kind}.*\\.ndjson(\\.gz)?$`, "u"))) {
    const file = fileIn(folder, name);
    const report = (line: number | null, reason: string) => folder.problems.add(file.name, line, reason);
    try {
      for await (const { number, text } of readLines(file.path)) {
        const record = parse(text);
        const reason = isRecord(record) ? objection(record) : "not a JSON object";
        if (!isRecord(record) || reason !== null) report(number, reason ?? "not a JSON object");
        else if (records.has(naming.nameOf(record))) report(number, `${naming.nameOf(record)} comes a second time`);
        else records.set(naming.nameOf(record), record);
      }
    } catch (error) {
      report(null, `cannot be read to its end (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return [...records.values()];
}

/**
 * The array in an optional JSON file. An answer that wraps it (`{ "values": [...] }`, `{ "issueLinkTypes": [...] }`) is
 * taken as well. Reports malformed records and skips them.
 */
export async function readArray(folder: Folder, name: string): Promise<readonly RawRecord[]> {
  const file = fileIn(folder, `${name}.json`);
  const text = await readText(file.path);
  if (text === null) return [];
  const value = parse(text);
  const list = listOf(value, name);
  if (list === null) {
    folder.problems.add(file.name, null, "expected a JSON array; read as if it were not there");
    return [];
  }
  return list.flatMap((entry, index): RawRecord[] => {
    if (isRecord(entry)) return [entry];
    folder.problems.add(file.name, null, `entry ${index + 1} is not an object`);
    return [];
  });
}

function listOf(value: unknown, name: string): readonly unknown[] | null {
  const list = isRecord(value) ? (value[name] ?? value["values"]) : value;
  return Array.isArray(list) ? list : null;
}

/** Undefined for text that is no JSON: never a valid value of it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
