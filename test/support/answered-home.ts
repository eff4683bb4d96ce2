import { afterAll, beforeEach } from "vitest";
import { startCommandServer, type CommandServerOptions } from "../../src/cli/command-server.ts";
import { socketPlace } from "../../src/cli/socket-place.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open.ts";
import { copyHome } from "./empty-database.ts";
import { liveIn, useFolder } from "./home.ts";
import { silentLog } from "./silent-log.ts";

type AnsweringOptions = Pick<CommandServerOptions, "running"> & Partial<Pick<CommandServerOptions, "log">>;

/** A process's open database, and the socket at which it answers commands. */
export type Answered = { readonly store: Store; readonly socket: string; readonly stop: () => Promise<void> };

/** What `serve` and `demo` do with their store: until `stop`, commands go through this. */
export async function answerIn(dataDir: string, options: AnsweringOptions = { running: "serve" }): Promise<Answered> {
  const settings = { databaseUrl: null, dataDir };
  const store = await openStore(settings);
  const end = await startCommandServer({ log: silentLog, ...options, store, settings });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await end();
    await store.close();
  };
  return { store, socket: socketPlace(settings)?.path ?? "", stop };
}

/**
 * For tests that change nothing: their commands go through one process that has a copy of a home open, so that each of
 * them does not start the database. Call it outside of tests, after what makes the home.
 */
export function useAnswered(home: () => string, running: AnsweringOptions["running"] = "serve"): () => Answered {
  const inFolder = useFolder();
  let answered: Answered | null = null;
  beforeEach(async () => {
    const copy = await inFolder("answered");
    if (answered === null) {
      copyHome(home(), copy);
      answered = await answerIn(copy, { running });
    }
    liveIn(copy);
  });
  afterAll(() => answered?.stop());
  return () => {
    if (answered === null) throw new Error("the process does not run yet: use it in a test, not beside it");
    return answered;
  };
}
