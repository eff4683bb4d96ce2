import type { AddCommand } from "./add-command.ts";

/** For `doctor` in another process, not for people. */
export const addDoctorStored: AddCommand = (program, terminal, withStore) => {
  program
    .command("doctor-stored", { hidden: true })
    .description("print what the database holds, for doctor")
    .action(async () => {
      const { printStored } = await import("../doctor-stored.ts");
      await withStore((store) => printStored(store, terminal));
    });
};
