import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { readEnvironment } from "../../config/settings.ts";

/** Linux keeps it in memory; a container may have little there. */
const memory = "/dev/shm";
const neededBytes = 2 ** 30;

/**
 * Puts the temporary files of the tests, which create and delete a hundred thousand, into memory where there is room,
 * unless TMPDIR says where they go. On ext4 they took a fifth of the tests' time: for each new file it passes over
 * those deleted in the last minutes.
 */
export function setup(): void {
  if (readEnvironment(process.cwd())["TMPDIR"] !== undefined || !hasRoom()) return;
  const folder = mkdtempSync(`${memory}/signalbox-tests-`);
  // PostgreSQL, which does not run as root, enters it.
  chmodSync(folder, 0o755);
  // oxlint-disable-next-line node/no-process-env -- the processes of the tests inherit it
  process.env["TMPDIR"] = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  for (const signal of ["SIGHUP", "SIGTERM"] as const) {
    process.once(signal, () => {
      remove();
      process.kill(process.pid, signal);
    });
  }
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= neededBytes;
  } catch {
    // Other systems have no such folder.
    return false;
  }
}
