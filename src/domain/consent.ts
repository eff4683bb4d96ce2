import type { ConflictRecord } from "./conflicts/conflict.ts";
import type { CommentMode, Team, Train } from "./model/train.ts";

/**
 * Whether Signalbox may write for a train. `proposed`: no person has consented; it writes only the rollup, as a
 * proposal. `started`: it may write comments. `stopped`: it writes nothing at all.
 */
export type Consent = { readonly state: "proposed" } | Started | Stopped;

/** `since`: epoch milliseconds. `withStanding`: conflicts that were open then get comments as well, not only newer ones. */
export type Started = { readonly state: "started"; readonly since: number; readonly withStanding: boolean };

/** `since`: epoch milliseconds. */
export type Stopped = { readonly state: "stopped"; readonly since: number };

/** The state before any decision. */
export const proposed: Consent = { state: "proposed" };

/** Whether to report a conflict in a comment: it opened, reopened or worsened after the start, or all are reported. */
export function isReportable({ since, withStanding }: Started, { stateSince, worsenedAt }: ConflictRecord): boolean {
  return withStanding || Math.max(stateSince, worsenedAt ?? stateSince) > since;
}

/** The mode for a team's items: `off` of the train applies to all, else the team's own setting wins. */
export function commentMode({ comments }: Train, team: Team | null): CommentMode {
  return comments.mode === "off" ? "off" : (team?.comments ?? comments.mode);
}
