import { isToMend, type Finding, type FindingGroup, type FindingOutcome } from "../domain/setup/finding.ts";
import { counted } from "../domain/counted.ts";
import { outJson, outLine, outMarked, type Mark, type Terminal } from "./terminal.ts";

const marks: Readonly<Record<FindingOutcome, Mark>> = {
  blocks: { mark: "✗", colour: "red" },
  warning: { mark: "!", colour: "yellow" },
  "not-tried": { mark: "-", colour: "grey" },
  ok: { mark: "✓", colour: "green" },
};

const titles: Readonly<Record<FindingGroup, string>> = {
  program: "Program",
  "train-file": "Train file and environment",
  address: "Addresses",
  tls: "TLS",
  proxy: "Proxies",
  clock: "Clocks",
  credentials: "Credentials",
  permissions: "Permissions",
  projects: "Projects",
  boards: "Boards",
  repositories: "Repositories",
  fields: "Fields",
  "link-types": "Link types",
  webhooks: "Webhooks",
  "rate-budgets": "Rate limits",
  database: "Database",
  disk: "Disk",
  "time-zone": "Time zones",
  teams: "Teams and calendar",
  reports: "What Signalbox reads and writes",
};

/** Prints findings in the order in which to mend, with details of those that are not in order. */
export function printFindings(
  findings: readonly Finding[],
  { json }: { readonly json?: boolean },
  terminal: Terminal,
): void {
  if (json === true) return outJson(terminal, findingsJson(findings));
  for (const [group, ofGroup] of Map.groupBy(findings, ({ group }) => group)) {
    outLine(terminal, titles[group]);
    for (const finding of ofGroup) {
      outMarked(terminal, indented(marks[finding.outcome]), `${whose(finding)}${finding.means}`);
      for (const line of detailsOf(finding)) outLine(terminal, `      ${line}`);
    }
  }
  outLine(terminal, "");
  for (const line of summaryOf(findings)) outLine(terminal, line);
}

function indented({ mark, colour }: Mark): Mark {
  return { mark: `  ${mark}`, colour };
}

function whose({ connection, means }: Finding): string {
  return connection === null || means.startsWith(connection) ? "" : `${connection}: `;
}

function detailsOf({ outcome, tried, remedy, link }: Finding): readonly string[] {
  if (outcome === "ok") return [];
  return [tried, ...(remedy === null ? [] : [`Mend: ${remedy}`]), ...(link === null ? [] : [link])];
}

function summaryOf(findings: readonly Finding[]): readonly string[] {
  const number = (outcome: FindingOutcome) => findings.filter((one) => one.outcome === outcome).length;
  const first = findings.find(isToMend);
  const blocks = number("blocks");
  const counts = `${blocks} blocking, ${counted(number("warning"), "warning")}, ${number("ok")} in order, ${number("not-tried")} not tried.`;
  if (first === undefined) return [counts, "Nothing to mend."];
  return [counts, `Mend first: ${whose(first)}${first.means}`];
}

/** `first`: id of the finding to mend first; null if there is nothing to mend. */
function findingsJson(findings: readonly Finding[]): unknown {
  return {
    blocks: findings.some(({ outcome }) => outcome === "blocks"),
    first: findings.find(isToMend)?.id ?? null,
    findings: findings.map(({ id, group, connection, outcome, tried, means, remedy, link }) => ({
      id,
      group,
      connection,
      outcome,
      tried,
      means,
      remedy,
      link,
    })),
  };
}
