import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** The files that each file imports, also where it imports nothing but their types. Leaves out what is imported when it runs. */
type Imports = ReadonlyMap<string, readonly string[]>;

function importsOf(file: string, text: string): readonly string[] {
  const names = text.matchAll(/^(?:import|export) (?:[^"';]*from )?"(\.[^"]+\.ts)"/gmu);
  return [...names].map(([, name = ""]) => join(dirname(file), name));
}

/** Everything that a file imports, and what those import. */
function reachedFrom(file: string, imports: Imports): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(imports.get(file) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(imports.get(next) ?? []));
  }
  return reached;
}

/** @returns the files that import themselves in the end */
function inCircles(imports: Imports): readonly string[] {
  return [...imports.keys()].filter((file) => reachedFrom(file, imports).has(file));
}

const project = new Map(
  globSync("{bench,bin,config,connectors,sandbox,src,test,tools}/**/*.ts")
    .filter((file) => !file.startsWith("test/generated"))
    .map((file) => [file, importsOf(file, readFileSync(file, "utf8"))]),
);

test("no file imports itself by way of others", () => {
  expect(project.size).toBeGreaterThan(1000);
  expect(inCircles(project)).toEqual([]);
});

test.each([
  ["values", 'export { openSite } from "./site.ts";\n'],
  ["types", 'import type { Site } from "./site.ts";\nexport type Kept = Site;\n'],
])("a circle of %s is seen", (_, text) => {
  const leaf = "sandbox/jira/instant.ts";
  const planted = new Map([...project, [leaf, importsOf(leaf, text)]]);
  expect(inCircles(planted)).toEqual(expect.arrayContaining([leaf, "sandbox/jira/site.ts"]));
});
