import type { Command } from "commander";
import type { Published } from "../reporting/publish.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import { consentLines } from "./consent.ts";
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
      else {
        for (const line of published.flatMap(appliedLines)) outLine(terminal, line);
        for (const train of trains) for (const line of await consentLines(place.store, train)) outLine(terminal, line);
      }
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

function appliedJson({ evaluation, counts, waiting, refused }: Published): unknown {
  return {
    train: evaluation.rollup.train,
    ...counts,
    waiting: waiting.map(waitingJson),
    refused: refused.map(({ marker, failure }) => ({ marker, code: failure.code, reason: failure.message })),
  };
}

function appliedLines({ evaluation, counts, waiting }: Published): readonly string[] {
  const { created, updated, resolved, unchanged } = counts;
  return [
    `${evaluation.rollup.name}: ${created} created, ${updated} updated, ${resolved} resolved, ${unchanged} unchanged`,
    ...waiting.map(({ where, because }) => `  waiting: ${where} (${because})`),
  ];
}
