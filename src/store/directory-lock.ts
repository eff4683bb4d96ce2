import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import lockfile from "proper-lockfile";
import { z } from "zod";
import { Failure } from "../domain/failure.ts";
import { processStart, thisPlace } from "./process-identity.ts";

/**
 * The process that holds the directory. `place` and `started` distinguish it from a later process with the same number,
 * `folder` a copied directory from the original; earlier versions did not record it.
 */
const Holder = z.object({
  token: z.string(),
  pid: z.number(),
  place: z.string(),
  started: z.string().nullable(),
  folder: z.string().optional(),
  since: z.string(),
});
type Holder = z.infer<typeof Holder>;

const heartbeatMs = 5_000;
/** Time without a heartbeat after which a holder in another container or machine counts as dead. */
const silentAfterMs = 60_000;

/**
 * Locks a directory for this process until it releases it or ends; takes over the lock of a dead process at once.
 * @returns a function that releases it
 * @throws Failure `database-locked` with the directory, its holder and the remedy
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, "lock.json");
  const own = await thisHolder(directory);
  await exclusively(directory, async () => {
    const holder = await readHolder(file);
    if (holder !== null && (await isAlive(holder, own, file))) throw locked(directory, holder);
    await writeWhole(file, JSON.stringify(own));
  });
  const heartbeat = setInterval(() => void beat(file), heartbeatMs);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    const holder = await readHolder(file);
    if (holder?.token === own.token) await rm(file, { force: true });
  };
}

async function thisHolder(directory: string): Promise<Holder> {
  const { dev, ino } = await stat(directory);
  return {
    token: randomUUID(),
    pid: process.pid,
    place: await thisPlace(),
    started: await processStart(process.pid),
    folder: `${dev} ${ino}`,
    since: new Date().toISOString(),
  };
}

/** Reads and takes the lock file as one step across processes; others wait, because it takes milliseconds. */
async function exclusively(directory: string, work: () => Promise<void>): Promise<void> {
  const release = await lockfile.lock(directory, {
    lockfilePath: join(directory, "lock.taking"),
    stale: 5_000,
    retries: { retries: 100, factor: 1, minTimeout: 100, maxTimeout: 100 },
  });
  try {
    await work();
  } finally {
    await release();
  }
}

/** Null without a lock, or if the file is malformed. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    return Holder.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error && error.code === "ENOENT")) {
      return null;
    }
    throw error;
  }
}

async function isAlive(holder: Holder, own: Holder, file: string): Promise<boolean> {
  if (holder.place === own.place) {
    if (holder.folder !== undefined && holder.folder !== own.folder) return false;
    return processExists(holder.pid) && holder.started === (await processStart(holder.pid));
  }
  const { mtimeMs } = await stat(file);
  return Date.now() - mtimeMs < silentAfterMs;
}

function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // The process exists, but belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}

/** Ignores errors: the next beat repairs a missed one, and the next statement reports a removed directory. */
async function beat(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

function locked(directory: string, { pid, since }: Holder): Failure {
  return new Failure({
    code: "database-locked",
    what: `The database in ${directory} is in use by another Signalbox (process ${pid}, since ${since}).`,
    remedy:
      "Wait until it ends or stop it; or give this one another folder (SIGNALBOX_DATA), or a PostgreSQL that both may use (DATABASE_URL).",
    verdict: { kind: "retry", afterMs: null },
  });
}
