import { cp, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDirectory } from "../../src/store/directory-lock.ts";
import { processStart, thisPlace } from "../../src/store/process-identity.ts";

const locked = { name: "Failure", code: "database-locked" };

/** No process has it: numbers end far below. */
const noProcess = 2 ** 30;

describe("the lock of a directory", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "signalbox-lock-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const here = async () => ({ place: await thisPlace(), pid: process.pid, started: await processStart(process.pid) });
  const leave = (holder: object) =>
    writeFile(join(directory, "lock.json"), JSON.stringify({ token: "t", since: "then", ...holder }));
  const takeAndRelease = async () => {
    const release = await lockDirectory(directory);
    await release();
  };

  it("leaves nothing behind", async () => {
    await takeAndRelease();
    await takeAndRelease();
    expect(await readdir(directory)).toEqual([]);
  });

  it("is had once, also in one process, and by one of many that come at once", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => lockDirectory(directory)));
    const taken = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(taken).toHaveLength(1);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
    expect(reasons).toMatchObject([locked, locked, locked, locked]);
    for (const { value: release } of taken) await release();
  });

  it("names the directory, the process and the remedy", async () => {
    await leave(await here());
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      ...locked,
      message: expect.stringMatching(new RegExp(`${directory} .*process ${process.pid}, since then`, "u")) as string,
      remedy: expect.stringContaining("SIGNALBOX_DATA") as string,
    });
  });

  it("is free in a copy of the directory while a process holds the original", async () => {
    const release = await lockDirectory(directory);
    const copy = `${directory}-copy`;
    await cp(directory, copy, { recursive: true });
    const releaseCopy = await lockDirectory(copy);
    await expect(lockDirectory(copy)).rejects.toMatchObject(locked);
    await releaseCopy();
    await rm(copy, { recursive: true });
    await release();
  });

  it("of a dead process is taken over at once", async () => {
    await leave({ ...(await here()), pid: noProcess });
    await takeAndRelease();
    expect(await readdir(directory)).toEqual([]);
  });

  it("is not held by a later process that got the dead one's number", async () => {
    await leave({ ...(await here()), started: "another start" });
    await takeAndRelease();
    expect(await readdir(directory)).toEqual([]);
  });

  it("from another machine or container holds as long as its heart beats", async () => {
    await leave({ place: "elsewhere", pid: noProcess, started: null });
    await expect(lockDirectory(directory)).rejects.toMatchObject(locked);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(directory, "lock.json"), longAgo, longAgo);
    await takeAndRelease();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each(["", "{", "[]", '{"pid":"1"}'])("that reads %j is no lock", async (text) => {
    await writeFile(join(directory, "lock.json"), text);
    await takeAndRelease();
    expect(await readdir(directory)).toEqual([]);
  });

  it("is released by its holder only", async () => {
    const release = await lockDirectory(directory);
    await leave({ place: "elsewhere", pid: 1, started: null });
    await release();
    expect(await readdir(directory)).toEqual(["lock.json"]);
  });
});
