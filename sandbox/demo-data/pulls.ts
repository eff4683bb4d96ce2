import { hourMs } from "./calendar.ts";
import type { Draft, DraftKind } from "./draft.ts";
import type { Person } from "./people.ts";
import type { Random } from "./random.ts";
import { teamOf } from "./teams.ts";
import type { TeamKey } from "./texts.ts";

/** A pull request before it has a number. Instants in epoch milliseconds. */
export type PullDraft = {
  readonly team: "api" | "web";
  readonly about: Draft;
  readonly author: Person;
  readonly isDraft: boolean;
  readonly createdAt: number;
  /** Null while it is open. */
  readonly mergedAt: number | null;
};

/** A team's repository, and the probability that an item has a pull request there. */
const repos: Readonly<Partial<Record<TeamKey, readonly [repo: "api" | "web", likelihood: number]>>> = {
  api: ["api", 0.6],
  web: ["web", 0.6],
  checkout: ["web", 0.4],
  ledger: ["api", 0.3],
};

/** Kinds of items that may have a pull request. */
const codeKinds: ReadonlySet<DraftKind> = new Set<DraftKind>(["story", "bug"]);

/** Pull requests of work that has begun. @param now epoch milliseconds */
export function draftPulls(random: Random, drafts: readonly Draft[], now: number): readonly PullDraft[] {
  return drafts.flatMap((about) => {
    const [team, likelihood] = repos[about.team] ?? [];
    if (team === undefined || !codeKinds.has(about.kind) || about.startedAt === null) return [];
    if (!random.chance(likelihood ?? 0)) return [];
    const createdAt = random.instant(
      about.startedAt,
      Math.min(now, about.closedAt ?? now, about.startedAt + 30 * hourMs),
    );
    const author = about.assignee ?? random.pick(teamOf(about.team).members);
    return { team, about, author, isDraft: about.state === "in-progress", createdAt, mergedAt: about.closedAt };
  });
}
