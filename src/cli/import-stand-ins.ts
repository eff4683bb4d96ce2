import { Failure } from "../domain/failure.ts";

/**
 * Loads a command that runs on the stand-ins. The image holds neither them nor their packages.
 * @throws Failure `not-found` where they are not there
 */
export async function loadDemo<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (!isMissingModule(cause)) throw cause;
    throw new Failure({
      code: "not-found",
      what: "This installation, such as the image, has no demo.",
      remedy: "Get it with a checkout of Signalbox: `npm ci`, then `npm run demo`.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}

function isMissingModule(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
