import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Finding, FindingGroup } from "../domain/setup/finding.ts";
import type { Container, Probe } from "../ports/connector.ts";
import type { AccountUse, Named } from "../ports/setup-check.ts";
import type { CheckedConnection } from "./checked-connection.ts";
import { namedIn, needsOf } from "./needed-places.ts";
import { webhookFindings, type Knock } from "./doctor-webhooks.ts";
import type { StoredState } from "./doctor-reports.ts";

type Around = { readonly trains: readonly Train[]; readonly stored: StoredState | null; readonly knock: Knock };

/** Everything about one connection, from its address to its webhooks. Failures of one attempt end no other. */
export async function connectionFindings(
  checked: CheckedConnection,
  { trains, stored, knock }: Around,
): Promise<readonly Finding[]> {
  const { key, connector, names, rollups } = checked;
  const { setup, source } = connector;
  const reached = await setup.reach();
  const isIn = reached.some(({ group, outcome }) => group === "credentials" && outcome === "ok");
  const isSpent = reached.some(({ group, outcome }) => group === "rate-budgets" && outcome === "blocks");
  if (!isIn || isSpent) {
    return [...reached, ...unreached(key, connector.source.system)];
  }
  const needs = needsOf(key, trains);
  const use: AccountUse = {
    places: needs.reads,
    rollups,
    former: stored?.former.get(key) ?? [],
    zones: trains
      .filter((train) => usesConnection(train, key))
      .map(({ key: train, timeZone }) => ({ train, timeZone })),
  };
  const containers = source.system === "jira" ? "projects" : "repositories";
  const missing: string[] = [];
  const probing = source.probe(names);
  const found = await Promise.all([
    attempt({ key, group: "permissions", tried: "its permissions" }, () => setup.permissions(needs)),
    attempt({ key, group: containers, tried: "what the train file names" }, async () => {
      const probe = await probing;
      missing.push(...probe.containers.filter(isMissing).map(({ name }) => name));
      return probeFindings(key, containers, probe);
    }),
    attempt({ key, group: "boards", tried: "boards and rollup targets" }, () =>
      namesNow(namedIn(key, trains), probing).then((named) => setup.names(named)),
    ),
    attempt({ key, group: "reports", tried: "what its account is used for", isExtra: true }, () => setup.account(use)),
    webhookFindings(checked, { inbox: stored?.inbox.find(({ connection }) => connection === key) ?? null, knock }),
  ]);
  return [
    ...reached,
    ...withoutMoot(
      found.flat(),
      missing.map((name) => `permission:${key}:${name}:`),
    ),
  ];
}

/** Boards know their project by its present name, also where the train file still has a former one. */
async function namesNow(named: Named, probing: Promise<Probe>): Promise<Named> {
  // Another finding says why the probe failed.
  const containers = await probing.then((probe) => probe.containers).catch(() => []);
  const present = new Map(containers.map(({ name, key }) => [name.toUpperCase(), key]));
  const boards = named.boards.map((board) => ({
    ...board,
    projects: board.projects.map((project) => present.get(project.toUpperCase()) ?? project),
  }));
  return { ...named, boards };
}

/** Hidden, deleted or archived: what the account may do there does not matter. */
function isMissing({ failure }: Container): boolean {
  return failure?.code === "not-found";
}

/** @param moot beginnings of the ids of findings about places that are missing, which other findings say */
function withoutMoot(findings: readonly Finding[], moot: readonly string[]): readonly Finding[] {
  return findings.map((finding) =>
    moot.some((start) => finding.id.toLowerCase().startsWith(start.toLowerCase()))
      ? { ...finding, outcome: "not-tried", remedy: null, link: null }
      : finding,
  );
}

function usesConnection({ teams }: Train, key: string): boolean {
  return teams.some(({ from }) => from.connection === key);
}

/** What cannot be tried without an answer. */
function unreached(key: string, system: "jira" | "github"): readonly Finding[] {
  const later: readonly FindingGroup[] = [
    "permissions",
    ...(system === "jira" ? (["projects", "boards", "fields", "link-types"] as const) : (["repositories"] as const)),
    "webhooks",
  ];
  return later.map((group) => ({
    id: `${group}:${key}`,
    group,
    connection: key,
    outcome: "not-tried",
    tried: `Signalbox wanted to look at the ${group.replaceAll("-", " ")} of ${key}.`,
    means: "It needs an answer from the tracker first.",
    remedy: null,
    link: null,
  }));
}

type Attempted = {
  readonly key: string;
  readonly group: FindingGroup;
  readonly tried: string;
  /** Whether its failure alone harms nothing: other attempts say what is the matter. */
  readonly isExtra?: boolean;
};

/** A failure of the whole attempt becomes its finding. @throws other errors, which are bugs */
async function attempt(
  { key, group: usual, tried, isExtra = false }: Attempted,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isPassing = isExtra || error.verdict.kind === "retry";
    // The only name of a connection that no project or repository has: the points field.
    const group = error.code === "config-invalid" && usual === "projects" ? "fields" : usual;
    return [
      {
        id: `${group}:${key}:attempt`,
        group,
        connection: key,
        outcome: isPassing ? "not-tried" : "blocks",
        tried: `Signalbox looked at ${tried} on ${key}.`,
        means: error.message,
        remedy: error.remedy,
        link: null,
      },
    ];
  }
}

type Containers = "projects" | "repositories";

/** Lists of ten thousand projects say no more than their number. */
const namedAtMost = 20;

function probeFindings(key: string, group: Containers, { containers, notes }: Probe): readonly Finding[] {
  const tried = `Signalbox looked for the ${group} and names of the train file on ${key}.`;
  const shared = { connection: key, tried, link: null } as const;
  const unread = containers.filter(({ failure }) => failure !== null);
  const read = containers.length - unread.length;
  const words = read === 1 ? group.replace(/ies$/u, "y").replace(/s$/u, "") : group;
  return [
    ...unread.slice(0, namedAtMost).map((one) => containerFinding(one, { ...shared, group })),
    ...notes.map((note, place) => ({
      ...shared,
      ...note,
      id: `${note.group}:${key}:${place}`,
      remedy: note.remedy ?? usualRemedies[note.group] ?? null,
    })),
    ...(read === 0
      ? []
      : [
          {
            ...shared,
            id: `${group}:${key}`,
            group,
            outcome: "ok",
            means: `${read} ${words} can be read.`,
            remedy: null,
          } as const,
        ]),
    ...(containers.length > 0
      ? []
      : [
          {
            ...shared,
            id: `${group}:${key}`,
            group,
            outcome: "warning",
            means: `The account sees no ${group} at all.`,
            remedy: `Give the account of ${key} access, or name ${group} in the train file.`,
          } as const,
        ]),
  ];
}

/** For notes that say only what is the matter. */
const usualRemedies: Readonly<Partial<Record<FindingGroup, string>>> = {
  fields: "Set `pointsField` of the connection to the field that holds the estimate, or let the account see it.",
  repositories: "Unarchive it in its settings, or take it out of the train file.",
};

type Shared = Pick<Finding, "connection" | "tried" | "link" | "group">;

function containerFinding({ name, failure }: Container, shared: Shared): Finding {
  return {
    ...shared,
    id: `container:${shared.connection}:${name}`,
    outcome: "blocks",
    means: failure?.message ?? "",
    remedy: failure?.remedy ?? null,
  };
}
