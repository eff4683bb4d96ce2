import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { secretNames, useSmallWorld } from "../support/small-world.ts";

const { world, home } = useSmallWorld("pglite");

/** A command that must fail and print nothing but why. */
async function refused(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world().command(...argv);
  expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: "" });
  return stderr;
}

describe("a database that another process holds", () => {
  test("is told with that process and the remedy, and works again afterwards", async () => {
    const holder = spawn(process.execPath, ["test/integration/store/holder.ts", home()], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    onTestFinished(() => void holder.kill("SIGKILL"));
    await once(holder.stdout, "data");
    for (const argv of [["conflicts", "small"], ["sync", "--config", await world().trainFile()], ["migrate"]]) {
      const said = await refused(...argv, "--json");
      expect(said).toMatch(`The database in ${home()} is in use by another Signalbox (process ${holder.pid},`);
      expect(said).toMatch(/\n {2}Wait until it ends or stop it; .*SIGNALBOX_DATA.*DATABASE_URL/);
    }
    holder.stdin.end();
    await once(holder, "exit");
    await world().expectLastGoodModel();
  });
});

describe("a PostgreSQL that is gone", () => {
  test("is told with its address, without user and password", async () => {
    const port = await closedPort();
    vi.stubEnv("DATABASE_URL", `postgresql://signalbox:hunter2@127.0.0.1:${port}/trains`);
    for (const argv of [
      ["conflicts", "small"],
      ["sync", "--config", await world().trainFile()],
    ]) {
      expect(await refused(...argv, "--json")).toMatch(
        new RegExp(
          `^signalbox: The database 127\\.0\\.0\\.1:${port}/trains cannot be reached\\.\n {2}Check that PostgreSQL runs`,
        ),
      );
    }
  });
});

/** Free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A disk of its own in memory; only root may make one, and not everywhere. */
function mountDisk(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=250m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return true;
}

test("a full disk: told, nothing lost, and over as soon as there is room", async ({ skip }) => {
  const disk = await world().inFolder("disk");
  await mkdir(disk);
  skip(!mountDisk(disk), "needs root and the right to mount a file system");
  const dataDir = join(disk, "data");
  await cp(home(), dataDir, { recursive: true });
  vi.stubEnv("SIGNALBOX_DATA", dataDir);
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, "ballast"), Buffer.alloc(bavail * bsize - 8 * 1024 * 1024));
  world().sandbox.jira.get("acme")?.people.editIssue("PAY-3", { summary: "Show the invoice as PDF" });
  const file = await world().trainFile();
  expect(await refused("sync", "--config", file)).toMatch(
    new RegExp(
      `^signalbox: The disk of the database \\(${dataDir}\\) is full; .+ stands\\.\n {2}Free some space there`,
    ),
  );
  await world().expectLastGoodModel();
  await rm(join(disk, "ballast"));
  expect(await world().command("sync", "--config", file)).toMatchObject({ code: 0 });
  await world().expectLastGoodModel();
});

test("a process of its own fails the same way, and its log at the finest level gives no secret away", async () => {
  const env = {
    SIGNALBOX_DATA: home(),
    LOG_LEVEL: "trace",
    [secretNames.jira]: "wrong-hunter2",
    [secretNames.github]: world().sandbox.github.token,
  };
  const child = spawn(process.execPath, ["src/main.ts", "sync", "--config", await world().trainFile()], { env });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect(code, stderr).toBe(1);
  expect(stdout).not.toContain("acme:");
  expect(stderr).toContain("signalbox: acme does not accept our credentials");
  const account = [...world().sandbox.jira.values()][0]?.account.email ?? "";
  for (const secret of ["hunter2", world().sandbox.github.token, btoa(`${account}:wrong-hunter2`)]) {
    expect(stdout + stderr).not.toContain(secret);
  }
  await world().expectLastGoodModel();
});
