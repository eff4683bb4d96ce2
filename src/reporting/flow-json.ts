import type { FlowFigures } from "../domain/figures/flow.ts";
import type { FlowWeek } from "../domain/figures/flow-window.ts";
import type { TrainFlow } from "./flow.ts";

/** The part of `report --as json` that looks back; instants as ISO 8601. */
export function flowJson(looked: TrainFlow | null): { readonly flow: unknown; readonly dependencyHealth: unknown } {
  if (looked === null) return { flow: null, dependencyHealth: null };
  const { window, flow, unreadable, dependencyHealth } = looked;
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
