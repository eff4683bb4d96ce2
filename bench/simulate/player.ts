import type { GithubProfile } from "../../sandbox/github/release.ts";
import type { JiraProfile } from "../../sandbox/jira/profile.ts";
import { startAnswering } from "../child.ts";
import { played, type Played } from "./played.ts";

/** An order for a player: a line of JSON. */
export type Order = {
  readonly seed: number;
  readonly steps: number;
  readonly unending: boolean;
  readonly jira: JiraProfile;
  readonly github: GithubProfile;
  /** Name of a planted defect; null for none. */
  readonly planted: string | null;
};

/** A process that plays seeds, one at a time. */
export function startPlayer() {
  const { ask, end } = startAnswering("simulate/seed-process.ts");
  return { play: async (order: Order): Promise<Played> => played.parse(await ask(JSON.stringify(order))), end };
}
