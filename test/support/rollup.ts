import type { Rollup } from "../../src/domain/rollup/rollup.ts";
import type { Visibility } from "../../src/domain/conflicts/visibility.ts";
import { decisionsOpen, type Evaluation } from "../../src/reporting/evaluate.ts";
import { aTrain, noon } from "./builders.ts";
import { aView } from "./views.ts";

/** Everything is visible. */
export const clear: Visibility = { isRead: () => true, isOver: () => true, isAsBefore: () => false };

const nothing = { items: 0, done: 0, inProgress: 0, cancelled: 0, points: 0, pointsDone: 0 };

/** The figures of `aTrain` at noon, by default without anything to count. */
export function aRollup(change: Partial<Rollup> = {}): Rollup {
  const [increment] = aTrain().increments;
  return {
    train: "payments",
    name: "Payments",
    at: noon,
    increment: "2026.4",
    iteration: "2",
    calendar: { startsAt: increment?.startsAt ?? null, endsAt: increment?.endsAt ?? null, state: "planned" },
    verdict: { level: "on-track", reasons: [] },
    items: 0,
    features: 0,
    openFeatures: [],
    uncounted: 0,
    total: nothing,
    inIncrement: nothing,
    iterations: [],
    teams: [],
    load: [],
    dependencies: { total: 0, open: 0, crossTracker: 0, crossTeam: 0 },
    conflicts: { conflict: 0, risk: 0, info: 0 },
    unseenConflicts: 0,
    dataQuality: {
      owned: 0,
      neighbours: 0,
      unassigned: 0,
      drafts: [],
      hiddenItems: [],
      withoutEstimate: 0,
      withoutIteration: 0,
      unreadableEnds: 0,
      worst: { withoutEstimate: [], withoutIteration: [], unreadableEnds: [] },
      guessedStatuses: [],
      estimatesWithoutNumber: [],
      rejectedRecords: 0,
      sprintsWithoutIteration: [],
      lacking: [],
      sources: [],
    },
    ...change,
  };
}

/** By default the evaluation of an empty train, in its first report. */
export function anEvaluation(change: Partial<Evaluation> = {}): Evaluation {
  const { view = aView([]), records = [] } = change;
  return {
    view,
    records,
    decisions: decisionsOpen(view, records),
    rollup: aRollup(),
    changes: null,
    setup: { teams: [], faults: [] },
    visibility: clear,
    ...change,
  };
}
