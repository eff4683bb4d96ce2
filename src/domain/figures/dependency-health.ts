import type { ConflictRecord, ConflictSeverity } from "../conflicts/conflict.ts";
import { isKeyRef, type LinkEnd } from "../ids.ts";
import { isOpen } from "../items/work-item.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { byText } from "../ordering.ts";
import { conflictLives, type ConflictLives, type LivesInput } from "./conflict-lives.ts";
import { listed, type Listed } from "./listed.ts";
import { inDays, inDaysOrNull, nearestRank, ratioOf } from "./nearest-rank.ts";
import { longestChain } from "./open-chain.ts";

/** An end by its key; by its reference if Signalbox knows no item there. */
type NamedEdge = { readonly consumer: string; readonly provider: string };
type NamedConflict = { readonly fingerprint: string; readonly consumer: string; readonly provider: string | null };

/** Open dependencies as in the rollup: an unread end counts as open. `unreadEnds`: those with such an end. */
type EdgeCoverage = { readonly of: number; readonly known: number; readonly unreadEnds: Listed<NamedEdge> };

type Ratio<Formula extends string> = {
  readonly formula: Formula;
  /** Number of open dependencies. */
  readonly sample: number;
  readonly coverage: EdgeCoverage;
  /** Null without open dependencies. */
  readonly ratio: number | null;
  /** The conflicts, or the risks. */
  readonly items: Listed<NamedConflict>;
};

/** In days since Signalbox saw the conflict first; null without open ones. */
type ConflictAge = {
  readonly formula: "Age of open conflicts";
  readonly sample: number;
  /** `of`: conflicts and risks; `known`: those that Signalbox had seen by then. */
  readonly coverage: { readonly of: number; readonly known: number };
  readonly p50: number | null;
  readonly p85: number | null;
  /** The oldest first. */
  readonly items: Listed<NamedConflict & { readonly days: number }>;
};

/** Open dependencies of a team's items: on others, of others, and between its own. */
type TeamEdges = {
  readonly team: string;
  readonly out: Listed<NamedEdge>;
  readonly in: Listed<NamedEdge>;
  readonly within: Listed<NamedEdge>;
};

export type DependencyHealth = {
  readonly conflicts: Ratio<"Conflicts per open dependency">;
  readonly risks: Ratio<"Risks per open dependency">;
  readonly age: ConflictAge;
  readonly lives: ConflictLives;
  readonly edges: {
    readonly formula: "Open dependencies of a team";
    readonly sample: number;
    readonly coverage: EdgeCoverage;
    /** In the file's order. */
    readonly teams: readonly TeamEdges[];
  };
  readonly chain: {
    readonly formula: "Longest open chain";
    readonly sample: number;
    readonly coverage: EdgeCoverage;
    /** Number of dependencies in it. */
    readonly length: number;
    /** Its items by their keys, each waiting for the next. */
    readonly items: Listed<string>;
  };
};

export type HealthInput = Omit<LivesInput, "recordOf"> & { readonly view: TrainView };

/** See docs/figures.md, "Dependency health". */
export function dependencyHealth({ view, ...input }: HealthInput): DependencyHealth {
  const records = input.records.filter(({ conflict }) => conflict.severity !== "info");
  const edges = openEdges(view);
  const coverage = coverageIn(view, edges);
  const common = { sample: edges.length, coverage };
  const ratio = (severity: ConflictSeverity) => {
    const those = view.conflicts.filter((conflict) => conflict.severity === severity);
    return {
      ...common,
      ratio: edges.length === 0 ? null : ratioOf(those.length, edges.length),
      items: listed(those.map((conflict) => namedConflict(view, conflict))),
    };
  };
  const chain = longestChain(edges.map(({ consumer, provider }) => [consumer, provider] as const));
  return {
    conflicts: { formula: "Conflicts per open dependency", ...ratio("conflict") },
    risks: { formula: "Risks per open dependency", ...ratio("risk") },
    age: conflictAge(view, records),
    lives: conflictLives({ ...input, records, recordOf: view.plan.recordOf }),
    edges: { formula: "Open dependencies of a team", ...common, teams: teamEdges(view, edges) },
    chain: {
      formula: "Longest open chain",
      ...common,
      length: Math.max(0, chain.length - 1),
      items: listed(chain.map((end) => keyOf(view, end))),
    },
  };
}

