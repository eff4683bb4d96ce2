import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";

const documents = ["README.md", "CONTRIBUTING.md", ...globSync("docs/*.md")];
const texts = documents.map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** npm scripts that a document runs, by name. */
function scriptsIn(text: string): readonly string[] {
  return [...text.matchAll(/npm (?:run(?: -s)? ([a-z][a-z:-]*)|(test))\b/gu)].map(
    ([, name, test]) => name ?? test ?? "",
  );
}

/** Command lines of `signalbox` in a document, as `npm run signalbox -- …` or `signalbox …` in backticks. */
function linesIn(text: string): readonly string[] {
  const lines = [...text.matchAll(/(?:npm run signalbox -- |`signalbox )([a-z][^`|#\n;)]*)/gu)].map(
    ([, line = ""]) => line,
  );
  return [...new Set(lines.map((line) => line.trim()))];
}

async function helpOf(words: readonly string[]): Promise<string> {
  let help = "";
  const keep = (text: string) => {
    help += text;
  };
  await run([...words, "--help"], { out: keep, err: keep });
  return help;
}

test.each(texts)("$path runs npm scripts that are there", ({ text }) => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  expect(scriptsIn(text).filter((name) => !(name in scripts))).toEqual([]);
});

test.each(texts.filter(({ text }) => linesIn(text).length > 0))(
  "$path shows commands and options that are there",
  async ({ text }) => {
    for (const line of linesIn(text)) {
      const [command = "", sub = ""] = line.split(" ");
      const words =
        ["webhooks", "inbox", "connections"].includes(command) && /^[a-z]+$/u.test(sub) ? [command, sub] : [command];
      const help = await helpOf(words);
      expect(help, line).toContain(`Usage: signalbox ${words.join(" ")}`);
      for (const [option] of line.matchAll(/--[a-z-]+/gu)) expect(help, line).toContain(option);
    }
  },
);

test("examples are looked for in the forms that documents use", () => {
  expect(scriptsIn("npm test, npm run -s demo -- --once, npm run db:check")).toEqual(["test", "demo", "db:check"]);
  expect(linesIn("`npm run signalbox -- sync --full` and `signalbox start`")).toEqual(["sync --full", "start"]);
  expect(texts.flatMap(({ text }) => linesIn(text)).length).toBeGreaterThan(10);
});

/** Every command has them. */
const common = new Set(["--help", "--config", "--json"]);

test("the table of commands in operations.md has every command with its options", async () => {
  const table = readFileSync("docs/operations.md", "utf8").split("\n");
  const names = [...(await helpOf([])).matchAll(/^ {2}([a-z]+) /gmu)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(15);
  for (const name of names.filter((one) => one !== "help")) {
    const rows = table.filter((line) => line.startsWith(`| \`${name}`)).join("\n");
    const options = [...(await helpOf([name])).matchAll(/^ {2}(--[a-z-]+)/gmu)].map(([, option = ""]) => option);
    const missing = options.filter((option) => !common.has(option) && !rows.includes(option));
    expect({ name, isListed: rows !== "", missing }).toEqual({ name, isListed: true, missing: [] });
  }
});
