import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { manifest, packages, sandboxPackages } from "./manifest.ts";

const Lock = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional(), integrity: z.string().optional() })),
});
const lock = Lock.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
const record = readFileSync("docs/adr/0001-dependencies.md", "utf8");

describe("dependencies", () => {
  test("are pinned exactly", () => {
    const loose = Object.entries(packages).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test.each([
    ["At run time", manifest.dependencies],
    ["In the sandbox", sandboxPackages],
    ["For development", manifest.devDependencies],
  ])("each have their reason in ADR 1 under “%s”, at their version, and no line too many", (heading, wanted) => {
    const [, section = ""] = record.split(`\n## ${heading}\n`);
    const [own = ""] = section.split("\n## ");
    const lines = [...own.matchAll(/^- (\S+ \d\S*): \S.*$/gm)].map(([, line]) => line);
    const reasons = Object.entries(wanted).map(([name, version]) => `${name} ${version}`);
    expect(new Set(lines)).toEqual(new Set(reasons));
    expect(lines).toHaveLength(reasons.length);
  });
});

test("the sandbox takes nothing for itself that the service or the tests have already", () => {
  const others = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(Object.keys(sandboxPackages)).toContain("graphql");
  expect(Object.keys(sandboxPackages).filter((name) => name in others)).toEqual([]);
});

describe("the lock file", () => {
  const locked = Object.entries(lock.packages).filter(([path]) => path !== "");

  test("names no host", () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test("holds the digest of every package", () => {
    expect(locked.length).toBeGreaterThan(300);
    expect(locked.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });
});
