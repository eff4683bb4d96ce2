import type { Conflict } from "../domain/conflicts/conflict.ts";
import type { Continued } from "../domain/fixes/conflict-differences.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import { conflictSentence, plain } from "../reporting/conflict-sentence.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { keyOf } from "../reporting/item-words.ts";
import type { ProposedFix } from "./proposed-fixes.ts";
import type { Effects, Shift } from "./whatif-effects.ts";

/** What moves change, as `whatif --json` prints it. Instants are ISO 8601. */
export function effectRow({ before, after, conflicts, moved, followers, loads }: Effects): unknown {
  return {
    moves: moved.map(({ landing, ...shift }) => ({
      ...shiftRow(shift),
      timebox: landing === null || landing.isNew ? null : landing.box.name,
    })),
    follows: followers.map(shiftRow),
    clears: conflicts.cleared.map((one) => conflictRow(before, one)),
    opens: conflicts.opened.map((one) => conflictRow(after, one)),
    worsens: conflicts.worsened.map((one) => changeRow(after, one)),
    eases: conflicts.eased.map((one) => changeRow(after, one)),
    stays: conflicts.stays.map((one) => conflictRow(after, one.after)),
    load: loads.map(({ team: { team, unit, finished }, ...change }) => ({ team, unit, finished, ...change })),
    verdict: { before: before.rollup.verdict.level, after: after.rollup.verdict.level },
  };
}

/**
 * A conflict and its smallest fix. `fix` is null if the search found none; `excluded` is the number of moves up to
 * which no fix exists.
 */
export function fixRow(evaluation: Evaluation, { conflict, search, effects }: ProposedFix): unknown {
  const { fix, excluded } = search;
  return {
    ...conflictRow(evaluation, conflict),
    excluded,
    fix: fix && {
      items: fix.moves.length,
      teams: fix.teams,
      moves: fix.moves.map(({ planned, to: { key, increment } }) => ({
        item: planned.item.key,
        iteration: key,
        increment,
        team: planned.team?.key ?? null,
      })),
    },
    effects: effects && effectRow(effects),
  };
}

function conflictRow({ view, rollup }: Evaluation, conflict: Conflict) {
  const { fingerprint, rule, alsoFires, severity, consumer, provider } = conflict;
  return {
    fingerprint,
    rule,
    alsoFires,
    severity,
    says: plain(conflictSentence(view, conflict, rollup.increment)),
    consumer: keyOf(view, consumer),
    provider: provider === null ? null : keyOf(view, provider),
  };
}

function changeRow(after: Evaluation, one: Continued) {
  return { ...conflictRow(after, one.after), was: one.before.severity };
}

function shiftRow({ before, after }: Shift) {
  return { item: before.item.key, before: placeRow(before), after: after && placeRow(after) };
}

function placeRow({ team, iteration, startsAt, endsAt }: PlannedItem) {
  return {
    team: team?.key ?? null,
    iteration: iteration?.key ?? null,
    increment: iteration?.increment ?? null,
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
