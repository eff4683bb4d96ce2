import type { DependencyHealth } from "../domain/figures/dependency-health.ts";
import type { DependencyHints } from "../domain/figures/dependency-hints.ts";
import type { FlowFigures } from "../domain/figures/flow.ts";
import type { FlowWeek } from "../domain/figures/flow-window.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { TrainFlow } from "./flow.ts";
import { keyOf } from "./item-words.ts";

/** The part of `report --as json` that looks back; instants as ISO 8601. @param view the one that the figures are about */
export function flowJson(
  looked: TrainFlow | null,
  view: TrainView,
): { readonly flow: unknown; readonly dependencyHealth: unknown } {
  if (looked === null) return { flow: null, dependencyHealth: null };
  const { window, flow, unreadable, dependencyHealth, hints } = looked;
  const { lives, ...health } = dependencyHealth;
  return {
    flow: {
      window: spanJson(window),
      unreadable,
      train: figuresJson(flow.train),
      teams: flow.teams.map((figures) => figuresJson(figures)),
    },
    dependencyHealth: {
      ...health,
      lives: {
        ...lives,
        knownSince: lives.knownSince === null ? null : instant(lives.knownSince),
        weeks: lives.weeks.map((week) => ({ ...week, ...spanJson(week) })),
      },
      hints: hintsJson(hints, dependencyHealth.edges.coverage, view),
    },
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

function figuresJson(figures: FlowFigures): unknown {
  const { throughput } = figures;
  const weeks = throughput.weeks.map((week) => ({ ...week, ...spanJson(week) }));
  return { ...figures, throughput: { ...throughput, weeks } };
}

function spanJson({ from, until }: FlowWeek): { readonly from: string; readonly until: string } {
  return { from: instant(from), until: instant(until) };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
