import { expect, onTestFinished, test, vi } from "vitest";
import { run } from "../../src/cli/program.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { at } from "../support/json.ts";
import { CollectingTerminal, jsonOf, signalbox } from "../support/terminal.ts";

const inFolder = useFolder();

test("sandbox prints the init command that connects to its stand-ins", async () => {
  liveIn(await inFolder("data"));
  const terminal = new CollectingTerminal();
  const code = run(["sandbox", "--port", "0"], terminal);
  onTestFinished(async () => {
    process.emit("SIGTERM");
    expect(await code, terminal.stderr).toBe(0);
  });
  await Promise.race([terminal.until("signalbox -- init"), code]);
  const variables = [...terminal.stdout.matchAll(/^ *export ([A-Z_]+)=(\S+)$/gmu)];
  expect(variables.map(([, name]) => name)).toEqual([
    "JIRA_SITE",
    "JIRA_EMAIL",
    "JIRA_TOKEN",
    "GITHUB_URL",
    "GITHUB_TOKEN",
  ]);
  for (const [, name = "", value] of variables) vi.stubEnv(name, value);
  const result = await signalbox("init", "--config", await inFolder("signalbox.yaml"), "--json");
  expect(result.code, result.stderr).toBe(0);
  expect(at(jsonOf(result), "teams")).toHaveLength(7);
});
