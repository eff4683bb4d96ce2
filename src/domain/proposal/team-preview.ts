import { byText } from "../ordering.ts";
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
  const given = looks.flatMap((look) => {
    const boxes = new Map(look.boxes.map((box) => [box.id, box]));
    const own = teams
      .filter(({ from }) => from.connection === look.connection)
      .map((team) => ({ team, pattern: patternIn(team) }));
    return look.items
      .filter(({ container }) => containers.has(`${look.connection} ${container}`))
      .map((item) => {
        const box = latestOf(item, boxes);
        const owner = own.find(({ team, pattern }) => matches(team, item, { box, pattern }));
        return { item, owner: owner === undefined ? null : owner.team.key };
      });
  });
  const without = given.filter(({ owner }) => owner === null).map(({ item }) => item);
  return {
    previews: teams.map((team) => {
      const owned = given.filter(({ owner }) => owner === team.key).map(({ item }) => item);
      return previewOf(team, owned, fields);
    }),
    unowned: [...Map.groupBy(without, ({ container }) => container)]
      .map(([container, items]) => ({ container, keys: items.map(({ key }) => key) }))
      .toSorted((a, b) => b.keys.length - a.keys.length),
  };
}

function previewOf(
  { key, from }: ProposedTeam,
  owned: readonly SeenItem[],
  fields: ReadonlyMap<string, readonly string[]>,
): TeamPreview {
  const plannable = owned.filter(({ isPlannable }) => isPlannable);
  const isEstimated = estimated(from, fields);
  return {
    team: key,
    owned: owned.length,
    plannable: plannable.length,
    withEstimate: plannable.filter(isEstimated).length,
    withIteration: plannable.filter(({ boxes }) => boxes.length > 0).length,
    samples: owned.slice(0, 3).map((item) => item.key),
  };
}

/** Whether an item has an estimate: a number in a field, or a label with one. */
function estimated(
  from: ProposedTeam["from"],
  fields: ReadonlyMap<string, readonly string[]>,
): (item: SeenItem) => boolean {
  if (from.system === "jira" || from.project !== undefined) {
    const own = [...fields].filter(([connection]) => connection === from.connection).flatMap(([, ids]) => ids);
    return ({ numbers }) => own.some((field) => numbers[field] !== undefined);
  }
  const { points } = from;
  if (points === null) return () => false;
  const pattern = points.slice("label:".length).toLowerCase();
  const star = pattern.indexOf("*");
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return ({ labels }) =>
    labels.some((label) => {
      const low = label.toLowerCase();
      return low.startsWith(before) && low.endsWith(after) && low.length >= pattern.length;
    });
}

type At = { readonly box: SeenBox | null; readonly pattern: Pattern | null };

function matches({ from }: ProposedTeam, { container, projects }: SeenItem, { box, pattern }: At): boolean {
  if (from.system === "github") {
    const { repos, project } = from;
    const isMember = project === undefined || projects.some((of) => of.project === project.address);
    return isMember && (repos.length === 0 || repos.includes(container));
  }
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
  return own.toSorted((a, b) => placeOf(b) - placeOf(a) || byText(b.id, a.id))[0] ?? null;
}

function placeOf({ startsAt, endsAt, state }: SeenBox): number {
  return startsAt ?? endsAt ?? (state === "future" ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER);
}
