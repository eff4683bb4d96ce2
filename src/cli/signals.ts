/** With the exit codes of a process that each of them ended, as shells count them. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const names = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

let waiting = 0;

/**
 * Lets signals end this process if it is the first of a container: Linux ignores those of process 1 that nothing listens
 * to (https://man7.org/linux/man-pages/man7/pid_namespaces.7.html).
 */
export function endAsFirstProcess(): void {
  if (process.pid !== 1) return;
  for (const name of names) {
    process.on(name, () => {
      if (waiting === 0) process.exit(codes[name]);
    });
  }
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP (its terminal closed); another one then ends the process. */
export function untilStopped(): Promise<void> {
  waiting += 1;
  return new Promise((resolve) => {
    const stop = () => {
      waiting -= 1;
      for (const name of names) process.off(name, stop);
      resolve();
    };
    for (const name of names) process.on(name, stop);
  });
}
