import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { lintTrial, type Findings } from "./lint-trial.ts";
import { sandboxPackages } from "./manifest.ts";

const Elements = z.object({
  settings: z.object({ "boundaries/elements": z.array(z.object({ type: z.string(), pattern: z.string() })) }),
});

type Room = { readonly folder: string; readonly mayImport: readonly string[] };

const pure = ["domain", "ports"];
const trackers = ["kit", "jira", "github", "channels"];
const product = ["ingest", "reporting", "store", "jobs", "http", "setup", "cli", "config", ...trackers];
/** What the image does not hold, and the commands that import it. */
const standIns = ["demo", "sandbox"];
const all = [...pure, ...product, ...standIns, "bench"];

/** The import table of docs/architecture.md. The linter refuses every other import. */
const rooms: Readonly<Record<string, Room>> = {
  domain: { folder: "src/domain", mayImport: ["domain"] },
  ports: { folder: "src/ports", mayImport: pure },
  ingest: { folder: "src/ingest", mayImport: [...pure, "ingest"] },
  reporting: { folder: "src/reporting", mayImport: [...pure, "reporting"] },
  store: { folder: "src/store", mayImport: [...pure, "store"] },
  jobs: { folder: "src/jobs", mayImport: [...pure, "jobs", "ingest", "reporting"] },
  http: { folder: "src/http", mayImport: [...pure, "http"] },
  setup: { folder: "src/setup", mayImport: [...pure, "setup", "config"] },
  cli: { folder: "src/cli", mayImport: [...pure, ...product] },
  demo: { folder: "src/cli/demo", mayImport: [...pure, ...product, ...standIns] },
  tools: { folder: "tools", mayImport: [...pure, "tools", "store"] },
  config: { folder: "config", mayImport: [...pure, "config"] },
  kit: { folder: "connectors/kit", mayImport: [...pure, "kit"] },
  jira: { folder: "connectors/jira", mayImport: [...pure, "kit", "jira"] },
  github: { folder: "connectors/github", mayImport: [...pure, "kit", "github"] },
  channels: { folder: "connectors/channels", mayImport: [...pure, "kit", "channels"] },
  sandbox: { folder: "sandbox", mayImport: [...pure, "sandbox"] },
  bench: { folder: "bench", mayImport: [...all, "tools", "naive", "test"] },
  naive: { folder: "test/naive", mayImport: ["naive"] },
  test: { folder: "test", mayImport: [...all, "tools", "naive", "test"] },
};

const outer = ["store", "jobs", "http", "setup", "cli", "config", ...trackers, ...standIns, "tools", "bench", "test"];

/** The packages of the sandbox. */
const ofSandbox = Object.keys(sandboxPackages);

