import { InvalidArgumentError, Option } from "commander";
import type { AnswerFlags } from "../answer.ts";
import { jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

/** Characters of a name or a note, which texts repeat in one line. */
const longest = 200;

export const addAcknowledge: AddCommand = (program, terminal, withStore) => {
  program
    .command("acknowledge <train> <conflict>")
    .description("say that people know of a conflict: no comment about it until it worsens")
    .addOption(new Option("--note <text>", "why, in one line").argParser(parseLine))
    .addOption(byOption())
    .addOption(jsonOption())
    .action(async (train: string, conflict: string, flags: AnswerFlags & { readonly note?: string }) => {
      const { runAcknowledge } = await import("../answer.ts");
      await withStore((store) => runAcknowledge(store, { ...flags, train, conflict }, terminal));
    });
};

export const addSnooze: AddCommand = (program, terminal, withStore) => {
  program
    .command("snooze <train> <conflict>")
    .description("leave a conflict out of decisions and comments until a day, or until it worsens")
    .requiredOption("--until <day>", "the day on which it is back (yyyy-mm-dd, in the train's time zone)")
    .addOption(byOption())
    .addOption(jsonOption())
    .action(async (train: string, conflict: string, flags: AnswerFlags & { readonly until: string }) => {
      const { runSnooze } = await import("../answer.ts");
      await withStore((store) => runSnooze(store, { ...flags, train, conflict }, terminal));
    });
};

export const addRemind: AddCommand = (program, terminal, withStore) => {
  program
    .command("remind <train> <conflict>")
    .description("take back acknowledge or snooze")
    .addOption(jsonOption())
    .action(async (train: string, conflict: string, flags: AnswerFlags) => {
      const { runRemind } = await import("../answer.ts");
      await withStore((store) => runRemind(store, { ...flags, train, conflict }, terminal));
    });
};

function byOption(): Option {
  return new Option("--by <name>", "who says so (default: the account that runs the command)").argParser(parseLine);
}

function parseLine(value: string): string {
  const line = value.replaceAll(/\s+/gu, " ").trim();
  if (line === "" || line.length > longest)
    throw new InvalidArgumentError(`Expected one line of up to ${longest} characters.`);
  return line;
}
