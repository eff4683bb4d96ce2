import type { Command } from "commander";
import type { Evaluation } from "../reporting/evaluate.ts";
import { planPortfolio } from "../reporting/portfolio.ts";
import { evaluateStored, planTrain } from "../reporting/publish.ts";
import { joinPlans, placeName, type Plan, type PlannedWrite, type Waiting } from "../reporting/plan.ts";
import { renderOf } from "./compose.ts";
import { leftBehind } from "./named-connections.ts";
import { trainsNamed, withStore } from "./open-store.ts";
import { atOption, jsonOption } from "./options.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";

type Flags = { readonly at?: number; readonly json?: boolean };

export function addPlan(program: Command, terminal: Terminal): void {
  program
    .command("plan [train]")
    .description("show every issue and comment that apply would create, change or resolve, with its exact text")
    .addOption(atOption())
    .addOption(jsonOption())
    .action((key: string | undefined, flags: Flags) =>
      withStore(async (store) => {
        const records = await store.connections();
        const render = renderOf(records);
        const connectors = new Set(records.map(({ key }) => key));
        for (const line of leftBehind(await store.connectionUses(), connectors)) errLine(terminal, line);
        const at = flags.at ?? Date.now();
        const plans: Plan[] = [];
        const evaluated: Evaluation[] = [];
        for (const train of await trainsNamed(store, key)) {
          const evaluation = await evaluateStored(store, train, at);
          plans.push(await planTrain({ store, connectors, render }, evaluation));
          evaluated.push(evaluation);
        }
        if (key === undefined) plans.push(await planPortfolio({ store, connectors, render }, { at, evaluated }));
        const plan = joinPlans(plans);
        if (flags.json === true) outJson(terminal, planJson(plan));
        else for (const line of planLines(plan)) outLine(terminal, line);
      }),
    );
}

function planJson({ writes, unchanged, waiting }: Plan): unknown {
  return { writes: writes.map(writeJson), unchanged, waiting: waiting.map(waitingJson) };
}

/** As `plan` and `apply` print it. */
export function waitingJson({ until, ...waiting }: Waiting): unknown {
  return { ...waiting, until: until === null ? null : new Date(until).toISOString() };
}

function writeJson(write: PlannedWrite): unknown {
  const { action, marker, train, connection, place, rendered } = write;
  return {
    action,
    kind: place.kind,
    train,
    connection,
    where: where(write),
    marker,
    title: rendered.title,
    body: rendered.body,
  };
}

function where({ place, publication }: PlannedWrite): string {
  return place.kind === "comment" ? place.item.key : (publication?.remoteKey ?? placeName(place));
}

function planLines({ writes, unchanged, waiting }: Plan): readonly string[] {
  const shown = writes.flatMap((write) => [
    `== ${write.action} ${write.place.kind} in ${write.connection}, ${where(write)}`,
    ...(write.rendered.title === "" ? [] : [`title: ${write.rendered.title}`]),
    write.rendered.body,
    "",
  ]);
  const kept = waiting.map(({ where: place, because }) => `waiting: ${place} (${because})`);
  return [...shown, ...kept, `${writes.length} to write, ${unchanged} unchanged, ${waiting.length} waiting.`];
}
