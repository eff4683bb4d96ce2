import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...globSync("{docs,connectors,sandbox,config}/**/*.md"),
].filter((path) => existsSync(path) && !path.includes("node_modules"));
/** The train file, which each user writes. */
const ofUsers: ReadonlySet<string> = new Set(["config/signalbox.yaml"]);

const folders = /^(?:src|connectors|config|sandbox|bench|test|prisma|docs|bin|\.ci)\//u;

/** What a document names in backticks, as one of the project's folders begins: `src/main.ts`, `bench/simulate`. */
function pathsIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/gu)].map(([, words = ""]) => words);
  return quoted.filter((words) => folders.test(words) && !ofUsers.has(words) && !/[*{}<>…]|\bNAME\b/u.test(words));
}

/** What a document links to inside the project, relative to its own folder. */
function linksIn(path: string, text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/gu)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^[a-z]+:/u.test(target)).map((target) => join(dirname(path), target));
}

test.each(documents)("%s names only files that are there", (path) => {
  const text = readFileSync(path, "utf8");
  const named = [...pathsIn(text), ...linksIn(path, text)];
  expect(named.filter((one) => !existsSync(one))).toEqual([]);
});

test("paths are looked for where documents name them", () => {
  expect(pathsIn("`src/main.ts` and `src/no-such.ts`, not `npm test` or `src/*.ts`")).toEqual([
    "src/main.ts",
    "src/no-such.ts",
  ]);
  expect(linksIn("docs/rules.md", "[a](adr/0001.md#x) [b](https://a.test)")).toEqual(["docs/adr/0001.md"]);
  expect(documents.length).toBeGreaterThan(10);
});
