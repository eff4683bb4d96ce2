import { cp, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lockDirectory } from "../../src/store/directory-lock.ts";
import { processStart, thisPlace } from "../../src/store/process-identity.ts";

const locked = { name: "Failure", code: "database-locked", verdict: { kind: "retry" } };

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

  it("of a dead process is taken over where no process tells its start", async () => {
    await leave({ ...(await here()), pid: noProcess, started: null });
    await takeAndRelease();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each([
    ["held by a process of another user", "EPERM", ["lock.json"]],
    ["free if that process is gone", "ESRCH", []],
  ])("is %s", async (_, code, left) => {
    await leave(await here());
    vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    await takeAndRelease().catch(() => undefined);
    expect(await readdir(directory)).toEqual(left);
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

  it("beats until it is released, so that another machine sees its holder alive", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const release = await lockDirectory(directory);
      const file = join(directory, "lock.json");
      const longAgo = new Date(Date.now() - 3_600_000);
      await utimes(file, longAgo, longAgo);
      vi.advanceTimersByTime(5_000);
      await expect.poll(async () => (await stat(file)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      await release();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is released without an error when its file is gone", async () => {
    const release = await lockDirectory(directory);
    await rm(join(directory, "lock.json"));
    await release();
    expect(await readdir(directory)).toEqual([]);
  });

  it("whose file cannot be read is not taken for free", async () => {
    await mkdir(join(directory, "lock.json"));
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "EISDIR", syscall: "read" });
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
