import { sortedBy } from "../ordering.ts";
import { byCount } from "./counting.ts";
import type { SeenBox } from "./site-look.ts";
import { patternOf, type NamePattern } from "./sprint-names.ts";

/** Sprints whose names differ only in their numbers, and contain words that name a team. */
export type Family = {
  /** The words that name the team. */
  readonly name: string;
  /** Matches the names of these sprints, and of no others. */
  readonly pattern: string;
  readonly boxes: readonly SeenBox[];
  /** Boards that hold these sprints, those with most of them first. */
  readonly boards: readonly number[];
};

/** Fewer sprints of one name are no habit. */
const fewest = 3;

/** The families among sprints, the largest first. Spellings that differ only in case, or in a `#`, are one. */
export function familiesOf(boxes: readonly SeenBox[]): readonly Family[] {
  const named = boxes
    .filter(({ kind }) => kind === "sprint")
    .map((box) => ({ box, of: patternOf(box.name) }))
    .filter(({ of }) => of.words.length > 0);
  const groups = Map.groupBy(named, ({ of }) => of.shape.toLowerCase());
  return [...groups.values()]
    .flatMap(byTeam)
    .filter((group) => group.length >= fewest && group.some(({ of }) => of.shape.includes("#")))
    .map((group): Family => ({
      name: usual(group.map(({ of }) => of.words.join(" "))),
      pattern: usual(group.map(({ of }) => of.pattern)),
      boxes: sortedBy(
        group.map(({ box }) => box),
        ({ id }) => id,
      ),
      boards: byCount(group.flatMap(({ box }) => box.board ?? [])).map(([board]) => board),
    }))
    .toSorted((a, b) => b.boxes.length - a.boxes.length || (a.name < b.name ? -1 : 1));
}

type Named = { readonly box: SeenBox; readonly of: NamePattern };

/** `Squad 1 Sprint 4` and `Squad 2 Sprint 4` are two families if they run at the same time: else the number counts something. */
function byTeam(group: readonly Named[]): readonly (readonly Named[])[] {
  const teams = Map.groupBy(group, ({ of }) => of.numbered.name.toLowerCase());
  const [one, other] = [...teams.values()].filter((own) => own.length >= fewest);
  if (one === undefined || other === undefined || !isBeside(one, other)) return [group];
  return [...teams.values()].map((own) =>
    own.map(({ box, of }) => ({ box, of: { ...of, words: [of.numbered.name], pattern: of.numbered.pattern } })),
  );
}

/** Whether they run at the same time for at least half of the shorter time. */
function isBeside(one: readonly Named[], other: readonly Named[]): boolean {
  const spanOf = (own: readonly Named[]) => ({
    startsAt: Math.min(...own.flatMap(({ box }) => box.startsAt ?? [])),
    endsAt: Math.max(...own.flatMap(({ box }) => box.endsAt ?? [])),
  });
  const [a, b] = [spanOf(one), spanOf(other)];
  const both = Math.min(a.endsAt, b.endsAt) - Math.max(a.startsAt, b.startsAt);
  return both > 0 && both * 2 >= Math.min(a.endsAt - a.startsAt, b.endsAt - b.startsAt);
}

/** The spelling of most of them. @param spellings at least one */
function usual(spellings: readonly string[]): string {
  return byCount(spellings)
    .slice(0, 1)
    .map(([spelling]) => spelling)
    .join("");
}
