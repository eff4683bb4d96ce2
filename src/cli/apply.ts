import type { Published } from "../reporting/publish.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import { waitingWords } from "../reporting/waiting-words.ts";
import { waitingJson } from "./plan.ts";
import { publishAll, type Workplace } from "./sync-and-publish.ts";
import { trainsNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";
import { openWorkplace } from "./workplace.ts";

export type ApplyFlags = { readonly config?: string; readonly json?: boolean };

export async function runApply(
  flags: ApplyFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const place = await openWorkplace(flags, terminal, resources);
  const trains = await trainsNamed(place.store, flags.train);
  for (const train of trains) requireConnections(train, place);
  const published = await publishAll(place, trains);
  if (flags.json === true) outJson(terminal, published.map(appliedJson));
  else for (const line of published.flatMap(appliedLines)) outLine(terminal, line);
  const failures = published.flatMap(({ refused }) => refused.map(({ failure }) => failure));
  if (failures.length > 0) throw new AggregateError(failures, "some writes were refused");
}

/** @throws Failure `config-invalid` where the train file has changed since the last sync. */
function requireConnections({ key, teams, rollupTargets }: Train, { connectors }: Workplace): void {
  const named = [...teams.map(({ from }) => from), ...rollupTargets].map(({ connection }) => connection);
  const missing = named.find((connection) => !connectors.has(connection));
  if (missing === undefined) return;
  throw new Failure({
    code: "config-invalid",
    what: `The train "${key}", as it was synced last, uses the connection ${missing}, which the train file has no more.`,
    remedy: "Run `signalbox sync` first, so that the changed train file is taken over.",
    verdict: { kind: "stop" },
  });
}

function appliedJson({ evaluation, counts, written, waiting, refused }: Published): unknown {
  return {
    train: evaluation.rollup.train,
    ...counts,
    written: written.map(({ outcome, kind, connection, key, url }) => ({ outcome, kind, connection, key, url })),
    waiting: waiting.map(waitingJson),
    refused: refused.map(({ marker, failure }) => ({ marker, code: failure.code, reason: failure.message })),
  };
}

function appliedLines({ evaluation, counts, written, waiting }: Published): readonly string[] {
  const { created, updated, resolved, unchanged } = counts;
  const { train, at } = evaluation.view;
  const words = (one: Published["waiting"][number]) => waitingWords(one, { now: at, timeZone: train.timeZone });
  return [
    `${evaluation.rollup.name}: ${created} created, ${updated} updated, ${resolved} resolved, ${unchanged} unchanged`,
    ...written.map(
      ({ outcome, kind, connection, key, url }) =>
        `  ${outcome} ${kind} in ${connection}, ${key}${url === null ? "" : ` ${url}`}`,
    ),
    ...waiting.map((one) => `  ${one.connection}, ${one.where} ${words(one)}`),
  ];
}
