import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/**
 * Identifies the scope of process numbers: machine, boot and, on Linux, the container's PID namespace. A folder may be
 * shared between such places, where a process number from another place is meaningless.
 */
export async function thisPlace(): Promise<string> {
  const boot = await orEmpty(readFile("/proc/sys/kernel/random/boot_id", "utf8"));
  const numbering = await orEmpty(readlink("/proc/self/ns/pid"));
  return [hostname(), boot.trim(), numbering].join(" ");
}

/**
 * A process's start, in clock ticks since boot: distinguishes it from a later process with the same number. Null if the
 * system does not report it.
 */
export async function processStart(pid: number): Promise<string | null> {
  const stat = await orEmpty(readFile(`/proc/${pid}/stat`, "utf8"));
  // The second field is the program's name in brackets, which may contain any character; the start is the 22nd.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

/** Only Linux has these files. */
async function orEmpty(reading: Promise<string>): Promise<string> {
  try {
    return await reading;
  } catch {
    return "";
  }
}
