import { readFile } from "node:fs/promises";
import type { ServeSettings } from "../../config/serve-schema.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { Failure } from "../domain/failure.ts";
import { connectionRecord, createConnectors, renderOf } from "./compose.ts";
import { createLog } from "./log.ts";
import { openConfiguredStore } from "./open-store.ts";
import { createProgress } from "./progress.ts";
import type { Workplace } from "./sync-and-publish.ts";
import type { Terminal } from "./terminal.ts";

export type RealWorkplace = Workplace & {
  /** Stores the train file's trains in place of those stored before. */
  readonly saveTrains: () => Promise<void>;
  readonly serve: ServeSettings;
};

/** Everything a command needs to work on the real trackers of the train file; all of it ends with `resources`. */
export async function openWorkplace(
  flags: { readonly config?: string },
  terminal: Terminal,
  resources: AsyncDisposableStack,
): Promise<RealWorkplace> {
  const env = readEnvironment(process.cwd());
  const settings = readSettings(env);
  const file = flags.config ?? settings.configFile;
  const { connections, trains, serve } = parseTrainFile(await readText(file), { file, env });
  const store = await openConfiguredStore(settings);
  resources.defer(() => store.close());
  const display = createProgress(terminal, Date.now);
  resources.defer(() => display.stop());
  const log = createLog(settings.logLevel);
  const records = connections.map(connectionRecord);
  return {
    store,
    saveTrains: () => store.saveTrains(trains, records),
    serve,
    trains,
    connectors: createConnectors(connections, trains, log),
    render: renderOf(records),
    clock: Date.now,
    log,
    progress: display.step,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `The train file ${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`,
      remedy: "Copy config/signalbox.example.yaml there, or name another file with --config or SIGNALBOX_CONFIG.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}
