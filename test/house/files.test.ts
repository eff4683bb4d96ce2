import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const folders = ["src", "connectors", "config", "sandbox", "tools", "bench", "test"];
const generated = join("test", "generated");

const sources = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith(".ts") && !path.startsWith(generated))
  .map((path) => {
    const text = readFileSync(path, "utf8");
    return { path, text, lines: text.split("\n").length - 1 };
  });

describe("source files", () => {
  test("stay under 300 lines, half of them under 130", () => {
    const byLength = sources.toSorted((a, b) => a.lines - b.lines);
    expect(byLength.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
    expect(byLength[Math.floor(byLength.length / 2)]?.lines).toBeLessThan(130);
  });

  test("are named for a noun", () => {
    const names = /(^|[/-])(utils?|helpers?|manager|service|common|misc)\.ts$|\/index\.ts$/;
    expect(sources.map(({ path }) => path).filter((path) => names.test(path))).toEqual([]);
  });

  test("silence the linter and the compiler nowhere without a reason", () => {
    const silenced = sources.flatMap(({ path, text }) =>
      text
        .split("\n")
        .filter((line) => /(?:^|\s)\/[/*] *(@ts-(ignore|nocheck|expect-error)|(eslint|oxlint)-disable)/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(silenced).toContainEqual(expect.stringMatching(/^src\//));
    expect(silenced.filter((line) => !line.includes(" -- "))).toEqual([]);
  });
});
