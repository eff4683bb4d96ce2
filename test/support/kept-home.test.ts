import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { useFolder } from "./home.ts";
import { keepHome } from "./kept-home.ts";

const inFolder = useFolder();

/** A file's text, null for a folder. */
const contents = (folder: string) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), entry.isFile() ? readFileSync(path, "utf8") : null];
    }),
  );

test("a kept home is like its original again, whatever a test did to it, each time", async () => {
  const [original, path] = [await inFolder("original"), await inFolder("copy")];
  mkdirSync(join(original, "base/empty"), { recursive: true });
  for (const name of ["base/1", "base/2", "control"]) writeFileSync(join(original, name), `good ${name}`);
  const home = keepHome(original, path);
  for (const words of ["once", "twice"]) {
    writeFileSync(join(path, "control"), `evil control ${words}`);
    writeFileSync(join(path, "base/1"), "evil base/1");
    mkdirSync(join(path, "lock/deep"), { recursive: true });
    writeFileSync(join(path, "lock/deep/pid"), words);
    rmSync(join(path, "base/2"));
    rmSync(join(path, "base/empty"), { recursive: true });
    expect(contents(path).get("base/1")).toBe("evil base/1");
    home.restore();
    expect(contents(path)).toEqual(contents(original));
  }
});
