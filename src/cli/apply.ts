import type { Published } from "../reporting/publish.ts";
import { portfolioKey } from "../reporting/publish-portfolio.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { consentLines } from "./consent.ts";
import { inTurn } from "./in-turn.ts";
import type { Waiting } from "../reporting/planned-writes.ts";
import { waitingWords } from "../reporting/waiting-words.ts";
import { waitingJson } from "./plan.ts";
import { publishAll, publishOverTrains } from "./sync-and-publish.ts";
import { trainsNamed } from "./open-store.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";
import { openApp, type AppContext } from "./wiring.ts";

export type ApplyFlags = {
  readonly config?: string;
  readonly json?: boolean;
  /** Retry refused texts now, without waiting for their pause. */
  readonly retryRefused?: boolean;
};

export async function runApply(
  flags: ApplyFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const app = await openApp(flags, terminal, resources);
  const trains = await trainsNamed(app.store, flags.train);
  for (const train of trains) requireConnections(train, app);
  if (flags.retryRefused === true) await forgetRefusals(app, flags.train === undefined ? [portfolioKey] : [], trains);
  const turn = inTurn({ store: app.store, say: (sentence) => errLine(terminal, sentence) });
  const published = await publishAll(app, trains, turn);
  const portfolio = flags.train === undefined ? await publishOverTrains(app, turn) : null;
  const applied = [
    ...published.map((one) => ({ ...one, ...one.evaluation.rollup, timeZone: one.evaluation.view.train.timeZone })),
    ...(portfolio === null
      ? []
      : [{ ...portfolio, train: portfolioKey, name: "Portfolio", at: app.runtime.clock(), timeZone: "UTC" }]),
  ];
  if (flags.json === true) outJson(terminal, applied.map(appliedJson));
  else {
    for (const line of applied.flatMap(appliedLines)) outLine(terminal, line);
    for (const train of trains) for (const line of await consentLines(app.store, train)) outLine(terminal, line);
  }
  const failures = applied.flatMap(({ refused }) => refused.map(({ failure }) => failure));
  if (failures.length > 0) throw new AggregateError(failures, "the trackers refused some writes");
}

async function forgetRefusals(
  { store }: AppContext,
  others: readonly string[],
  trains: readonly Train[],
): Promise<void> {
  for (const key of [...trains.map(({ key: train }) => train), ...others]) await store.forgetRefusals(key, null);
}

/** @throws Failure `config-invalid` if the train file has changed since the last sync */
function requireConnections({ key, teams, rollupTargets }: Train, { connectors }: AppContext): void {
  const named = [...teams.map(({ from }) => from), ...rollupTargets].map(({ connection }) => connection);
  const missing = named.find((connection) => !connectors.has(connection));
  if (missing === undefined) return;
  throw new Failure({
    code: "config-invalid",
    what: `As of the last sync, the train "${key}" uses the connection ${missing}, which the train file no longer has.`,
    remedy: "Run `signalbox sync` first to load the changed train file.",
    verdict: { kind: "stop" },
  });
}

/** The result for a train, or for the portfolio. */
type AppliedTo = Pick<Published, "counts" | "written" | "waiting" | "refused"> & {
  readonly train: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly timeZone: string;
};

function appliedJson({ train, counts, written, waiting, refused }: AppliedTo): unknown {
  return {
    train,
    ...counts,
    written,
    waiting: waiting.map(waitingJson),
    refused: refused.map(({ marker, connection, failure }) => {
      const { code, message: reason, remedy } = failure;
      return { marker, connection, code, reason, remedy };
    }),
  };
}

function appliedLines(applied: AppliedTo): readonly string[] {
  const { name, counts, written, waiting, refused, at: now, timeZone } = applied;
  const { created, updated, resolved, unchanged } = counts;
  return [
    `${name}: ${created} created, ${updated} updated, ${resolved} resolved, ${unchanged} unchanged`,
    ...written.map(
      ({ outcome, kind, connection, key, url }) =>
        `  ${outcome} ${kind} in ${connection}, ${key}${url === null ? "" : ` ${url}`}`,
    ),
    ...waitingLines(waiting, (one) => waitingWords(one, { now, timeZone })),
    ...refusedLines(refused),
  ];
}

/** Number of items that a line names before it only counts the rest; `plan` lists all. */
const namedAtMost = 3;

/** `  acme, PAY-1, PAY-2, PAY-3 and 14 more wait …`: one line for all texts of a connection that wait for the same reason. */
function waitingLines(waiting: readonly Waiting[], words: (one: Waiting) => string): readonly string[] {
  const alike = Map.groupBy(waiting, (one) => `${one.connection} ${words(one)}`);
  return [...alike.values()].flatMap((all) =>
    all.slice(0, 1).map((one) => {
      const named = all.slice(0, namedAtMost).map(({ where }) => where);
      const more = all.length > namedAtMost ? ` and ${all.length - namedAtMost} more` : "";
      const said = all.length > 1 ? words(one).replace(/^waits:/u, "wait:") : words(one);
      return `  ${one.connection}, ${named.join(", ")}${more} ${said}`;
    }),
  );
}

/** `  acme: 3 refused (unauthorized)`; stderr has the reason and the remedy. */
function refusedLines(refused: Published["refused"]): readonly string[] {
  return [...Map.groupBy(refused, ({ connection }) => connection)].map(([connection, all]) => {
    const codes = [...new Set(all.map(({ failure }) => failure.code))];
    return `  ${connection}: ${all.length} refused (${codes.join(", ")})`;
  });
}
