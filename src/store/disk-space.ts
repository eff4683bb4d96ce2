import { statfs } from "node:fs/promises";

/**
 * Space that the embedded engine may need for one change: two segments of its journal. The engine does not survive a
 * refused segment, so Signalbox checks before each write.
 */
export const neededBytes = 32 * 1024 * 1024;

/** Whether the directory's disk has space for one more change. */
export async function hasFreeSpace(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize >= neededBytes;
}
