import type { ConnectionsFlags } from "../connections.ts";
import { jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addConnections: AddCommand = (program, terminal, withStore) => {
  const connections = program.command("connections").description("the trackers, as the database knows them");
  connections
    .command("list")
    .description("list them, with what was read from each and written into it")
    .addOption(jsonOption())
    .action(async (flags: ConnectionsFlags) => {
      const { listConnections } = await import("../connections.ts");
      await withStore((store) => listConnections(store, flags, terminal));
    });
  connections
    .command("rename <old> <new>")
    .description("take over under a new key everything that was read and written under the old one")
    .addOption(jsonOption())
    .action(async (from: string, to: string, flags: ConnectionsFlags) => {
      const { runRename } = await import("../connections.ts");
      await runRename({ from, to, ...flags }, terminal);
    });
};
