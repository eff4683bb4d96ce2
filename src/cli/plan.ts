import type { Command } from "commander";
import { evaluateStored, planTrain } from "../reporting/publish.ts";
import { joinPlans, placeName, type Plan, type PlannedWrite, type Waiting } from "../reporting/plan.ts";
import { renderOf } from "./compose.ts";
import { consentLines } from "./consent.ts";
import { trainsNamed, withStore } from "./open-store.ts";
import { atOption, jsonOption } from "./options.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

type Flags = { readonly at?: number; readonly json?: boolean };

export function addPlan(program: Command, terminal: Terminal): void {
  program
    .command("plan [train]")
    .description("show every issue and comment that apply would create, change or resolve, with its exact text")
    .addOption(atOption())
    .addOption(jsonOption())
    .action((key: string | undefined, flags: Flags) =>
      withStore(async (store) => {
        const render = renderOf(await store.connections());
        const plans: Plan[] = [];
        const asks: string[] = [];
        for (const train of await trainsNamed(store, key)) {
          asks.push(...(await consentLines(store, train)));
          const evaluation = await evaluateStored(store, train, flags.at ?? Date.now());
          plans.push(await planTrain({ store, render }, evaluation));
        }
        const plan = joinPlans(plans);
        if (flags.json === true) outJson(terminal, planJson(plan));
        else for (const line of [...planLines(plan), ...asks]) outLine(terminal, line);
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
