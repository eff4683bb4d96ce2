import type { DoctorFlags } from "../doctor.ts";
import { configOption, jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addDoctor: AddCommand = (program, terminal) => {
  program
    .command("doctor")
    .description("try everything that Signalbox needs, and list what to mend, in that order; change nothing")
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (flags: DoctorFlags) => (await import("../doctor.ts")).runDoctor(flags, terminal));
};
