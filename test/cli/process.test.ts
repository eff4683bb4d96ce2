import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
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

test("an older Node is told which one is needed, in place of a loader's error", async () => {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })`;
  const child = spawn(process.execPath, [
    "--import",
    `data:text/javascript,${pretend}`,
    "bin/signalbox.js",
    "--version",
  ]);
  const told = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect(told).toEqual([
    "",
    "signalbox: Node 24 or later is needed, and this is Node 20.19.0.\n" +
      "  Install Node 24; in a checkout, `npm run signalbox -- …` brings its own.\n",
    [2, null],
  ]);
});

test("the launcher of `npx signalbox` runs the commands", async () => {
  const child = spawn(process.execPath, [resolve(manifest.bin.signalbox), "--version"], { cwd: tmpdir() });
  expect(await Promise.all([text(child.stdout), once(child, "exit")])).toEqual([`${manifest.version}\n`, [0, null]]);
});

test("a reader that has enough is no failure: signalbox --help | head -0", async () => {
  const child = start("--help");
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
