import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { parseTrainFile } from "../config/train-file.ts";
import { loadSandboxData } from "../sandbox/load.ts";
import { startSandbox } from "../sandbox/server.ts";
import type { Connection } from "../src/ports/connection.ts";
import { nodeOptions } from "./child.ts";
import { judge, type Judged } from "./init-judge.ts";

export type InitBench = Judged & { readonly questions: number; readonly seconds: number };

const real = "../shared/data/history/titanium-2012-2016";

/**
 * `init --yes` on the stand-in for an export (`--data`, a real tracker's history by default) whose train file stays
 * away: what it proposes, compared with that train file, and how long it takes with its first sync.
 */
export async function benchInit(argv: readonly string[]): Promise<InitBench> {
  const { values } = parseArgs({ args: [...argv], options: { data: { type: "string", default: real } } });
  if (!existsSync(values.data)) throw new Error(`there is no ${values.data}; name another export with --data`);
  await using resources = new AsyncDisposableStack();
  const data = await loadSandboxData(values.data);
  const served = await startSandbox({ data: { ...data, trainFile: "" }, port: 0, clock: Date.now, searchLagMs: 0 });
  resources.defer(() => served.close());
  const folder = await mkdtemp(join(tmpdir(), "signalbox-init-"));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const startedAt = performance.now();
  const { questions } = await initIn(folder, served.connections);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const parse = (words: string, provided: readonly Connection[]) =>
    parseTrainFile(words, { file: "signalbox.yaml", env: environmentOf(served.connections), provided }).trains[0];
  const proposed = parse(readFileSync(join(folder, "config/signalbox.yaml"), "utf8"), []);
  const given = parse(data.trainFile, served.connections);
  if (proposed === undefined || given === undefined) throw new Error("a train file without a train");
  return { ...judge({ data, given, proposed }), questions, seconds };
}

const Output = z.object({ questions: z.array(z.unknown()).transform((all) => all.length) });

async function initIn(cwd: string, connections: readonly Connection[]): Promise<z.infer<typeof Output>> {
  const script = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, script, "init", "--yes", "--json"], {
    cwd,
    env: environmentOf(connections),
    stdio: ["ignore", "pipe", "inherit"],
  });
  return Output.parse(JSON.parse(await text(child.stdout)));
}

/** The first site of each kind, as a person gives it. */
function environmentOf(connections: readonly Connection[]): Record<string, string> {
  return Object.fromEntries(
    connections.flatMap((one) =>
      one.system === "jira"
        ? [
            ["JIRA_SITE", one.site],
            ["JIRA_EMAIL", one.account ?? ""],
            ["JIRA_TOKEN", one.token],
          ]
        : [
            ["GITHUB_URL", one.webUrl],
            ["GITHUB_TOKEN", one.auth.kind === "token" ? one.auth.token : ""],
          ],
    ),
  );
}
