import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** As the commands are started (package.json): pages live briefly, a small nursery keeps the process at half the size. */
const nodeOptions = ["--max-semi-space-size=8"];

/** A script of this folder in a process of its own; what it says on stderr is shown. */
export function startScript(name: string, argv: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, [...nodeOptions, script, ...argv], { stdio: ["pipe", "pipe", "inherit"] });
}

/** The JSON of its first line on stdout. @throws Error when it ends without one */
export function firstLine(child: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  if (child.stdout === null) throw new TypeError("the child's stdout is not piped");
  createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
  child.once("exit", (code) => reject(new Error(`${child.spawnargs.join(" ")} ended with code ${code}`)));
  return promise;
}
