import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { readEnvironment } from "../../config/settings.ts";
import { makeHome } from "../support/empty-database.ts";
import manifest from "../../package.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "signalbox-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Builds `dist/` and packs it, as npm does to publish it. */
beforeAll(() => {
  // The compiler ends before its memory is worth collecting: it takes a third less time without.
  const env = { ...readEnvironment(process.cwd()), GOGC: "off" };
  execFileSync("npm", ["pack", "--pack-destination", folder], { stdio: "pipe", env });
});

/** Runs what `npm run build` made, away from the sources, on a data directory of its own. */
function runBuilt(...args: readonly string[]): string {
  const cwd = mkdtempSync(join(tmpdir(), "signalbox-build-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const env = { SIGNALBOX_DATA: join(cwd, "data") };
  return execFileSync(process.execPath, [resolve("dist/src/main.js"), ...args], { cwd, env, encoding: "utf8" });
}

describe("plain JavaScript in dist/", () => {
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

describe("the package", { shuffle: false }, () => {
  const tarball = join(folder, `signalbox-${manifest.version}.tgz`);
  const away = join(folder, "away");
  let refusal = "";

  beforeAll(() => {
    mkdirSync(away);
    writeFileSync(join(away, "package.json"), "{}");
    const options = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
    const { status, stderr } = spawnSync("npm", ["install", ...options, tarball], { cwd: away, encoding: "utf8" });
    if (status !== 0) refusal = stderr;
    // The reason to skip is a registry out of reach, and no other failure.
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED/u.test(refusal)) expect(refusal).toBe("");
  });

  const npx = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const env = { ...readEnvironment(away), ...environment };
    return execFileSync("npx", ["--no-install", "signalbox", ...args], { cwd: away, env, encoding: "utf8" });
  };

  test("holds the program, without sources, tests or maps", () => {
    const listed = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).split("\n");
    const tops = new Set(listed.flatMap((path) => path.split("/")[1] ?? []));
    expect([...tops].toSorted()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "bin", "config", "dist", "package.json"].toSorted(),
    );
    expect(listed.filter((path) => /\.ts$|\.map$|\.env|\.test\./u.test(path))).toEqual([]);
  });

  test("says its version, and starts Node with the options that it needs", ({ skip }) => {
    skip(refusal !== "", "no registry is in reach");
    expect(npx({}, "--version").trim()).toBe(manifest.version);
    const [, options = ""] = /^exec node (.*) src\/main\.ts$/u.exec(manifest.scripts.signalbox) ?? [];
    expect(options).toMatch(/^--\S+ --\S+ --\S+$/u);
    const show = join(folder, "show-options.mjs");
    writeFileSync(show, 'console.log(process.execArgv.join(" "));');
    expect(npx({ NODE_OPTIONS: `--import=${show}` }, "--version")).toContain(`${options}\n`);
  });

  test("runs the demo, without a download", async ({ skip }) => {
    skip(refusal !== "", "no registry is in reach");
    // "finds its migrations" above creates one.
    await makeHome(join(away, ".signalbox-demo"));
    const Result = z.object({ requests: z.object({ jira: z.number(), github: z.number() }) });
    const { requests } = Result.parse(JSON.parse(npx({}, "demo", "--once", "--json", "--port", "0")));
    expect(requests.jira).toBeGreaterThan(0);
    expect(requests.github).toBeGreaterThan(0);
    expect(readdirSync(join(away, "node_modules"))).not.toContain("prisma");
  });
});
