import { evaluating } from "./evaluate-context.ts";
import type { Failure } from "../domain/failure.ts";
import type { ConnectionSync } from "../ingest/sync.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { trainLock } from "../jobs/lock-names.ts";
import { evaluateAndStore } from "../reporting/evaluate-train.ts";
import { setupFaultWords, teamSetupWords } from "../reporting/setup-words.ts";
import { counted } from "../domain/counted.ts";
import { inTurn, type InTurn } from "./in-turn.ts";
import { setupFaultsIn } from "./setup-faults.ts";
import { readAll, throwAll } from "./sync-and-publish.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";
import { openApp, type OpenedApp } from "./wiring.ts";

export type SyncFlags = { readonly config?: string; readonly full?: boolean; readonly json?: boolean };

export async function runSync(flags: SyncFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const app = await openApp(flags, terminal, resources);
  const { synced, failures, faults, evaluations } = await syncAndEvaluate(app, flags.full === true, terminal);
  if (flags.json === true) {
    outJson(terminal, { connections: synced.map(syncJson), trains: evaluations.map(trainJson), faults });
  } else {
    const warnings = faults.map((fault) => `warning: ${fault}`);
    const lines = [...synced.flatMap(syncLines), ...evaluations.flatMap(trainLines), ...warnings];
    for (const line of lines) outLine(terminal, line);
  }
  throwAll([...failures, ...synced.flatMap(({ refused }) => refused ?? [])]);
}

/**
 * Reads the trackers and evaluates the trains.
 * @throws Failure if the trackers do not have what the trains name
 */
export async function syncAndEvaluate(app: OpenedApp, isFull: boolean, terminal: Terminal) {
  const checking = setupFaultsIn(app.connectors, app.trains);
  const full = isFull && { maxDrop: app.serve.maxDrop };
  const turn = inTurn({ store: app.store, say: (sentence) => errLine(terminal, sentence) });
  const { synced, failures, accepted } = await readAll(app, { full, accepted: app.saveTrains, turn });
  const faults = await checking;
  if (!accepted) {
    // Report the file's faults in the same run as failures of connections.
    for (const fault of faults) errLine(terminal, `warning: ${fault}`);
    throwAll(failures);
  }
  return { synced, failures, faults, evaluations: await evaluateAll(app, turn) };
}

async function evaluateAll({ store, trains, runtime }: OpenedApp, turn: InTurn): Promise<readonly Evaluation[]> {
  const evaluations: Evaluation[] = [];
  for (const train of trains) {
    const think = () => evaluateAndStore(evaluating(store), train, runtime.clock());
    evaluations.push(await turn(trainLock(train.key), `the train ${train.key}`, think));
  }
  return evaluations;
}

function syncJson({ refused, failures, unread, ...synced }: ConnectionSync): unknown {
  return {
    ...synced,
    refused: refused === null ? null : failureJson(refused),
    unread: [...unread],
    failures: failures.map(failureJson),
  };
}

function failureJson({ code, message }: Failure): unknown {
  return { code, reason: message };
}

function syncLines(synced: ConnectionSync): readonly string[] {
  const { connection, streams, reread, rejected, gone, notes, requests } = synced;
  const records = streams.reduce((sum, stream) => sum + stream.records, 0);
  const written = streams.reduce((sum, stream) => sum + stream.written, 0);
  return [
    `${connection}: ${counted(records, "record")} read, ${counted(written, "row")} changed in the database, ${counted(reread, "item")} read one by one, ${rejected} skipped, ${gone} gone, ${counted(requests, "request")}`,
    ...notes.map((note) => `  ${note}`),
  ];
}

export function trainJson({ view, setup }: Evaluation): unknown {
  const { key, timeZone } = view.train;
  return { train: key, teams: setup.teams, faults: setup.faults.map((fault) => setupFaultWords(fault, timeZone)) };
}

export function trainLines({ view, setup }: Evaluation): readonly string[] {
  const { name, timeZone } = view.train;
  return [
    `${name}:`,
    ...setup.teams.map((team) => `  ${teamSetupWords(team)}`),
    ...setup.faults.map((fault) => `warning: ${setupFaultWords(fault, timeZone)}`),
  ];
}
