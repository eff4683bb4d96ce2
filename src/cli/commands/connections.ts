import type { ConnectionsFlags } from "../connections.ts";
import { jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addConnections: AddCommand = (program, terminal, withStore) => {
  const connections = program.command("connections").description("manage the connections in the database");
  connections
    .command("list")
    .description("list connections with their items and written texts")
    .addOption(jsonOption())
    .action(async (flags: ConnectionsFlags) => {
      const { listConnections } = await import("../connections.ts");
      await withStore((store) => listConnections(store, flags, terminal));
    });
  connections
    .command("rename <old> <new>")
    .description("move everything read and written under the old key to a new one")
    .addOption(jsonOption())
    .action(async (from: string, to: string, flags: ConnectionsFlags) => {
      const { runRename } = await import("../connections.ts");
      await runRename({ from, to, ...flags }, terminal);
    });
};
