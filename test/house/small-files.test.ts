import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Files under 12 lines that one other file imports, and why each is a file of its own. */
const reasons: Readonly<Record<string, string>> = {
  "connectors/channels/create-channel.ts": "the connector's entry",
  "src/cli/commands/migrate.ts": "each command has a file, which is imported when it runs",
  "src/domain/conflicts/rules/cancelled-provider.ts": "each rule has a file",
  "src/domain/conflicts/rules/cycle.ts": "each rule has a file",
  "src/domain/conflicts/rules/started-blocked.ts": "each rule has a file",
};

const files = globSync("{src,connectors,config,sandbox,bench,tools,test}/**/*.ts").filter(
  (file) => !file.startsWith(join("test", "generated")),
);
const text = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

function importsOf(file: string): readonly string[] {
  const found = (text.get(file) ?? "").matchAll(/(?:from |import\()"(\.[^"]+)"/gu);
  return [...found].map(([, path = ""]) => join(dirname(file), path));
}

test("a file under 12 lines is imported by several files, or has a reason", () => {
  const importers = Map.groupBy(files.flatMap(importsOf), (file) => file);
  const small = files.filter((file) => !file.startsWith("test") && (text.get(file)?.split("\n").length ?? 0) <= 12);
  const once = small.filter((file) => importers.get(file)?.length === 1);
  expect(once.toSorted()).toEqual(Object.keys(reasons).toSorted());
});
