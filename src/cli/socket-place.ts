import { hash } from "node:crypto";
import { chmod, lstat, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { inMemory } from "../store/embedded-files.ts";
import type { StoreSettings } from "./open-store.ts";

/** What every system takes for the path of a socket, in bytes. */
const longest = 100;

/** `pipe`: a named pipe of Windows, which is no file. */
export type SocketPlace = { readonly path: string; readonly below: "data" | "temporary" | "pipe" };

/**
 * Where the process that has an embedded database answers commands: a socket in the data directory, or where that is
 * too long a path for one, in a folder of the user's own below the system's temporary one. On Windows a named pipe.
 * @returns null for a database that other processes open themselves (PostgreSQL), or none could (in memory)
 */
export function socketPlace({ databaseUrl, dataDir }: StoreSettings): SocketPlace | null {
  if (databaseUrl !== null || dataDir.startsWith(inMemory)) return null;
  const directory = resolve(dataDir);
  if (process.platform === "win32") return { path: `\\\\.\\pipe\\${nameFor(directory)}`, below: "pipe" };
  const near = join(directory, "command.sock");
  if (Buffer.byteLength(near) <= longest) return { path: near, below: "data" };
  return { path: join(tmpdir(), nameFor(directory), "command.sock"), below: "temporary" };
}

function nameFor(directory: string): string {
  return `signalbox-${hash("sha256", directory).slice(0, 16)}`;
}

/**
 * Makes room for a socket. Whoever has the data directory's lock may take away one that is there: the process that made
 * it is no more.
 * @throws Error where the place is somebody else's
 */
export async function clearPlace(place: SocketPlace): Promise<void> {
  if (place.below === "pipe") return;
  if (place.below === "temporary") await mkdir(dirname(place.path), { recursive: true, mode: 0o700 });
  if (!(await isOurs(place))) throw new Error("its folder belongs to another user");
  await rm(place.path, { force: true });
}

/** Nobody but the user who runs the process may ask it. */
export async function closeToOthers({ path, below }: SocketPlace): Promise<void> {
  if (below !== "pipe") await chmod(path, 0o600);
}

/** False for a folder below the temporary one that somebody else made, or may write to: he could answer in our place. */
export async function isOurs({ path, below }: SocketPlace): Promise<boolean> {
  if (below !== "temporary") return true;
  const folder = await lstat(dirname(path)).catch(() => null);
  return folder?.isDirectory() === true && folder.uid === process.getuid?.() && (folder.mode & 0o077) === 0;
}
