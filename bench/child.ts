import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const nursery = "--max-semi-space-size=16";

/**
 * The options of the commands (package.json). With V8's own nursery a pull takes up to 443 MB, with this one 341 at
 * most. With defaults V8 collects all of `serve`'s heap every three seconds under load, each time for a tenth of a
 * second: it lets the heap grow by about 25 MB only, and references of objects allocated in the old space keep memory
 * alive as well.
 */
export const nodeOptions = [nursery, "--heap-growing-percent=100", "--no-allocation-site-pretenuring"];

/** Starts a script of this folder in its own process; shows its stderr. */
export function startScript(
  name: string,
  argv: readonly string[],
  options: readonly string[] = nodeOptions,
): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, [...options, script, ...argv], { stdio: ["pipe", "pipe", "inherit"] });
}

/**
 * Like `startScript`, for a script that answers each line on its stdin with a line of JSON, one at a time. It measures
 * nothing itself, and runs faster (by a fifth, when it plays histories) with a small heap.
 */
export function startAnswering(name: string) {
  const child = startScript(name, [], [nursery]);
  if (child.stdin === null || child.stdout === null) throw new TypeError("the child's streams are not piped");
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @throws Error if it ended during the order */
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

/** The JSON of its first line on stdout. @throws Error if it ends without one */
export function firstLine(child: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  if (child.stdout === null) throw new TypeError("the child's stdout is not piped");
  createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
  child.once("exit", (code) => reject(new Error(`${child.spawnargs.join(" ")} ended with code ${code}`)));
  return promise;
}
