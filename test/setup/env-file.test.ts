import { readFile, stat, writeFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { addToEnvFile, variableFor } from "../../src/setup/env-file.ts";
import { useFolder } from "../support/home.ts";

const inFolder = useFolder();

async function place(name: string): Promise<string> {
  const path = await inFolder(`${name}/.env`);
  await mkdir(dirname(path), { recursive: true });
  return path;
}

test("a new file is its owner's alone, and holds what was typed", async () => {
  const path = await place("new");
  const values = { A: "plain-token_1", B: "with space # and 'quote'", C: 'with "quote"', D: "a$b" };
  const typed = Object.entries(values).map(([name, value]) => ({ name, value }));
  expect(await addToEnvFile(path, typed)).toEqual(["A", "B", "C", "D"]);
  expect((await stat(path)).mode % 0o1000).toBe(0o600);
  expect(parseEnv(await readFile(path, "utf8"))).toEqual(values);
});

test("lines of an existing file stay", async () => {
  const path = await place("old");
  await writeFile(path, "# mine\nOLD=1");
  await addToEnvFile(path, [{ name: "NEW", value: "2" }]);
  await addToEnvFile(path, [{ name: "NEWER", value: "3" }]);
  expect(await readFile(path, "utf8")).toBe("# mine\nOLD=1\nNEW=2\nNEWER=3\n");
});

test("nothing typed makes no file", async () => {
  const path = await place("none");
  expect(await addToEnvFile(path, [])).toEqual([]);
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});

test("a variable that has another value keeps it", () => {
  const env = { T: "one", T_3: "three" };
  const taken = [{ name: "T_2", value: "two" }];
  const names = ["one", "two", "three", "four"].map((value) => variableFor("T", value, { env, taken }));
  expect(names).toEqual(["T", "T_2", "T_3", "T_4"]);
  expect(variableFor("U", "x", { env, taken })).toBe("U");
});
