import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A script of this folder in a process of its own; what it says on stderr is shown. */
export function startScript(name: string, argv: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, [script, ...argv], { stdio: ["pipe", "pipe", "inherit"] });
}

/** The JSON of its first line on stdout. @throws Error when it ends without one */
export function firstLine(child: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  if (child.stdout === null) throw new TypeError("the child's stdout is not piped");
  createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
  child.once("exit", (code) => reject(new Error(`${child.spawnargs[1]} ended with code ${code}`)));
  return promise;
}
