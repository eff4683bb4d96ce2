import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

/** The command as Node runs it, without what a test runner makes of its imports. */
function start(...argv: readonly string[]) {
  return spawn(process.execPath, ["src/main.ts", ...argv], { env: { SIGNALBOX_DATA: "memory://" } });
}

test.each([
  [["--version"], 0, `${manifest.version}\n`, ""],
  [["nonsense"], 2, "", "error: unknown command 'nonsense'\n"],
])("a process of its own: %j", async (argv, code, stdout, stderr) => {
  const child = start(...argv);
  const told = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect(told).toEqual([stdout, stderr, [code, null]]);
});

test("a reader that has enough is no failure: signalbox --help | head -0", async () => {
  const child = start("--help");
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
