import type { SiteLook } from "../domain/proposal/site-look.ts";
import type { Progress } from "./runtime.ts";

/** Looks at a tracker before there is a train file. */
export type Discovery = {
  /**
   * Reads with a bounded number of requests, however large the tracker is; goes on where it refuses a part, and says
   * so in `refused`.
   * @throws Failure if nothing can be read: a wrong address or token, no network
   */
  look(progress: Progress): Promise<SiteLook>;
  /** Another address at which the tracker takes a token that it refuses at its own; null for none. */
  gateway?(): Promise<string | null>;
};
