import { InvalidArgumentError, Option } from "commander";
import { atOption, jsonOption } from "../options.ts";
import type { WhatifFlags } from "../whatif.ts";
import type { GivenMove } from "../whatif-moves.ts";
import type { AddCommand } from "./add-command.ts";

export const addWhatif: AddCommand = (program, terminal, withStore) => {
  program
    .command("whatif [train]")
    .description(
      "evaluate a train as if items were planned elsewhere, or propose the smallest fix of conflicts; writes nothing",
    )
    .addOption(
      new Option(
        "--move <key=iteration>",
        "plan this item for that iteration (3, 2027.1/1) or for none; repeat it for several",
      ).argParser(addMove),
    )
    .addOption(new Option("--fix <key>", "propose a fix of this item's conflicts only").conflicts("move"))
    .addOption(atOption())
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: WhatifFlags) => {
      const { runWhatif } = await import("../whatif.ts");
      await withStore((store) => runWhatif(store, { ...flags, train }, terminal));
    });
};

function addMove(value: string, before: readonly GivenMove[] = []): readonly GivenMove[] {
  const [, key, iteration] = /^(.+)=([^=]+)$/u.exec(value.trim()) ?? [];
  if (key === undefined || iteration === undefined)
    throw new InvalidArgumentError("Expected KEY=ITERATION, e.g. PAY-12=3, acme/api#7=2027.1/1 or PAY-12=none.");
  return [...before, { key, iteration }];
}
