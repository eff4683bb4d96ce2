import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The files that `docs/files.md` lists, with their folders. */
function listed(): readonly string[] {
  const files: string[] = [];
  let folder = "";
  for (const line of readFileSync("docs/files.md", "utf8").split("\n")) {
    folder = /^## (.+)$/u.exec(line)?.[1] ?? folder;
    const name = /^\| `([^`]+)`\s*\| \S/u.exec(line)?.[1];
    if (name !== undefined) files.push(`${folder}/${name}`);
  }
  return files;
}

test("docs/files.md has one line for each source file", () => {
  const files = globSync("{src,connectors,config,tools,bench,sandbox,test/support}/**/*.ts", {
    exclude: (path) => path.includes("node_modules"),
  });
  expect(files.length).toBeGreaterThan(500);
  expect(listed().toSorted()).toEqual(files.toSorted());
});
