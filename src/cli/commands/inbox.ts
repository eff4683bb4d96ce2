import { Option } from "commander";
import type { DeliveryState } from "../../ports/inbox.ts";
import type { InboxListFlags, InboxReplayFlags } from "../inbox.ts";
import { jsonOption, parseCount } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

const states: readonly DeliveryState[] = ["received", "processed", "ignored", "failed"];

export const addInbox: AddCommand = (program, terminal, withStore) => {
  const inbox = program.command("inbox").description("inspect and replay webhook deliveries");
  inbox
    .command("list")
    .description("list deliveries, newest first")
    .option("--connection <key>", "filter by connection")
    .addOption(new Option("--state <state>", "filter by state").choices([...states]))
    .addOption(new Option("--limit <number>", "maximum number to list").argParser(parseCount).default(50))
    .addOption(jsonOption())
    .action(async (flags: InboxListFlags) => {
      const { listInbox } = await import("../inbox.ts");
      await withStore((store) => listInbox(store, flags, terminal));
    });
  inbox
    .command("show")
    .description("print one delivery with its body")
    .argument("<id>", "its number", parseCount)
    .action(async (id: number) => {
      const { showDelivery } = await import("../inbox.ts");
      await withStore((store) => showDelivery(store, id, terminal));
    });
  inbox
    .command("replay")
    .description("process deliveries again")
    .argument("<id...>", "their numbers", collectIds)
    .addOption(jsonOption())
    .action(async (ids: readonly number[], flags: InboxReplayFlags) => {
      const { replayDeliveries } = await import("../inbox.ts");
      await withStore((store) => replayDeliveries(store, { ...flags, ids }, terminal));
    });
};

function collectIds(value: string, before: readonly number[] | undefined): readonly number[] {
  return [...(before ?? []), parseCount(value)];
}
