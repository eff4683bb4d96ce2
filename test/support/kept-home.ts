import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { copyHome } from "./empty-database.ts";

/** A data folder that tests use one after the other, each of them as a copy of an original. */
export type KeptHome = {
  readonly path: string;
  /** Makes it like the original again. Nothing may have it open. */
  restore(): void;
};

/**
 * Copies an unused data folder, and then restores what differs: a command changes a few of its five hundred files, and to
 * create them all takes twice as long as the command.
 */
export function keepHome(original: string, path: string): KeptHome {
  copyHome(original, path);
  const untouched = entriesOf(path);
  return {
    path,
    restore: () => {
      const present = entriesOf(path);
      for (const name of present.keys())
        if (!untouched.has(name)) rmSync(join(path, name), { recursive: true, force: true });
      for (const [name, mark] of untouched) {
        if (present.get(name) === mark) continue;
        if (mark === folder) mkdirSync(join(path, name));
        else {
          copyFileSync(join(original, name), join(path, name));
          untouched.set(name, markOf(join(path, name)));
        }
      }
    },
  };
}

const folder = "folder";

/** What is in a folder, each folder before its content, with a mark that changes with a file's content. */
function entriesOf(path: string): Map<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).toSorted();
  return new Map(names.map((name) => [name, markOf(join(path, name))]));
}

function markOf(file: string): string {
  const status = statSync(file, { bigint: true });
  return status.isDirectory() ? folder : `${status.size} ${status.ctimeNs}`;
}
