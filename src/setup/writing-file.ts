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
