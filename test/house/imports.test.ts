import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { packages } from "./manifest.ts";

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

/** What talks to a tracker or serves. */
const clients = [
  /^connectors\/\w+\/connector\.ts$/u,
  /^connectors\/\w+\/client\.ts$/u,
  /^connectors\/\w+\/transport\.ts$/u,
  /octokit/u,
  /jira\.js/u,
  /express/u,
  /pg-boss/u,
];

/** What only the demo or the embedded database wants, or a digest by mail. */
const others = [
  /^sandbox\//u,
  /embedded-database\.ts$/u,
  /embedded-start\.ts$/u,
  /pglite/u,
  /nodemailer/u,
  /^graphql$/u,
  /rehype/u,
  /jira\.js/u,
];

test.each([...clients, ...others])("%s is looked for by the name that it has", (pattern) => {
  const there = [...globSync("{connectors,sandbox,src}/**/*.ts"), ...Object.keys(packages)];
  expect(there.filter((name) => pattern.test(name))).not.toEqual([]);
});

test("jira.js is known to what stands behind JiraApi, and to nothing else", () => {
  const users = globSync("connectors/jira/*.ts").filter((file) => readFileSync(file, "utf8").includes('"jira.js/'));
  expect(users.toSorted()).toEqual(["cloud", "jira-js", "transport"].map((name) => `connectors/jira/${name}.ts`));
});

test("help, typos and --version wait for nothing but the parser of the command line and its dates", () => {
  expect(packagesOf("src/cli/program.ts")).toEqual(["commander", "temporal-polyfill"]);
});

test.each(["report", "conflicts", "whatif", "plan", "inbox"])(
  "%s, on what is stored, waits for no tracker's client",
  (command) => {
    const loaded = [...loadedWith(`src/cli/${command}.ts`), ...loadedWith("src/cli/open-store.ts")];
    expect(loaded.filter((name) => clients.some((client) => client.test(name)))).toEqual([]);
  },
);

test("serve holds nothing that it may never need: the engine of the other database, mail, the stand-ins and their packages", () => {
  const loaded = [...loadedWith("src/cli/serve.ts")];
  expect(loaded.filter((name) => others.some((other) => other.test(name)))).toEqual([]);
});
