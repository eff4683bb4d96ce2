import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** As the commands are started (package.json): with V8's own nursery a pull takes up to 443 MB, with this one 341 at most. */
export const nodeOptions = ["--max-semi-space-size=16"];

/** A script of this folder in a process of its own; what it says on stderr is shown. */
export function startScript(name: string, argv: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, [...nodeOptions, script, ...argv], { stdio: ["pipe", "pipe", "inherit"] });
}

/** As `startScript`, for one that answers each line on its stdin with a line of JSON, one at a time. */
export function startAnswering(name: string) {
  const child = startScript(name, []);
  if (child.stdin === null || child.stdout === null) throw new TypeError("the child's streams are not piped");
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @throws Error when it ended over it */
    ask: async (line: string): Promise<unknown> => {
      stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${name} ended over ${line.slice(0, 200)}`);
      return JSON.parse(value);
    },
    end: async (): Promise<void> => {
      const ended = once(child, "exit");
      stdin.end();
      await ended;
    },
  };
}

/** The JSON of its first line on stdout. @throws Error when it ends without one */
export function firstLine(child: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  if (child.stdout === null) throw new TypeError("the child's stdout is not piped");
  createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
  child.once("exit", (code) => reject(new Error(`${child.spawnargs.join(" ")} ended with code ${code}`)));
  return promise;
}
