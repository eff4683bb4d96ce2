import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Files and packages that are loaded before `file` does anything: its imports and theirs, but not those of an action. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const imports = /^(?:import|export) (?!type\b)(?:[^"';]*from )?"([^"]+)"/gmu;
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(imports)) {
    if (name.endsWith(".json") || name.startsWith("node:")) continue;
    if (name.startsWith(".")) loadedWith(join(dirname(file), name), loaded);
    else loaded.add(name);
  }
  return loaded;
}

const packagesOf = (file: string) => [...loadedWith(file)].filter((name) => !name.endsWith(".ts")).toSorted();

test("help, typos and --version wait for nothing but the parser of the command line and its dates", () => {
  expect(packagesOf("src/main.ts")).toEqual(["commander", "temporal-polyfill"]);
});

test.each(["report", "conflicts", "plan", "inbox"])(
  "%s, on what is stored, waits for no tracker's client",
  (command) => {
    const loaded = [...loadedWith(`src/cli/${command}.ts`), ...loadedWith("src/cli/open-store.ts")];
    const clients = /^connectors\/\w+\/(?:connector|client|transport)\.ts$|octokit|jira\.js|express|pg-boss/u;
    expect(loaded.filter((name) => clients.test(name))).toEqual([]);
  },
);

test("serve holds nothing that it may never need: the engine of the other database, mail, the stand-ins and their packages", () => {
  const loaded = [...loadedWith("src/cli/serve.ts")];
  const others = /^sandbox\/|embedded-(?:database|start)\.ts$|pglite|nodemailer|^graphql$|rehype|jira\.js/u;
  expect(loaded.filter((name) => others.test(name))).toEqual([]);
});
