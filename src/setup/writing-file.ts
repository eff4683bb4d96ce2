import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Failure } from "../domain/failure.ts";

/** `ENOSPC`: no room; `EDQUOT`: none for this user. */
const noRoom: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

/**
 * Writes a file that people keep: the train file, `.env`, answers.
 * @throws Failure with the file, if the file system refuses it
 */
export async function writingFile<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause) || cause instanceof Failure) throw cause;
    const isFull = noRoom.has(String(cause.code));
    throw new Failure({
      code: isFull ? "disk-full" : "config-invalid",
      what: `Signalbox cannot write ${path} (${cause.message}).`,
      remedy: isFull ? "Free some space, and run it again." : "Let this user write there, or name another place.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}

/**
 * Creates a file, and its folders; leaves none that is half written.
 * @param mode its rights
 * @throws Error `EEXIST` if it is there
 */
export async function createFile(path: string, text: string, mode = 0o666): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path);
    throw error;
  } finally {
    await file.close();
  }
}
