import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/**
 * Where process numbers mean the same as here: machine, boot and, on Linux, the container's own numbering.
 * A folder can be shared between such places, and then a number found in it says nothing.
 */
export async function thisPlace(): Promise<string> {
  const boot = await orEmpty(readFile("/proc/sys/kernel/random/boot_id", "utf8"));
  const numbering = await orEmpty(readlink("/proc/self/ns/pid"));
  return [hostname(), boot.trim(), numbering].join(" ");
}

/** When a process began, in clock ticks since boot: tells it from a later one with the same number. Null where the system does not say. */
export async function processStart(pid: number): Promise<string | null> {
  const stat = await orEmpty(readFile(`/proc/${pid}/stat`, "utf8"));
  // The second field is the program's name in brackets, which may hold anything; the start is the 22nd.
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
