import type { Purpose } from "../ports/locks.ts";
import type { Store } from "../ports/store.ts";
import { identify, mark, notListed, perhapsMoved, unknownItems } from "./missing-items.ts";
import { addressOf } from "./address-of-issue.ts";
import { KnownCommitments } from "./commitments.ts";
import { correlationIds, forgetCorrelationIds, noteCorrelationIds } from "./webhook-coverage.ts";
import { forgetChanges } from "./changes.ts";
import { connectionUses, readConnections, readSites } from "./connections.ts";
import { readConsent, saveConsent } from "./consents.ts";
import type { Database, JobsDatabase } from "./database.ts";
import { readDigests, saveDigest } from "./digests.ts";
import { inboxOn } from "./inbox.ts";
import { modelReader } from "./load-model.ts";
import { followItem } from "./follow-item.ts";
import { readKeptDelivery } from "./kept-delivery.ts";
import { readKeptHints } from "./kept-hints.ts";
import { readKeptForecast } from "./kept-forecasts.ts";
import { KnownConflicts } from "./known-conflicts.ts";
import { membersLeft, saveMembership } from "./memberships.ts";
import { readNames, saveNames } from "./known-names.ts";
import { appliedMigrations, ensureCurrent, migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import {
  readCategoryChanges,
  readChangesOf,
  readHistory,
  readHistorySince,
  readStatusChanges,
} from "./read-history.ts";
import { renameConnection } from "./rename-connection.ts";
import { missedChanges, noteAnnounced, noteFound } from "./webhook-coverage.ts";
import {
  commentsOfOthers,
  lastTexts,
  readPublications,
  readWrites,
  savePublication,
  saveWrite,
  writesDone,
} from "./publications.ts";
import { notePublished, publishStates } from "./publish-states.ts";
import { forgetRefusals, noteWritingAccount, readRefusals, saveRefusal, writingAccounts } from "./refusals.ts";
import { itemsWith, valueSamples } from "./shared-values.ts";
import { unconfirmedEnds } from "./unconfirmed-ends.ts";
import { handlesToStore, forgetUnlinked, handlesToReread, unlinkedItems, unreadEnds } from "./linked-items.ts";
import { savePage } from "./save-page-in-parts.ts";
import { readPortfolioTargets, readTrains, savePortfolioTargets, saveTrains, trainUses } from "./train-registry.ts";
import { openServerDatabase } from "./server-database.ts";
import { readPastRollup, readTrainSummaries, saveSnapshot } from "./snapshots.ts";
import { keepStreams, readStream, readStreams, saveStream, saveStreamFailure } from "./streams.ts";

export type StoreOptions = {
  /** PostgreSQL 14 or later; null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Directory of the embedded database; `memory://` keeps it in memory, for tests. */
  readonly dataDir: string;
};

/**
 * Opens the database and brings it up to this version's schema.
 * @throws Failure `database-locked`, `database-unavailable`, `disk-full`; `guard` if the database is newer than the
 * code
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return (await openStoreForJobs(options)).store;
}

/** A store, and its database for the job queue of a service. */
export type OpenStore = {
  readonly store: Store;
  readonly forJobs: () => Promise<JobsDatabase>;
  /** @throws Failure `guard` once a later version has applied a breaking migration */
  readonly ensureCurrent: () => Promise<void>;
};

/** As `openStore`, for a service. */
export async function openStoreForJobs({ databaseUrl, dataDir }: StoreOptions): Promise<OpenStore> {
  const database = await openDatabase({ databaseUrl, dataDir });
  const migrations = await readMigrations();
  try {
    await migrate(database, migrations);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    store: storeOn(database),
    forJobs: database.forJobs,
    ensureCurrent: () => ensureCurrent(database, migrations),
  };
}

/** Opens the database as it is. Loads the embedded engine only if needed. */
export async function openDatabase({ databaseUrl, dataDir }: StoreOptions): Promise<Database> {
  if (databaseUrl !== null) return openServerDatabase(databaseUrl);
  return (await import("./embedded-database.ts")).openEmbeddedDatabase(dataDir);
}

/** The store on an open, migrated database; closing the store closes the database. */
export function storeOn(database: Database): Store {
  const conflicts = new KnownConflicts(database);
  const commitments = new KnownCommitments(database);
  const writing = async <T>(work: () => Promise<T>): Promise<T> => {
    await database.ensureRoom();
    return work();
  };
  return {
    saveTrains: (trains, connections) => writing(() => saveTrains(database, trains, connections)),
    trains: () => readTrains(database),
    connections: () => readConnections(database),
    sites: () => readSites(database),
    connectionUses: () => connectionUses(database),
    trainUses: () => trainUses(database),
    renameConnection: (from, to) => writing(() => renameConnection(database, from, to)),
    claim: (purpose) => writing(() => claim(database, purpose)),
    alone: database.alone,
    reset: () => writing(() => reset(database)),
    savePage: (connection, page, at) => writing(() => savePage(database, page, { connection, at })),
    saveMembership: (connection, query, found) =>
      writing(() => saveMembership(database, { connection, query, ...found })),
    handlesToReread: (connection, scope) => handlesToReread(database, connection, scope),
    handlesToStore: (connection, scope, handles) => handlesToStore(database, { connection, scope }, handles),
    unreadEnds: (connection, ids) => unreadEnds(database, connection, ids),
    unlinkedItems: (connection, scope) => unlinkedItems(database, connection, scope),
    unconfirmedEnds: (connection, scope) => unconfirmedEnds(database, { connection, scope }),
    forgetUnlinked: (connection, scope, forgetting) =>
      writing(() => forgetUnlinked(database, { connection, scope }, forgetting)),
    names: (connection) => readNames(database, connection),
    saveNames: (of, seen) => writing(() => saveNames(database, of, seen)),
    stream: (connection, name) => readStream(database, connection, name),
    saveStream: (state) => writing(() => saveStream(database, state)),
    streamFailed: (connection, stream, failure) =>
      writing(() => saveStreamFailure(database, { connection, stream, failure })),
    streams: () => readStreams(database),
    keepStreams: (connection, names) => writing(() => keepStreams(database, connection, names)),
    loadModel: modelReader(database),
    history: (at) => readHistory(database, at),
    statusChanges: (span) => readStatusChanges(database, span),
    categoryChanges: (statuses) => readCategoryChanges(database, statuses),
    changesOf: (ids, span) => readChangesOf(database, ids, span),
    historySince: (at) => readHistorySince(database, at),
    forgetChanges: () => forgetChanges(database),
    conflicts: (train) => conflicts.read(train),
    saveConflicts: (train, records, was) => writing(() => conflicts.save(train, { records, was })),
    commitments: (train, periods) => commitments.read(train, periods),
    saveCommitments: (frozen) => writing(() => commitments.save(frozen)),
    consent: (train) => readConsent(database, train),
    saveConsent: (train, consent, was) => writing(() => saveConsent(database, { train, consent, was })),
    commentsOfOthers: (train) => commentsOfOthers(database, train),
    publications: (train) => readPublications(database, train),
    digests: (train, dueAt) => readDigests(database, train, dueAt),
    saveDigest: (record, was) => writing(() => saveDigest(database, record, was)),
    savePublication: (record, was) => writing(() => savePublication(database, record, was)),
    writingAccounts: (connection) => writingAccounts(database, connection),
    noteWritingAccount: (connection, account) => writing(() => noteWritingAccount(database, connection, account)),
    refusals: (train) => readRefusals(database, train),
    saveRefusal: (record) => writing(() => saveRefusal(database, record)),
    forgetRefusals: (train, marker) => forgetRefusals(database, train, marker),
    saveWrite: (record) => writing(() => saveWrite(database, record)),
    writes: (train, limit) => readWrites(database, train, limit),
    lastTexts: (train) => lastTexts(database, train),
    writesDone: (train, since) => writesDone(database, train, since),
    notePublished: (train, outcomes) => writing(() => notePublished(database, train, outcomes)),
    publishStates: () => publishStates(database),
    saveSnapshot: (rollup, day) => writing(() => saveSnapshot(database, rollup, day)),
    keptForecast: (train, day) => readKeptForecast(database, { train, day }),
    keptDelivery: (train, day) => readKeptDelivery(database, { train, day }),
    keptHints: (train, day) => readKeptHints(database, { train, day }),
    pastRollup: (train, comparison) => readPastRollup(database, train, comparison),
    trainSummaries: (trains, until) => readTrainSummaries(database, trains, until),
    savePortfolioTargets: (targets) => writing(() => savePortfolioTargets(database, targets)),
    portfolioTargets: () => readPortfolioTargets(database),
    inbox: inboxOn(database, writing),
    exclusively: database.exclusively,
    notListed: (connection, listing) => notListed(database, connection, listing),
    membersLeft: (connection, query, found) => membersLeft(database, { connection, query, found }),
    perhapsMoved: (connection) => perhapsMoved(database, connection),
    valueSamples: (connection) => valueSamples(database, connection),
    itemsWith: (connection, values) => itemsWith(database, connection, values),
    unknownItems: (listed) => unknownItems(database, listed),
    identify: (connection, handles) => identify(database, connection, handles),
    addressOf: (connection, key) => addressOf(database, connection, key),
    followItem: (move) => writing(() => followItem(database, move)),
    markGone: (ids, at) => writing(() => mark(database, ids, { presence: "gone", at })),
    markHidden: (ids, at) => writing(() => mark(database, ids, { presence: "stub", at })),
    noteFound: (connection, ids, at) => writing(() => noteFound(database, { connection, ids, at })),
    noteAnnounced: (connection, handles, { at, graceMs }) =>
      writing(() => noteAnnounced(database, { connection, handles, since: at - graceMs })),
    noteCorrelationIds: (trains, requestIds) => writing(() => noteCorrelationIds(database, trains, requestIds)),
    correlationIds: (train) => correlationIds(database, train),
    forgetCorrelationIds: (train, requestIds) => forgetCorrelationIds(database, train, requestIds),
    missedChanges: (from, until) => missedChanges(database, from, until),
    migrations: async () => (await appliedMigrations(database)).map(({ name }) => name),
    close: () => database.close(),
  };
}

/**
 * Empties the tables of Signalbox's migrations only, because another program may use the database as well. Keeps the
 * purpose, so that a demo's database stays one.
 */
async function reset(database: Database): Promise<void> {
  const scripts = (await readMigrations()).map(({ script }) => script).join("\n");
  const own = [...scripts.matchAll(/^create table "(\w+)"/gimu)].map(([, name = ""]) => name);
  const tables = await database.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables
     where schemaname = current_schema() and tablename = any ($1::text[]) and tablename <> 'installation'`,
    [own],
  );
  await database.execute(`truncate ${tables.map(({ name }) => name).join(", ")} restart identity cascade`, []);
}

/** See `Locks.claim`. Of two concurrent claims the first wins; the second returns its purpose. */
async function claim(database: Database, purpose: Purpose): Promise<Purpose> {
  await database.join();
  await database.execute("insert into installation (purpose) values ($1::purpose) on conflict do nothing", [purpose]);
  const [row] = await database.query<{ purpose: Purpose }>("select purpose from installation");
  return row?.purpose ?? purpose;
}
