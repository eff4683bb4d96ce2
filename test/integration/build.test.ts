import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

/** Runs what `npm run build` made, away from the sources, on a data directory of its own. */
function runBuilt(...args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-build-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { SIGNALBOX_DATA: join(folder, "data") };
  return execFileSync(process.execPath, [resolve("dist/src/main.js"), ...args], { cwd: folder, env, encoding: "utf8" });
}

describe("plain JavaScript in dist/", () => {
  beforeAll(() => {
    rmSync("dist", { recursive: true, force: true });
    execFileSync("npm", ["run", "build"], { stdio: "pipe" });
  });

  test("starts", () => {
    expect(runBuilt("--version").trim()).toBe(manifest.version);
  });

  test("finds the texts of the demo", () => {
    const generate =
      "const { generateDemo } = await import(process.argv[1]); console.log(generateDemo({ seed: 1, now: 0 }).jira.acme.issues.length);";
    const generator = resolve("dist/sandbox/demo-data/generate.js");
    const made = execFileSync(process.execPath, ["--input-type=module", "--eval", generate, generator], {
      encoding: "utf8",
    });
    expect(Number(made)).toBeGreaterThan(200);
  });

  test("finds its migrations", () => {
    expect(JSON.parse(runBuilt("migrate", "--json"))).toBeTypeOf("object");
  });
});
