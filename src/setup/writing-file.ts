import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
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

/**
 * Gives an existing file another text. The new text takes the place of the old one as a whole, so that a full disk or an
 * interruption leaves the old one; only where the folder admits no other file, as around a file that a container mounts,
 * it is written in place.
 * @param before the text that the new one was made from
 * @throws Failure if the file has changed since
 */
export async function replaceFile(path: string, before: string, after: string): Promise<void> {
  const place = await realpath(path);
  if ((await readFile(place, "utf8")) !== before) throw changedSince(path);
  const draft = `${place}.${randomUUID()}`;
  try {
    const { mode } = await stat(place);
    await createFile(draft, after, mode);
    await takePlace({ draft, mode }, place);
  } catch (error) {
    if (error instanceof Error && "code" in error && noRoom.has(String(error.code))) throw error;
    await writeFile(place, after);
  }
}

type Draft = { readonly draft: string; readonly mode: number };

async function takePlace({ draft, mode }: Draft, place: string): Promise<void> {
  try {
    // A new file lacks the rights that the process's mask takes away, such as its group's.
    await chmod(draft, mode);
    await rename(draft, place);
  } catch (error) {
    await rm(draft);
    throw error;
  }
}

function changedSince(path: string): Failure {
  return new Failure({
    code: "config-invalid",
    what: `${path} was changed while init looked at it; init does not write over that change.`,
    remedy: "Run it again.",
    verdict: { kind: "stop" },
  });
}
