import { readFileSync } from "node:fs";
import { z } from "zod";

const Manifest = z.object({
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** `package.json`, as far as the house's tests look at it. */
export const manifest = Manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));

/** Every direct dependency with its version. */
export const packages: Readonly<Record<string, string>> = { ...manifest.dependencies, ...manifest.devDependencies };

/** @returns the first number of a version: 24 of `24.21.0` and of `>=24`. */
export function majorOf(version: string | undefined): number {
  return Number(/\d+/.exec(version ?? "")?.[0]);
}
