import { readFileSync } from "node:fs";
import { z } from "zod";

const Dependencies = z.record(z.string(), z.string());
const Manifest = z.object({
  version: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: Dependencies,
  optionalDependencies: Dependencies,
  devDependencies: Dependencies,
});

/** `package.json`, as far as the house's tests look at it. */
export const manifest = Manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));

const SandboxManifest = z.object({ version: z.string(), private: z.literal(true), dependencies: Dependencies });

/** The same of the sandbox, a workspace of its own. */
export const sandboxManifest = SandboxManifest.parse(JSON.parse(readFileSync("sandbox/package.json", "utf8")));

/** What only the sandbox needs: a package has it, the image leaves it out. */
export const sandboxPackages = sandboxManifest.dependencies;

/** Every direct dependency with its version. */
export const packages: Readonly<Record<string, string>> = {
  ...manifest.dependencies,
  ...sandboxPackages,
  ...manifest.devDependencies,
};

/** @returns the first number of a version: 24 of `24.21.0` and of `>=24`. */
export function majorOf(version: string | undefined): number {
  return Number(/\d+/.exec(version ?? "")?.[0]);
}
