import type { Conflict, ConflictRecord, Evidence, FixStep, ProposedStep } from "../domain/conflicts/conflict.ts";
import type { Sql } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { selectSql, upsertSql, type Table } from "./table.ts";

type ConflictRow = Omit<ConflictRecord, "conflict" | "answer"> & {
  readonly rule: string;
  readonly consumerId: string;
  readonly provider: string | null;
  readonly conflict: string;
  readonly answer: string | null;
};

const table: Table<ConflictRow> = {
  name: "conflict",
  key: ["train", "fingerprint"],
  columns: {
    train: "text",
    fingerprint: "text",
    state: "enum conflict_state",
    rule: "text",
    consumerId: "text",
    provider: "text",
    conflict: "document",
    firstSeenAt: "instant",
    stateSince: "instant",
    worsenedAt: "instant",
    unseenSince: "instant",
    reopenings: "integer",
    answer: "document",
  },
};

type StoredConflict = Omit<ConflictRow, "conflict" | "answer"> &
  Pick<ConflictRecord, "answer"> & { readonly conflict: StoredJson };

/** A conflict from earlier versions, without the dependency's places, the teams of the steps, and the nearness. */
type StoredJson = Omit<Conflict, "evidence" | "fix" | Nearness> &
  Partial<Pick<Conflict, Nearness>> & {
    readonly evidence: Omit<Evidence, "written"> & Partial<Pick<Evidence, "written">>;
    readonly fix: readonly StoredStep[];
  };

type Nearness = "dueAt" | "waitingBehind";

type StoredStep = StepBefore<FixStep> & Partial<Pick<ProposedStep, "by" | "cautions">>;

type StepBefore<Step> = Step extends { readonly written: unknown }
  ? Omit<Step, "written"> & Partial<Pick<Step, "written">>
  : Step;

/** Sorted by fingerprint, as the database's C collation sorts. @param only fingerprints; null for all conflicts of the train */
export async function readConflicts(
  database: Sql,
  train: string,
  only: readonly string[] | null = null,
): Promise<readonly ConflictRecord[]> {
  const rows = await database.query<StoredConflict>(
    `${selectSql(table)} where train = $1 and ($2::text[] is null or fingerprint = any ($2)) order by fingerprint collate "C"`,
    [train, only],
  );
  return rows.map(
    ({ fingerprint, train, state, conflict, firstSeenAt, stateSince, worsenedAt, unseenSince, reopenings, answer }) => {
      return {
        fingerprint,
        train,
        state,
        conflict: completed(conflict),
        firstSeenAt,
        stateSince,
        worsenedAt,
        unseenSince,
        reopenings,
        answer,
      };
    },
  );
}

/**
 * Adds fields that earlier versions did not store. Existing fields keep their order, so that unchanged conflicts are
 * not saved again.
 */
function completed(conflict: StoredJson): Conflict {
  const { evidence, fix, dueAt = null, waitingBehind = 0 } = conflict;
  const written = evidence.written ?? [];
  return { ...conflict, evidence: { ...evidence, written }, fix: fix.map(completedStep), dueAt, waitingBehind };
}

function completedStep(step: StoredStep): ProposedStep {
  const proposed = { by: step.by ?? null, cautions: step.cautions ?? [] };
  return step.do === "drop-link" ? { ...step, written: step.written ?? [], ...proposed } : { ...step, ...proposed };
}

export type Swap = { readonly records: readonly ConflictRecord[]; readonly was: readonly ConflictRecord[] };

/**
 * See `EvaluationLedger.saveConflicts`; the caller holds the lock against concurrent saves. Does not send unchanged
 * records (identical objects), because the number of resolved ones only grows.
 * @param swap `isKnown`: no other transaction changed the train's conflicts since `was` was read
 */
export async function compareAndSwap(
  tx: Sql,
  train: string,
  { records, was, isKnown }: Swap & { readonly isKnown: boolean },
): Promise<boolean> {
  if (!isKnown && !isAlike(await livesOf(tx, train), was)) return false;
  const standing = new Set(records.map(({ fingerprint }) => fingerprint));
  const gone = was.map(({ fingerprint }) => fingerprint).filter((fingerprint) => !standing.has(fingerprint));
  if (gone.length > 0)
    await tx.execute("delete from conflict where train = $1 and fingerprint = any ($2::text[])", [train, gone]);
  const read = new Set(was);
  const changed = records.filter((record) => !read.has(record));
  if (changed.length > 0) await tx.execute(upsertSql(table), columnLists(table, changed.map(rowOf)));
  return true;
}

function livesOf(tx: Sql, train: string): Promise<readonly Life[]> {
  return tx.query<Life>(
    `select fingerprint, state, "firstSeenAt", "stateSince", "worsenedAt", reopenings, answer from (${selectSql(table)} where train = $1) as stored`,
    [train],
  );
}

type Life = Omit<ConflictRecord, "conflict" | "train">;

function isAlike(stored: readonly Life[], read: readonly Life[]): boolean {
  const lives = new Set(stored.map(lifeOf));
  return lives.size === read.length && read.every((life) => lives.has(lifeOf(life)));
}

function lifeOf({ fingerprint, state, firstSeenAt, stateSince, worsenedAt, reopenings, answer }: Life): string {
  return JSON.stringify([fingerprint, state, firstSeenAt, stateSince, worsenedAt, reopenings, answer]);
}

function rowOf({ conflict, answer, ...life }: ConflictRecord): ConflictRow {
  const { rule, consumer, provider } = conflict;
  return {
    ...life,
    rule,
    consumerId: consumer,
    provider,
    conflict: JSON.stringify(conflict),
    answer: answer === null ? null : JSON.stringify(answer),
  };
}
