import type { ConflictRecord } from "./conflicts/conflict.ts";
import type { CommentMode, Team, Train } from "./model/train.ts";

/**
 * Whether a train may be written for. `proposed`: nobody has said yes; its rollup stands as a proposal, and nothing else.
 * `started`: comments may be written. `stopped`: nothing is written at all.
 */
export type Consent = { readonly state: "proposed" } | Started | Stopped;

/** `since`: epoch milliseconds. `withStanding`: conflicts that stood then get comments as well, not only newer ones. */
export type Started = { readonly state: "started"; readonly since: number; readonly withStanding: boolean };

/** `since`: epoch milliseconds. */
export type Stopped = { readonly state: "stopped"; readonly since: number };

/** Where nobody has decided anything yet. */
export const proposed: Consent = { state: "proposed" };

/** Whether a conflict is to be told in a comment: it opened, reopened or got worse after the start, or all are told. */
export function isTold({ since, withStanding }: Started, { stateSince, worsenedAt }: ConflictRecord): boolean {
  return withStanding || Math.max(stateSince, worsenedAt ?? stateSince) > since;
}

/** What holds for a team's items: `off` of the train is `off` for all, else the team's own word comes first. */
export function commentMode({ comments }: Train, team: Team | null): CommentMode {
  return comments.mode === "off" ? "off" : (team?.comments ?? comments.mode);
}
