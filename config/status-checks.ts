import type { Systems } from "./connection-checks.ts";
import { child, elementOrElements, field, type Part, type Report } from "./file-parts.ts";
import { didYouMean } from "./problems.ts";
import { statusMeanings } from "./status-schema.ts";

const bearers = ["status", "resolution", "label"] as const;

/** Each word has one meaning, and each named connection exists. */
export function checkStatuses(train: Part, systems: Systems, report: Report): void {
  const seen = new Map<string, string>();
  for (const meaning of statusMeanings) {
    for (const part of elementOrElements(child(train, "statuses"), meaning)) {
      checkConnection(child(part, "connection"), systems, report);
      const word = wordOf(part.value);
      if (word === null) continue;
      const other = seen.get(word.key);
      if (other === meaning) report(part.path, `"${word.shown}" is listed twice; keep one`);
      else if (other !== undefined)
        report(part.path, `"${word.shown}" is also listed under \`${other}\`; keep it in one place`);
      seen.set(word.key, other ?? meaning);
    }
  }
}

function checkConnection({ path, value }: Part, systems: Systems, report: Report): void {
  if (typeof value !== "string" || systems.has(value)) return;
  const known = [...systems.keys()];
  report(path, `there is no connection "${value}"${known.length === 0 ? "" : didYouMean(value, known)}`);
}

/** Identifies a word for one kind of source in one connection; null for an invalid entry. */
function wordOf(value: unknown): { readonly key: string; readonly shown: string } | null {
  const [bearer, said] = bearers
    .map((name) => [name, field(value, name)] as const)
    .find(([, given]) => given !== undefined) ?? [null, value];
  if (typeof said !== "string" && typeof said !== "number") return null;
  const shown = String(said).trim();
  return { key: JSON.stringify([bearer, field(value, "connection") ?? null, shown.toLowerCase()]), shown };
}
