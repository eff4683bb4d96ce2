import { statfs } from "node:fs/promises";

/**
 * What the embedded engine may need for one change: two pieces of its journal. It cannot stand being refused one,
 * so it is not asked to write where that could happen.
 */
const neededBytes = 32 * 1024 * 1024;

/** Whether the disk of a directory has space for one more change. */
export async function hasFreeSpace(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize >= neededBytes;
}
