import { hash } from "node:crypto";
import { chmod, lstat, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { inMemory } from "../store/embedded-files.ts";
import type { StoreSettings } from "./open-store.ts";

/** Length of a socket's path, in bytes, that every system accepts. */
const longest = 100;

/** `pipe`: a named pipe of Windows, which is not a file. */
export type SocketPlace = { readonly path: string; readonly below: "data" | "temporary" | "pipe" };

/**
 * Where the process that has an embedded database open answers commands: a socket in the data directory or, if that
 * path is too long, in the user's own folder below the system's temporary one. On Windows a named pipe.
 * @returns null for a database that other processes open themselves (PostgreSQL), or that none can (in memory)
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
 * Removes a leftover socket. The caller holds the data directory's lock, so the process that made the socket is dead.
 * @throws Error if the folder belongs to another user
 */
export async function clearPlace(place: SocketPlace): Promise<void> {
  if (place.below === "pipe") return;
  if (place.below === "temporary") await mkdir(dirname(place.path), { recursive: true, mode: 0o700 });
  if (!(await isOurs(place))) throw new Error("its folder belongs to another user");
  await rm(place.path, { force: true });
}

/** Only the user who runs the process may connect. */
export async function closeToOthers({ path, below }: SocketPlace): Promise<void> {
  if (below !== "pipe") await chmod(path, 0o600);
}

/** False for a folder below the temporary one that another user made, or may write to: that user could answer in our place. */
export async function isOurs({ path, below }: SocketPlace): Promise<boolean> {
  if (below !== "temporary") return true;
  const folder = await lstat(dirname(path)).catch(() => null);
  return folder?.isDirectory() === true && folder.uid === process.getuid?.() && (folder.mode & 0o077) === 0;
}
