import type { Block, Inline, Keep } from "../../src/ports/document.ts";
import type { Line } from "./count-letters.ts";

/**
 * One item of a list or row of a table to omit: always the last remaining one. `at`: path of the block; `lines`: its
 * lines.
 */
export type Cut = { readonly at: string; readonly lines: readonly Line[] };

type Candidate = Cut & {
  readonly keep: Keep;
  readonly place: number;
  readonly length: number;
  readonly distance: number | null;
};

/**
 * All possible cuts in their order: parts with `short` before those with `long`. Within each, items with distances by
 * distance across all lists; the others by their relative position, so that each list loses the same share.
 */
export function cutsOf(blocks: readonly Block[]): readonly Cut[] {
  const all = candidatesOf(blocks, "", undefined).filter(({ keep }) => keep !== "always");
  return (["short", "long"] as const).flatMap((keep) => inOrder(all.filter((one) => one.keep === keep)));
}

function candidatesOf(blocks: readonly Block[], path: string, outer: Keep | undefined): readonly Candidate[] {
  return blocks.flatMap((block, n) => {
    const at = `${path}/${n}`;
    switch (block.type) {
      case "details":
        return candidatesOf(block.blocks, at, block.keep ?? outer);
      case "list":
        return candidates(
          block.items.map((line) => [line]),
          { at, keep: block.keep ?? outer ?? "long", distances: block.distances },
        );
      case "table":
        return block.whole === true ? [] : candidates(block.rows, { at, keep: block.keep ?? outer ?? "short" });
      case "heading":
      case "paragraph":
      case "panel":
      case "tasks":
        return [];
      default:
        return block satisfies never;
    }
  });
}

type Kind = { readonly at: string; readonly keep: Keep; readonly distances?: readonly number[] | undefined };

/**
 * @param all lines of each item. A list is cut from its end: each item counts as at least as far as those before it.
 */
function candidates(all: readonly (readonly Line[])[], { at, keep, distances }: Kind): readonly Candidate[] {
  const { length } = all;
  let furthest = Number.NEGATIVE_INFINITY;
  return all.map((lines, place) => {
    const own = distances?.[place];
    furthest = Math.max(furthest, own ?? furthest);
    return { at, lines, keep, place, length, distance: distances === undefined ? null : furthest };
  });
}

function inOrder(some: readonly Candidate[]): readonly Cut[] {
  const distances = some.flatMap(({ distance }) => distance ?? []).toSorted((a, b) => a - b);
  const lastOf = new Map(distances.map((distance, place) => [distance, place]));
  const share = ({ distance, place, length }: Candidate) =>
    distance === null ? place / length : (lastOf.get(distance) ?? 0) / distances.length;
  return some
    .map((candidate, order) => ({ at: candidate.at, lines: candidate.lines, share: share(candidate), order }))
    .toSorted((a, b) => b.share - a.share || b.order - a.order);
}

/** The blocks without the cut items; each list counts its omitted ones. @param url link target of that count */
export function shorten(blocks: readonly Block[], cuts: readonly Cut[], url: string | null): readonly Block[] {
  const lost = new Map<string, number>();
  for (const { at } of cuts) lost.set(at, (lost.get(at) ?? 0) + 1);
  return shortenIn(blocks, "", { lost, url });
}

type Loss = { readonly lost: ReadonlyMap<string, number>; readonly url: string | null };

function shortenIn(blocks: readonly Block[], path: string, loss: Loss): readonly Block[] {
  return blocks.map((block, n) => {
    const at = `${path}/${n}`;
    if (block.type === "details") return { ...block, blocks: shortenIn(block.blocks, at, loss) };
    const count = loss.lost.get(at) ?? 0;
    if (count === 0) return block;
    if (block.type === "table") {
      return { ...block, rows: block.rows.slice(0, -count), omitted: block.omitted + count };
    }
    return block.type === "list" ? shorterList(block, count, loss.url) : block;
  });
}

/** What stands for the omitted items or rows: `+3 more`; without any that is shown, `3 not shown here`. */
export function omittedWords(shown: number, omitted: number): string {
  return shown === 0 ? `${omitted} not shown here` : `+${omitted} more`;
}

type List = Extract<Block, { type: "list" }>;

function shorterList(list: List, count: number, url: string | null): List {
  const items = list.items.slice(0, -count);
  const omitted = list.omitted + count;
  if (url === null) return { ...list, items, omitted };
  const link: Inline = { type: "link", text: omittedWords(items.length, omitted), url };
  return { ...list, items: [...items, [link]], omitted: 0 };
}