/** Who may have a package or a part of Node. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "jira.js": ["jira", "cli", "demo", "bench", "test"],
  "@octokit/rest": ["github", "cli", "demo", "bench", "test"],
  "@prisma/client": ["store", "jobs", "cli", "demo", "tools", "bench", "test"],
  pg: ["store", "jobs", "cli", "demo", "tools", "bench", "test"],
  express: ["http", "sandbox", "cli", "demo", "bench", "test"],
  ...Object.fromEntries(ofSandbox.map((name) => [name, ["sandbox", "bench", "test"]])),
  zod: outer,
  "temporal-polyfill": [...outer, "domain", "naive"],
  "pure-rand/generator/xoroshiro128plus": [...outer, "domain"],
  "node:fs": outer,
  "node:crypto": [...outer, "reporting"],
};

type Trial = { readonly label: string; readonly file: string; readonly text: string; readonly breaks: string | null };

const importRule = "boundaries(dependencies)";

const betweenRooms = Object.entries(rooms).flatMap(([name, { folder, mayImport }]) =>
  Object.entries(rooms).map(([other, { folder: otherFolder }]): Trial => {
    const isAllowed = mayImport.includes(other);
    const path = `${"../".repeat(folder.split("/").length)}${otherFolder}/offer.ts`;
    return {
      label: `${name} ${isAllowed ? "may" : "may not"} import ${other}`,
      file: `${folder}/takes-${other}.ts`,
      text: `import type { Offer } from "${path}";\nexport type Taken = Offer;\n`,
      breaks: isAllowed ? null : importRule,
    };
  }),
);

const ofPackages = Object.entries(packages).flatMap(([name, allowed]) =>
  Object.entries(rooms).map(([room, { folder }]): Trial => {
    const isAllowed = allowed.includes(room);
    return {
      label: `${room} ${isAllowed ? "may" : "may not"} import ${name}`,
      file: `${folder}/takes-${name.replaceAll(/\W/g, "-")}.ts`,
      text: `import * as taken from "${name}";\nexport const kept = taken;\n`,
      breaks: isAllowed ? null : importRule,
    };
  }),
);

const impure: readonly Trial[] = Object.entries({
  "the clock": { code: "Date.now()", rule: "eslint(no-restricted-globals)", folder: "src/domain" },
  "Temporal's clock": {
    code: "Temporal.Now.instant()",
    rule: "eslint(no-restricted-properties)",
    folder: "src/domain",
  },
  "a date": { code: "new Date(0)", rule: "eslint(no-restricted-globals)", folder: "src/domain" },
  "the clock, in reporting": {
    code: "Date.now()",
    rule: "eslint(no-restricted-properties)",
    folder: "src/reporting",
  },
  randomness: { code: "Math.random()", rule: "eslint(no-restricted-properties)", folder: "src/domain" },
  "the network": { code: 'fetch("http://a.test")', rule: "eslint(no-restricted-globals)", folder: "src/domain" },
  "the process": { code: "process.pid", rule: "eslint(no-restricted-globals)", folder: "src/reporting" },
  "the environment": { code: 'process.env["HOME"]', rule: "node(no-process-env)", folder: "src/store" },
  "the terminal": { code: 'console.log("x")', rule: "eslint(no-console)", folder: "src/ingest" },
}).map(([thing, { code, rule, folder }]) => ({
  label: `${folder} does without ${thing}`,
  file: `${folder}/reads-${thing.replaceAll(/\W/g, "-")}.ts`,
  text: `export const got = ${code};\n`,
  breaks: rule,
}));

const strays: readonly Trial[] = [
  {
    label: "no file stands outside the rooms",
    file: "src/utils/stray.ts",
    text: "export const a = 1;\n",
    breaks: "boundaries(no-unknown-files)",
  },
  {
    label: "nothing is imported from outside the rooms",
    file: "src/cli/takes-stray.ts",
    text: 'import { a } from "../utils/stray.ts";\nexport const b = a;\n',
    breaks: importRule,
  },
  {
    label: "the composition root imports what it composes",
    file: "src/main.ts",
    text: 'import type { Offer } from "./store/offer.ts";\nexport type Taken = Offer;\n',
    breaks: null,
  },
  {
    label: "nobody below imports the composition root",
    file: "src/ingest/takes-main.ts",
    text: 'import type { Taken } from "../main.ts";\nexport type Main = Taken;\n',
    breaks: importRule,
  },
];

const importsDemo = `export const load = () => import("../demo/offer.ts");\n`;

const demo: readonly Trial[] = [
  {
    label: "the command demo loads the demo when it runs",
    file: "src/cli/commands/demo.ts",
    text: importsDemo,
    breaks: null,
  },
  {
    label: "the command sandbox does not load the demo before it runs",
    file: "src/cli/commands/sandbox.ts",
    text: 'export * from "../demo/offer.ts";\n',
    breaks: importRule,
  },
  {
    label: "no other command loads the demo",
    file: "src/cli/commands/serve.ts",
    text: importsDemo,
    breaks: importRule,
  },
  {
    label: "no command loads the sandbox itself",
    file: "src/cli/commands/report.ts",
    text: 'export const load = () => import("../../../sandbox/offer.ts");\n',
    breaks: importRule,
  },
];

const trials = [...betweenRooms, ...ofPackages, ...impure, ...strays, ...demo];

let findings: Findings = new Map();
beforeAll(() => {
  const offers = Object.values(rooms).map(({ folder }) => [`${folder}/offer.ts`, "export type Offer = 1;\n"] as const);
  findings = lintTrial(Object.fromEntries([...offers, ...trials.map(({ file, text }) => [file, text] as const)]));
});

describe("the linter", () => {
  test("knows no other rooms than are tried here", () => {
    const known = Elements.parse(JSON.parse(readFileSync(".oxlintrc.json", "utf8"))).settings["boundaries/elements"];
    expect(new Map(known.map(({ type, pattern }) => [type, pattern]))).toEqual(
      new Map(Object.entries(rooms).map(([name, { folder }]) => [name, folder])),
    );
  });

  test.each(trials.filter(({ breaks }) => breaks === null))("$label", ({ file }) => {
    expect(findings.get(file) ?? []).toEqual([]);
  });

  test.each(trials.filter(({ breaks }) => breaks !== null))("$label", ({ file, breaks }) => {
    expect(findings.get(file)).toContain(breaks);
  });
});
