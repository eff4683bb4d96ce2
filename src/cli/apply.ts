import type { Command } from "commander";
import type { Published } from "../reporting/publish.ts";
import { portfolioKey } from "../reporting/portfolio.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import { configOption, jsonOption } from "./options.ts";
import { waitingJson } from "./plan.ts";
import { publishAll, publishOverTrains, type Workplace } from "./sync-and-publish.ts";
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
      const portfolio = key === undefined ? await publishOverTrains(place) : null;
      const applied = [
        ...published.map((one) => ({ ...one, ...one.evaluation.rollup })),
        ...(portfolio === null ? [] : [{ ...portfolio, train: portfolioKey, name: "Portfolio" }]),
      ];
      if (flags.json === true) outJson(terminal, applied.map(appliedJson));
      else for (const line of applied.flatMap(appliedLines)) outLine(terminal, line);
      const failures = applied.flatMap(({ refused }) => refused.map(({ failure }) => failure));
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

/** What became of a train, or of the portfolio. */
type AppliedTo = Pick<Published, "counts" | "written" | "waiting" | "refused"> & {
  readonly train: string;
  readonly name: string;
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

function appliedLines({ name, counts, written, waiting, refused }: AppliedTo): readonly string[] {
  const { created, updated, resolved, unchanged } = counts;
  return [
    `${name}: ${created} created, ${updated} updated, ${resolved} resolved, ${unchanged} unchanged`,
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
