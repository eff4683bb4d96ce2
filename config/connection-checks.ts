import type { System } from "../src/domain/ids.ts";
import { channelSecretKeys, secretKeys } from "./connection-schema.ts";
import { holdsReference } from "./environment.ts";
import { child, elementOrElements, elements, entries, field, type Part, type Report } from "./file-parts.ts";
import { didYouMean } from "./problems.ts";
import { rollupTarget } from "./team-schema.ts";

/** The system of each known connection, by key; null if the file gives it wrongly, which is a separate problem. */
export type Systems = ReadonlyMap<string, System | null>;

const names: Readonly<Record<System, string>> = { jira: "Jira", github: "GitHub" };

/** Secrets come from the environment; one in the file would end up in a repository. */
export function checkSecrets(file: Part, report: Report): void {
  const ofConnections = entries(file, "connections").flatMap((connection) =>
    [connection, child(connection, "app")].flatMap((part) => secretKeys.flatMap((key) => elementOrElements(part, key))),
  );
  const ofChannels = entries(file, "channels").flatMap((channel) =>
    channelSecretKeys.flatMap((key) => elementOrElements(channel, key)),
  );
  for (const { path, value } of [...ofConnections, ...ofChannels]) {
    if (value === null || holdsReference(value)) continue;
    report(path, "a secret does not belong in this file; write ${NAME} and set that variable");
  }
}

/** Every channel of a digest exists. */
export function checkChannels(file: Part, train: Part, report: Report): void {
  const known = entries(file, "channels").map(({ path }) => String(path.at(-1)));
  for (const { path, value } of elementOrElements(child(child(train, "reports"), "digest"), "to")) {
    if (typeof value !== "string" || known.includes(value)) continue;
    const hint = known.length === 0 ? "; add it under `channels`" : didYouMean(value, known);
    report(path, `there is no channel "${value}"${hint}`);
  }
}

/** Every team's source names a connection of the right kind. */
export function checkSources(train: Part, systems: Systems, report: Report): void {
  for (const team of elements(train, "teams")) checkConnection(child(team, "from"), systems, report);
}

/** Every place for a rollup, or for the portfolio, names a connection of the right kind, and the file names each place once. */
export function checkTargets(places: readonly Part[], systems: Systems, report: Report): void {
  const seen = new Set<string>();
  for (const part of places) {
    checkConnection(part, systems, report);
    const place = placeOf(part.value);
    if (place === null) continue;
    if (seen.has(place)) report(part.path, "this place is already listed; name each place once");
    seen.add(place);
  }
}

function placeOf(value: unknown): string | null {
  const { data } = rollupTarget.safeParse(value);
  if (data === undefined) return null;
  return "jira" in data ? `${data.jira} ${data.project}` : `${data.github} ${data.repo.toLowerCase()}`;
}

/** The part names its connection by system: `jira: acme` or `github: acme`. */
function checkConnection({ path, value }: Part, systems: Systems, report: Report): void {
  for (const system of ["jira", "github"] as const) {
    const key = field(value, system);
    if (typeof key !== "string") continue;
    const found = systems.get(key);
    if (found === undefined) report([...path, system], unknownConnection(system, key, systems));
    else if (found !== null && found !== system) {
      report([...path, system], `"${key}" is a ${names[found]} connection; write \`${found}: ${key}\``);
    }
  }
}

function unknownConnection(system: System, key: string, systems: Systems): string {
  const known = [...systems].filter(([, kind]) => kind === system || kind === null).map(([name]) => name);
  const hint = known.length === 0 ? `; add it under \`connections\`` : didYouMean(key, known);
  return `there is no ${names[system]} connection "${key}"${hint}`;
}
