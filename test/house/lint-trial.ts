import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

/** What the linter said of a trial tree: `src/domain/train.ts` → the rules it broke. */
export type Findings = ReadonlyMap<string, readonly string[]>;

const Report = z.object({ diagnostics: z.array(z.object({ filename: z.string(), code: z.string().optional() })) });

const rules = [".oxlintrc.json", "package.json", "tsconfig.json", "test/house/proofs.ts"];

/** Lints files in a temporary copy of the house: its rules and packages, but none of its sources. */
export function lintTrial(files: Readonly<Record<string, string>>): Findings {
  const root = mkdtempSync(join(tmpdir(), "signalbox-lint-"));
  try {
    mkdirSync(join(root, "test/house"), { recursive: true });
    for (const name of rules) copyFileSync(name, join(root, name));
    symlinkSync(resolve("node_modules"), join(root, "node_modules"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return group(lint(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function lint(root: string): string {
  const oxlint = resolve("node_modules/oxlint/bin/oxlint");
  try {
    return execFileSync(process.execPath, [oxlint, "--format", "json"], { cwd: root, encoding: "utf8" });
  } catch (error) {
    // The linter ends with 1 when it finds something; its report is on stdout all the same.
    return z.object({ stdout: z.string().min(1) }, { error: String(error) }).parse(error).stdout;
  }
}

function group(report: string): Findings {
  const found = new Map<string, string[]>();
  for (const { filename, code } of Report.parse(JSON.parse(report)).diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), code ?? "unnamed"]);
  }
  return found;
}