type Edge = TrainView["dependencies"][number];

/** The same that `DependencyFigures.open` counts. */
function openEdges(view: TrainView): readonly Edge[] {
  const mayBeOpen = (planned: PlannedItem | null) => planned === null || isOpen(planned.item);
  return view.dependencies.filter(
    ({ consumer, provider }) => mayBeOpen(itemAt(view, consumer)) && mayBeOpen(itemAt(view, provider)),
  );
}

function itemAt(view: TrainView, end: LinkEnd): PlannedItem | null {
  return isKeyRef(end) ? null : (view.items.get(end) ?? null);
}

function keyOf(view: TrainView, end: LinkEnd): string {
  return itemAt(view, end)?.item.key ?? end;
}

function namedEdge(view: TrainView, { consumer, provider }: Edge): NamedEdge {
  return { consumer: keyOf(view, consumer), provider: keyOf(view, provider) };
}

function namedConflict(
  view: TrainView,
  { fingerprint, consumer, provider }: TrainView["conflicts"][number],
): NamedConflict {
  return {
    fingerprint,
    consumer: keyOf(view, consumer),
    provider: provider === null ? null : keyOf(view, provider),
  };
}

function coverageIn(view: TrainView, edges: readonly Edge[]): EdgeCoverage {
  const unread = new Set(view.unreadableEnds.map(({ end }) => end));
  const unreadEdges = edges.filter(({ consumer, provider }) => unread.has(consumer) || unread.has(provider));
  return {
    of: edges.length,
    known: edges.length - unreadEdges.length,
    unreadEnds: listed(unreadEdges.map((edge) => namedEdge(view, edge))),
  };
}

function conflictAge(view: TrainView, records: readonly ConflictRecord[]): ConflictAge {
  const open = records
    .filter(({ state, unseenSince }) => state === "open" && unseenSince === null)
    .map(({ conflict, firstSeenAt }) => ({ conflict, age: Math.max(0, view.at - firstSeenAt) }))
    .toSorted((a, b) => b.age - a.age || byText(a.conflict.fingerprint, b.conflict.fingerprint));
  const ascending = open.map(({ age }) => age).toReversed();
  return {
    formula: "Age of open conflicts",
    sample: open.length,
    coverage: { of: view.conflicts.filter(({ severity }) => severity !== "info").length, known: open.length },
    p50: inDaysOrNull(nearestRank(ascending, 50)),
    p85: inDaysOrNull(nearestRank(ascending, 85)),
    items: listed(open.map(({ conflict, age }) => ({ ...namedConflict(view, conflict), days: inDays(age) }))),
  };
}

function teamEdges(view: TrainView, edges: readonly Edge[]): readonly TeamEdges[] {
  const ownerOf = (end: LinkEnd) => itemAt(view, end)?.team?.key;
  const ends = edges.map((edge) => ({ edge, waiting: ownerOf(edge.consumer), awaited: ownerOf(edge.provider) }));
  return view.train.teams.map(({ key }) => {
    const those = (isMeant: (waits: boolean, isAwaited: boolean) => boolean) =>
      listed(
        ends
          .filter(({ waiting, awaited }) => isMeant(waiting === key, awaited === key))
          .map(({ edge }) => namedEdge(view, edge)),
      );
    return {
      team: key,
      out: those((waits, isAwaited) => waits && !isAwaited),
      in: those((waits, isAwaited) => !waits && isAwaited),
      within: those((waits, isAwaited) => waits && isAwaited),
    };
  });
}
