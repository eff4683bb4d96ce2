import { compilePattern, type Pattern } from "../pattern.ts";
import type { ProposedTeam } from "./proposed-team.ts";
import type { SeenBox, SeenItem, SiteLook } from "./site-look.ts";

/** What a proposed team owns of the sample. */
export type TeamPreview = {
  readonly team: string;
  readonly owned: number;
  /** Items that could have an estimate and an iteration, and those that have them. */
  readonly plannable: number;
  readonly withEstimate: number;
  readonly withIteration: number;
  readonly samples: readonly string[];
};

export type Ownership = {
  readonly previews: readonly TeamPreview[];
  readonly unowned: readonly { readonly container: string; readonly keys: readonly string[] }[];
};

/**
 * Gives the items of the sample to the first team that matches, as an evaluation does.
 * @param containers those of the train, by connection; items of others count nowhere
 * @param fields that hold the estimate, by connection
 */
export function previewTeams(
  looks: readonly SiteLook[],
  teams: readonly ProposedTeam[],
  {
    containers,
    fields,
  }: { readonly containers: ReadonlySet<string>; readonly fields: ReadonlyMap<string, readonly string[]> },
): Ownership {
  const owned = new Map<string, { item: SeenItem; look: SiteLook }[]>();
  const unowned = new Map<string, string[]>();
  const patterns = new Map(teams.map((team) => [team.key, patternIn(team)] as const));
  for (const look of looks) {
    const boxes = new Map(look.boxes.map((box) => [box.id, box]));
    const own = teams.filter(({ from }) => from.connection === look.connection);
    for (const item of look.items) {
      if (!containers.has(`${look.connection} ${item.container}`)) continue;
      const box = latestOf(item, boxes);
      const team = own.find((one) => matches(one, item, { box, pattern: patterns.get(one.key) ?? null }));
      if (team === undefined) unowned.set(item.container, [...(unowned.get(item.container) ?? []), item.key]);
      else owned.set(team.key, [...(owned.get(team.key) ?? []), { item, look }]);
    }
  }
  return {
    previews: teams.map((team) => previewOf(team, owned.get(team.key) ?? [], fields)),
    unowned: [...unowned]
      .map(([container, keys]) => ({ container, keys }))
      .toSorted((a, b) => b.keys.length - a.keys.length),
  };
}

function previewOf(
  { key, from }: ProposedTeam,
  owned: readonly { readonly item: SeenItem; readonly look: SiteLook }[],
  fields: ReadonlyMap<string, readonly string[]>,
): TeamPreview {
  const plannable = owned.filter(({ item }) => item.isPlannable);
  const points = from.system === "github" ? (from.points?.slice("label:".length).split("*") ?? null) : null;
  const isEstimated = ({ labels, numbers }: SeenItem) =>
    from.system === "jira"
      ? (fields.get(from.connection) ?? []).some((field) => numbers[field] !== undefined)
      : points !== null && labels.some((label) => isPoints(label, points));
  return {
    team: key,
    owned: owned.length,
    plannable: plannable.length,
    withEstimate: plannable.filter(({ item }) => isEstimated(item)).length,
    withIteration: plannable.filter(({ item }) => item.boxes.length > 0).length,
    samples: owned.slice(0, 3).map(({ item }) => item.key),
  };
}

function isPoints(label: string, [before = "", after = ""]: readonly string[]): boolean {
  const [low, ends] = [label.toLowerCase(), after.toLowerCase()];
  return low.startsWith(before.toLowerCase()) && low.endsWith(ends) && low.length > before.length + after.length;
}

type At = { readonly box: SeenBox | null; readonly pattern: Pattern | null };

function matches({ from }: ProposedTeam, { container }: SeenItem, { box, pattern }: At): boolean {
  if (from.system === "github") return from.repos.includes(container);
  if (from.projects.length > 0 && !from.projects.includes(container)) return false;
  if (from.boards.length === 0 && pattern === null) return true;
  if (box === null) return false;
  return (box.board !== null && from.boards.includes(box.board)) || pattern?.test(box.name) === true;
}

function patternIn({ from }: ProposedTeam): Pattern | null {
  return from.system === "jira" && from.sprintName !== null ? compilePattern(from.sprintName) : null;
}

/** The item's latest box: the one with the greatest start, a future one without dates before all. */
function latestOf({ boxes }: SeenItem, known: ReadonlyMap<string, SeenBox>): SeenBox | null {
  const own = boxes.flatMap((id) => known.get(id) ?? []);
  return own.toSorted((a, b) => placeOf(b) - placeOf(a) || (a.id < b.id ? 1 : -1))[0] ?? null;
}

function placeOf({ startsAt, endsAt, state }: SeenBox): number {
  return startsAt ?? endsAt ?? (state === "future" ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER);
}
