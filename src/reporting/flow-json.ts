import type { ConflictLives } from "../domain/figures/conflict-lives.ts";
import type { DependencyHealth } from "../domain/figures/dependency-health.ts";
import type { DependencyHints } from "../domain/figures/dependency-hints.ts";
import type { FlowFigures } from "../domain/figures/flow.ts";
import type { FlowWeek } from "../domain/figures/flow-window.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { namesBehind, withNames } from "./behind-json.ts";
import type { TrainFlow } from "./flow.ts";
import { keyOf } from "./item-words.ts";

type FlowParts = { readonly flow: unknown; readonly dependencyHealth: unknown };

/** The part of `report --as json` that looks back; instants as ISO 8601. The window's weeks are those of each figure by week. */
export function flowJson(looked: TrainFlow | null, view: TrainView): FlowParts {
  if (looked === null) return { flow: null, dependencyHealth: null };
  const { window, flow, unreadable, dependencyHealth, hints } = looked;
  const { lives, ...health } = dependencyHealth;
  const nameOf = namesBehind(view);
  return {
    flow: {
      window: { ...spanJson(window), weeks: flow.train.throughput.weeks.map(spanJson) },
      unreadable,
      train: withNames(figuresJson(flow.train), nameOf),
      teams: flow.teams.map((figures) => withNames(figuresJson(figures), nameOf)),
    },
    dependencyHealth: withNames(
      { ...health, lives: livesJson(lives), hints: hintsJson(hints, health.edges.coverage, view) },
      nameOf,
    ),
  };
}

/** Every hint; items by their keys. */
function hintsJson(
  { redundant, linkTypes }: DependencyHints,
  { of, known }: DependencyHealth["edges"]["coverage"],
  view: TrainView,
): unknown {
  return {
    redundant: {
      formula: "Redundant dependencies",
      coverage: { of, known },
      ...redundant,
      items: redundant.items.map(({ consumer, provider, through }) => ({
        consumer: keyOf(view, consumer),
        provider: keyOf(view, provider),
        through: through.map((end) => keyOf(view, end)),
      })),
    },
    reversed: {
      formula: "Closing order of link types",
      sample: linkTypes.reduce((sum, { consumerFirst, providerFirst }) => sum + consumerFirst + providerFirst, 0),
      linkTypes,
    },
  };
}

function livesJson({ knownSince, weeks, ...lives }: ConflictLives): unknown {
  return { ...lives, knownSince: knownSince === null ? null : instant(knownSince), weeks: weeks.map(withoutSpan) };
}

function withoutSpan<T extends FlowWeek>({ from: _from, until: _until, ...week }: T): Omit<T, keyof FlowWeek> {
  return week;
}

function figuresJson(figures: FlowFigures): unknown {
  const { throughput } = figures;
  return { ...figures, throughput: { ...throughput, weeks: throughput.weeks.map(withoutSpan) } };
}

function spanJson({ from, until }: FlowWeek): { readonly from: string; readonly until: string } {
  return { from: instant(from), until: instant(until) };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
