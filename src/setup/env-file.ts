import { appendFile, readFile, stat } from "node:fs/promises";
import type { Environment } from "../../config/environment.ts";
import { createFile, writingFile } from "./writing-file.ts";

/** A secret that a person typed, and the variable under which the train file names it. */
export type Typed = { readonly name: string; readonly value: string };

/**
 * The variable for a value: one that has it already, else a name that is free.
 * @param taken variables that another value of this run has
 */
export function variableFor(
  wanted: string,
  value: string,
  { env, taken }: { readonly env: Environment; readonly taken: readonly Typed[] },
): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}_${n}`;
    const present = taken.find((one) => one.name === name)?.value ?? env[name] ?? "";
    if (present === value || present === "") return name;
  }
}

/**
 * Adds variables to `.env`: creates it readable by its owner only, and changes no line of one that exists.
 * @returns the names it added
 * @throws Failure if the file cannot be written
 */
export async function addToEnvFile(path: string, typed: readonly Typed[]): Promise<readonly string[]> {
  if (typed.length === 0) return [];
  const lines = typed.map(({ name, value }) => `${name}=${quoted(value)}\n`).join("");
  await writingFile(path, async () => {
    const before = await textOf(path);
    if (before === null) await createFile(path, lines, 0o600);
    else await appendFile(path, `${before === "" || before.endsWith("\n") ? "" : "\n"}${lines}`);
  });
  return typed.map(({ name }) => name);
}

/** Whether other users of this machine can read a file; Windows tells nothing of it. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  return process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0;
}

/** Only what would not be read back as it is gets quotes. */
function quoted(value: string): string {
  if (/^[\w@%+=:,./~-]+$/u.test(value)) return value;
  const quote = ["'", '"', "`"].find((one) => !value.includes(one)) ?? "'";
  return `${quote}${value}${quote}`;
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
