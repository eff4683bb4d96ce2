import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { embeddedDatabaseExists } from "../../../src/store/embedded-files.ts";
import { openStore } from "../../../src/store/open.ts";
import { makeHome } from "../../support/empty-database.ts";

const holder = fileURLToPath(new URL("holder.ts", import.meta.url));

describe("the database in a directory", () => {
  let directory: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "signalbox-embedded-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(directory, { recursive: true, force: true });
  });

  const open = () => openStore({ databaseUrl: null, dataDir: directory });
  const startHolder = async () => {
    const child = spawn(process.execPath, [holder, directory], { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");
    return child;
  };

  it("is refused to a second process, which hears who has it and what to do", async () => {
    await makeHome(directory);
    const child = await startHolder();
    await expect(open()).rejects.toMatchObject({
      name: "Failure",
      code: "database-locked",
      message: expect.stringMatching(new RegExp(`${directory}.*process ${child.pid}`, "u")) as string,
      remedy: expect.stringContaining("DATABASE_URL") as string,
    });
    child.stdin?.end();
    await once(child, "exit");
    const store = await open();
    expect(await store.stream("acme", "issues")).toMatchObject({ watermark: 1 });
    await store.close();
    expect(await readdir(directory)).toEqual(["database"]);
  });

  it("is taken over at once from a process that was killed, with all it had stored", async () => {
    const child = await startHolder();
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = await open();
    expect(await store.stream("acme", "issues")).toMatchObject({ rejected: 3 });
    await store.close();
  });

  it("is made again where the first start was broken off", async () => {
    await writeFile(join(directory, "database.unfinished"), "");
    await writeFile(join(directory, "database"), "half");
    await (await open()).close();
    expect(await readdir(directory)).toEqual(["database"]);
  });

  it("says so when its files cannot be used, and touches nothing", async () => {
    await makeHome(directory);
    await writeFile(join(directory, "database", "PG_VERSION"), "9\n");
    await expect(open()).rejects.toMatchObject({ code: "database-unavailable", verdict: { kind: "stop" } });
    expect(await readdir(directory)).toEqual(["database"]);
  });

  it("names the file that a command of another user left, and the remedy", async () => {
    await makeHome(directory);
    const left = join(directory, "database", "global", "pg_control");
    await openToAll(directory);
    await chmod(left, 0);
    await expect(withoutPrivileges(open)).rejects.toMatchObject({
      code: "database-unavailable",
      message: expect.stringContaining(left) as string,
      remedy: expect.stringContaining(`chown -R USER ${directory}`) as string,
    });
  });

  it("is not taken for missing by a user who may not enter the folder", async () => {
    await makeHome(directory);
    await chmod(directory, 0);
    await expect(withoutPrivileges(() => embeddedDatabaseExists(directory))).rejects.toMatchObject({
      code: "database-unavailable",
      message: expect.stringContaining(directory) as string,
    });
    await chmod(directory, 0o700);
  });

  it("says so when the folder cannot be made", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    const inFile = openStore({ databaseUrl: null, dataDir: join(file, "data") });
    await expect(inFile).rejects.toMatchObject({ code: "database-unavailable" });
  });
});

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o777);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o777 : 0o666);
}

/** Root may read and write every file, so it works as another user. */
async function withoutPrivileges<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
