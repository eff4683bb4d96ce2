import { Option, type Command } from "commander";
import { Failure } from "../domain/failure.ts";
import type { Delivery, DeliveryState } from "../ports/inbox.ts";
import { withStore } from "./open-store.ts";
import { jsonOption, parseCount } from "./options.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

const states: readonly DeliveryState[] = ["received", "processed", "ignored", "failed"];

type ListFlags = {
  readonly json?: boolean;
  readonly connection?: string;
  readonly state?: DeliveryState;
  readonly limit: number;
};

export function addInbox(program: Command, terminal: Terminal): void {
  const inbox = program.command("inbox").description("webhook deliveries as they came in");
  inbox
    .command("list")
    .description("list deliveries, the newest first")
    .option("--connection <key>", "only of this connection")
    .addOption(new Option("--state <state>", "only in this state").choices([...states]))
    .addOption(new Option("--limit <number>", "at most so many").argParser(parseCount).default(50))
    .addOption(jsonOption())
    .action((flags: ListFlags) => list(flags, terminal));
  inbox
    .command("show")
    .description("print one delivery with its body")
    .argument("<id>", "its number", parseCount)
    .action((id: number) => show(id, terminal));
  inbox
    .command("replay")
    .description("process deliveries again")
    .argument("<id...>", "their numbers", collectIds)
    .addOption(jsonOption())
    .action((ids: readonly number[], flags: { readonly json?: boolean }) => replay(ids, flags, terminal));
}

function list({ json, ...filter }: ListFlags, terminal: Terminal): Promise<void> {
  return withStore(async (store) => {
    const deliveries = await store.inbox.list(filter);
    if (json === true) outJson(terminal, deliveries);
    else for (const delivery of deliveries) outLine(terminal, lineOf(delivery));
  });
}

function lineOf({ id, connection, event, state, reason, receivedAt }: Omit<Delivery, "body">): string {
  const why = reason === null ? "" : `: ${reason}`;
  return `${id} ${new Date(receivedAt).toISOString()} ${connection} ${event} ${state}${why}`;
}

function show(id: number, terminal: Terminal): Promise<void> {
  return withStore(async (store) => {
    const delivery = await store.inbox.find(id);
    if (delivery === null) throw noDelivery(id);
    outJson(terminal, delivery);
  });
}

/** The service that runs, or the next that starts, takes them up. */
function replay(ids: readonly number[], { json }: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  return withStore(async (store) => {
    const replayed = await store.inbox.replay(ids);
    if (json === true) outJson(terminal, { replayed });
    else outLine(terminal, `${replayed} of ${ids.length} deliveries will be processed again.`);
  });
}

function collectIds(value: string, before: readonly number[] | undefined): readonly number[] {
  return [...(before ?? []), parseCount(value)];
}

function noDelivery(id: number): Failure {
  return new Failure({
    code: "not-found",
    what: `There is no delivery ${id} in the inbox.`,
    remedy: "See `signalbox inbox list`; old ones are forgotten after a while (serve.keepDeliveries).",
    verdict: { kind: "stop" },
  });
}
