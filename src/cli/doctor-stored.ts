import { Failure } from "../domain/failure.ts";
import { sourcesOf } from "../domain/rollup/connection-freshness.ts";
import type { Train } from "../domain/model/train.ts";
import type { Store } from "../ports/store.ts";
import type { ConnectionRecord } from "../ports/train-registry.ts";
import { evaluateConflicts } from "../reporting/evaluate-train.ts";
import { planTrain, type PlanContext } from "../reporting/publish.ts";
import type { WaitingReason } from "../reporting/planned-writes.ts";
import { setupFaultWords } from "../reporting/setup-words.ts";
import { waitingWords } from "../reporting/waiting-words.ts";
import type { StoredState, StoredTrain } from "../setup/doctor-reports.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { askRunning } from "./ask-running.ts";
import type { KnownName } from "../domain/items/names.ts";
import { outJson, type Terminal } from "./terminal.ts";
import { evaluating } from "./evaluate-context.ts";
import { compareConnections } from "./named-connections.ts";
import { renderOf } from "./rendering.ts";

/** The train file as it is now, which the database may not know yet. */
export type FileNow = {
  readonly records: readonly ConnectionRecord[];
  readonly trains: readonly Train[];
  readonly publicUrl: string | null;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** What the database holds about the train file's trains and connections. Only reads. */
export async function storedState(store: Store, file: FileNow): Promise<StoredState> {
  const { records, trains, now, publicUrl } = file;
  const context: PlanContext = {
    ...evaluating(store),
    connectors: new Set(records.map(({ key }) => key)),
    render: renderOf(records, publicUrl),
  };
  const model = await store.loadModel();
  const compared: StoredTrain[] = [];
  for (const train of trains) {
    const sources = sourcesOf(train, model, now);
    // Before the first complete read, everything would look missing.
    const isRead = sources.every(({ completedAt }) => completedAt !== null);
    compared.push({ ...(isRead ? await comparedTrain(context, train, now) : unread(train)), sources });
  }
  const former = records.map(async ({ key }) => [key, await store.writingAccounts(key)] as const);
  const names = records.map(async ({ key }) => [key, await store.names(key)] as const);
  return {
    trains: compared,
    inbox: await store.inbox.summary(),
    former: new Map(await Promise.all(former)),
    names: new Map(await Promise.all(names)),
    ...(await connectionsIn(store, file)),
  };
}

function unread(train: Train): Omit<StoredTrain, "sources"> {
  return { train, teams: 0, faults: null, waiting: [], held: [], unpublished: [] };
}

/** Reasons for which a text waits that pass only when a person does something. */
const stuck: ReadonlySet<WaitingReason> = new Set(["refused-before", "two-of-ours", "rewritten-too-often"]);

async function comparedTrain(context: PlanContext, train: Train, now: number): Promise<Omit<StoredTrain, "sources">> {
  const { store } = context;
  const { timeZone, key } = train;
  const evaluation = await evaluateConflicts(context, train, now);
  const { setup } = evaluation;
  const { waiting } = await planTrain(context, evaluation);
  const publications = await store.publications(key);
  const states = (await store.publishStates()).filter(({ train }) => train === key);
  return {
    train,
    teams: setup.teams.length,
    faults: setup.faults.map((fault) => ({ fault, words: setupFaultWords(fault, timeZone) })),
    waiting: waiting.map((one) => ({
      where: one.where,
      words: waitingWords(one, { now, timeZone }),
      isStuck: stuck.has(one.because),
      url: publications.find(({ marker }) => marker === one.marker)?.url ?? null,
    })),
    held: publications.flatMap(({ state, url }) => (state === "held" && url !== null ? [url] : [])),
    unpublished: states.flatMap(({ connection, failure }) =>
      failure === null ? [] : [{ connection, text: failure.text }],
    ),
  };
}

async function connectionsIn(
  store: Store,
  { records, trains }: FileNow,
): Promise<Pick<StoredState, "connectionNotes" | "renamed">> {
  try {
    return { connectionNotes: await compareConnections(store, { records, trains }), renamed: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { connectionNotes: [], renamed: { means: error.message, remedy: error.remedy } };
  }
}

/** Prints the state of a store that this process has open, for `doctor` in another process. */
export async function printStored(store: Store, terminal: Terminal): Promise<void> {
  const { publicUrl } = readSettings(readEnvironment(process.cwd()));
  const [records, trains] = await Promise.all([store.connections(), store.trains()]);
  const { former, names, ...state } = await storedState(store, { records, trains, publicUrl, now: Date.now() });
  outJson(terminal, { ...state, former: [...former], names: [...names] });
}

type Printed = Omit<StoredState, "former" | "names"> & {
  readonly former: readonly (readonly [string, readonly string[]])[];
  readonly names: readonly (readonly [string, readonly KnownName[]])[];
};

/** Asks the process that has the embedded database open. Null if it does not answer. */
export async function askStored(): Promise<StoredState | null> {
  let printed = "";
  const terminal = { out: (text: string) => void (printed += text), err: () => undefined };
  if ((await askRunning(["doctor-stored"], terminal)) !== 0) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a process of the same version printed it, see `answerCommand`
  const { former, names, ...state } = JSON.parse(printed) as Printed;
  return { ...state, former: new Map(former), names: new Map(names) };
}
