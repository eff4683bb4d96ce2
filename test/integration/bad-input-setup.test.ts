import { writeFile } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { secretNames, useSmallWorld } from "../support/small-world.ts";

const { world } = useSmallWorld("postgres");

/** A command that must fail before it has done anything. */
async function refused(code: number, ...argv: readonly string[]): Promise<string> {
  const result = await world().command(...argv, "--json");
  expect({ ...result, stderr: "" }, result.stderr).toEqual({ code, stdout: "", stderr: "" });
  return result.stderr;
}

describe("a broken train file", () => {
  test.each(["sync", "apply"])(
    "%s tells every problem with its line, what was expected and the nearest key",
    async (command) => {
      const file = await world().trainFile((text) =>
        text.replace("project: PAY", "projct: PAY").replace("length: 2w", "length: soon"),
      );
      const said = await refused(2, command, "--config", file);
      expect(said).toContain(`signalbox: ${file} has 2 problems:\n`);
      expect(said).toMatch(
        new RegExp(`${file}:\\d+:\\d+ trains\\[0\\]\\.increments\\[0\\]\\.iterations\\.length: .*expected`),
      );
      expect(said).toMatch(/projct.*did you mean "project"\?/);
      expect(said).toContain("\n  Correct the train file; config/signalbox.example.yaml shows every key.\n");
      await world().expectLastGoodModel();
    },
  );

  test("that is no YAML", async () => {
    const file = await world().trainFile((text) => `${text}\n  - [`);
    expect(await refused(2, "sync", "--config", file)).toMatch(/signalbox-\d+\.yaml:\d+:\d+ /);
    await world().expectLastGoodModel();
  });

  test("that Windows PowerShell wrote in UTF-16", async () => {
    const file = await world().inFolder("utf-16.yaml");
    await writeFile(file, "\uFEFFtrains: []\r\n", "utf16le");
    const said = await refused(2, "sync", "--config", file);
    expect(said).toBe(`signalbox: ${file} has a problem:\n  it is in UTF-16\n  Save it in UTF-8.\n`);
    await world().expectLastGoodModel();
  });

  test("that is not there", async () => {
    const file = await world().inFolder("nowhere.yaml");
    const said = await refused(2, "sync", "--config", file);
    expect(said).toMatch(/^signalbox: Cannot read the train file \S+nowhere\.yaml \(.+\)\.\n {2}Run `signalbox init`/);
    await world().expectLastGoodModel();
  });

  test("without the variable of a secret: its name, and where it stands", async () => {
    vi.stubEnv(secretNames.jira, "");
    const said = await refused(2, "sync", "--config", await world().trainFile());
    expect(said).toMatch(
      /signalbox-\d+\.yaml:2:\d+ connections\.acme\.token: environment variable SMALL_JIRA_TOKEN is not set\n {2}Set SMALL_JIRA_TOKEN in the environment or in \.env\.\n$/,
    );
    await world().expectLastGoodModel();
  });

  test("with a secret in it: not repeated", async () => {
    const file = await world().trainFile((text) => text.replace(`\${${secretNames.jira}}`, "hunter2"));
    expect(await refused(2, "sync", "--config", file)).toMatch(/connections\.acme\.token: .*write \$\{NAME\}/);
    await world().expectLastGoodModel();
  });
});

test("a wrong environment is told without its values", async () => {
  vi.stubEnv("DATABASE_URL", "mysql://root:hunter2@localhost/signalbox");
  vi.stubEnv("LOG_LEVEL", "loud");
  const said = await refused(2, "conflicts", "small");
  expect(said).toMatch(/DATABASE_URL: expected an address such as postgresql:.*\n.*LOG_LEVEL: expected one of/);
});
