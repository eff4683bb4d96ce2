import type { Failure } from "../domain/failure.ts";
import type { Finding } from "../domain/setup/finding.ts";
import { oldestServer, type DatabaseFacts } from "../ports/setup-check.ts";

/** The configured database: what it says of itself, why it cannot be opened, or that there is none yet. */
export type DatabaseState =
  | { readonly kind: "open"; readonly facts: DatabaseFacts }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** Another process has the embedded one open, and answers for it. */
  | { readonly kind: "held"; readonly place: string }
  | { readonly kind: "none"; readonly place: string };

export function databaseFindings(state: DatabaseState): readonly Finding[] {
  const shared = {
    id: "database",
    group: "database",
    connection: null,
    tried: "Signalbox tried to open its database and to read it.",
    link: null,
  } as const;
  if (state.kind === "none") {
    const means = `There is no database in ${state.place} yet.`;
    return [{ ...shared, outcome: "not-tried", means, remedy: "`signalbox sync` creates it." }];
  }
  if (state.kind === "held") {
    const means = `\`signalbox serve\` has the embedded database in ${state.place} open, and answers for it.`;
    return [{ ...shared, outcome: "ok", means, remedy: null }];
  }
  if (state.kind === "failed") {
    const { code, message, remedy } = state.failure;
    const group = code === "disk-full" ? "disk" : "database";
    // A running `serve` has the embedded database to itself, which is no fault.
    const outcome = code === "database-locked" ? "not-tried" : "blocks";
    return [{ ...shared, id: group, group, outcome, means: message, remedy }];
  }
  const { facts } = state;
  const faults = faultsOf(facts).map((fault) => ({ ...shared, outcome: "blocks" as const, ...fault }));
  const fine = {
    ...shared,
    outcome: "ok",
    means: `${nameOf(facts)} is at this version's schema.`,
    remedy: null,
  } as const;
  return [...(faults.length === 0 ? [fine] : faults), ...diskFindings(facts)];
}

function nameOf({ engine, version, place }: DatabaseFacts): string {
  return engine === "embedded" ? `The embedded database in ${place}` : `PostgreSQL ${version} at ${place}`;
}

type Fault = Pick<Finding, "id" | "means" | "remedy"> & Partial<Pick<Finding, "outcome">>;

function faultsOf(facts: DatabaseFacts): readonly Fault[] {
  const { major, version, encoding, isReadOnly, mayCreate, strangers, pending, purpose, newer } = facts;
  const faults: readonly (Fault | false)[] = [
    major < oldestServer && {
      id: "database:version",
      means: `${nameOf(facts)} is older than PostgreSQL ${oldestServer}, the oldest that Signalbox supports.`,
      remedy: `Upgrade PostgreSQL ${version} to ${oldestServer} or later.`,
    },
    encoding !== "UTF8" && {
      id: "database:encoding",
      means: `${nameOf(facts)} stores text as ${encoding}, which does not hold every character of the trackers.`,
      remedy: "Create a database with `createdb --encoding UTF8 --template template0`, and name it in DATABASE_URL.",
    },
    isReadOnly && {
      id: "database:read-only",
      means: `${nameOf(facts)} takes no writes: it is a standby, or its sessions are read-only.`,
      remedy: "Name the primary server in DATABASE_URL.",
    },
    !mayCreate && {
      id: "database:rights",
      means: `The user of DATABASE_URL may not create tables and schemas in ${facts.place}.`,
      remedy:
        "As its owner: `alter database NAME owner to USER`, or `grant create on database NAME to USER` and on its schema.",
    },
    strangers.length > 0 && {
      id: "database:owner",
      means: `The tables ${strangers.slice(0, 3).join(", ")} belong to another user, so Signalbox cannot change them.`,
      remedy: "As that user: `reassign owned by OLD to USER`, or use the user that created them in DATABASE_URL.",
    },
    newer !== null && {
      id: "database:newer",
      means: `The database is newer than this version of Signalbox: it has the migration ${newer}.`,
      remedy: "Run the version that wrote it, or a later one.",
    },
    pending.length > 0 && {
      id: "database:pending",
      outcome: "warning",
      means: `The database is older than this version of Signalbox: ${pending.length} migration${pending.length === 1 ? " is" : "s are"} to be applied, first ${pending[0]}.`,
      remedy: "Back it up, then run `signalbox migrate`; `sync` and `serve` do it too.",
    },
    purpose === "demo" && {
      id: "database:purpose",
      means: `${nameOf(facts)} holds, or once held, a demo; Signalbox never reads real trackers into it.`,
      remedy: "Set SIGNALBOX_DATA or DATABASE_URL to another database.",
    },
  ];
  return faults.filter((fault) => fault !== false);
}

/** Room for a few changes is not enough for a database that grows. */
const enoughTimes = 10;

function diskFindings({ place, disk }: DatabaseFacts): readonly Finding[] {
  if (disk === null) return [];
  const { freeBytes, neededBytes } = disk;
  const free = `${Math.floor(freeBytes / 1024 / 1024)} MB`;
  const shared = {
    id: "disk",
    group: "disk",
    connection: null,
    tried: `Signalbox measured the free space of ${place}.`,
    link: null,
  } as const;
  const remedy = "Free some space on that disk, or set SIGNALBOX_DATA to a folder on another one.";
  if (freeBytes < neededBytes) {
    return [
      {
        ...shared,
        outcome: "blocks",
        means: `The disk is full (${free} free): Signalbox stores nothing more.`,
        remedy,
      },
    ];
  }
  if (freeBytes < neededBytes * enoughTimes) {
    return [{ ...shared, outcome: "warning", means: `Only ${free} are free there.`, remedy }];
  }
  return [{ ...shared, outcome: "ok", means: `${free} are free there.`, remedy: null }];
}
