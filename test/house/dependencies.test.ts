import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { manifest, packages, sandboxManifest, sandboxPackages } from "./manifest.ts";

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
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

describe("the sandbox, a workspace of its own", () => {
  test("takes nothing for itself that the service or the tests have already", () => {
    const others = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.keys(sandboxPackages)).toContain("graphql");
    expect(Object.keys(sandboxPackages).filter((name) => name in others)).toEqual([]);
  });

  test("has the packages that a published package brings for its demo", () => {
    expect(sandboxPackages).toEqual(manifest.optionalDependencies);
  });

  test("has the version of the whole", () => {
    expect(sandboxManifest.version).toBe(manifest.version);
  });
});

describe("the lock file", () => {
  const own = new Set(["", "sandbox", "node_modules/@signalbox/sandbox"]);
  const locked = Object.entries(lock.packages).filter(([path]) => !own.has(path));

  test("knows the sandbox as a folder of the project", () => {
    expect(lock.packages["node_modules/@signalbox/sandbox"]).toEqual({ resolved: "sandbox", link: true });
  });

  test("requires the sandbox's packages: npm silently skips an optional one that wants another Node", () => {
    const optional = Object.keys(sandboxPackages).filter((name) => lock.packages[`node_modules/${name}`]?.optional);
    expect(optional).toEqual([]);
  });

  test("names no host", () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test("holds the digest of every package", () => {
    expect(locked.length).toBeGreaterThan(300);
    expect(locked.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });
});
