import type { Command } from "commander";
import type { Published } from "../reporting/publish.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import { configOption, jsonOption } from "./options.ts";
import { waitingJson } from "./plan.ts";
import { publishAll, type Workplace } from "./sync-and-publish.ts";
import { trainsNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";
import { openWorkplace } from "./workplace.ts";

type Flags = { readonly config?: string; readonly json?: boolean };

export function addApply(program: Command, terminal: Terminal): void {
  program
    .command("apply [train]")
    .description("write what plan shows into the trackers, and nothing else")
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (key: string | undefined, flags: Flags) => {
      await using resources = new AsyncDisposableStack();
      const place = await openWorkplace(flags, terminal, resources);
      const trains = await trainsNamed(place.store, key);
      for (const train of trains) requireConnections(train, place);
      const published = await publishAll(place, trains);
      if (flags.json === true) outJson(terminal, published.map(appliedJson));
      else for (const line of published.flatMap(appliedLines)) outLine(terminal, line);
      const failures = published.flatMap(({ refused }) => refused.map(({ failure }) => failure));
      if (failures.length > 0) throw new AggregateError(failures, "some writes were refused");
    });
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
    written,
    waiting: waiting.map(waitingJson),
    refused: refused.map(({ marker, connection, failure }) => {
      const { code, message: reason, remedy } = failure;
      return { marker, connection, code, reason, remedy };
    }),
  };
}

function appliedLines({ evaluation, counts, written, waiting, refused }: Published): readonly string[] {
  const { created, updated, resolved, unchanged } = counts;
  return [
    `${evaluation.rollup.name}: ${created} created, ${updated} updated, ${resolved} resolved, ${unchanged} unchanged`,
    ...written.map(({ outcome, key, url }) => `  ${outcome}: ${key} ${url ?? ""}`),
    ...waiting.map(({ where, because }) => `  waiting: ${where} (${because})`),
    ...refusedLines(refused),
  ];
}

/** `  acme: 3 refused (unauthorized)`; why, and what to do, is said on stderr. */
function refusedLines(refused: Published["refused"]): readonly string[] {
  return [...Map.groupBy(refused, ({ connection }) => connection)].map(([connection, all]) => {
    const codes = [...new Set(all.map(({ failure }) => failure.code))];
    return `  ${connection}: ${all.length} refused (${codes.join(", ")})`;
  });
}
