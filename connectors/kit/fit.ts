import type { Block, Document } from "../../src/ports/document.ts";
import { cutsOf, shorten, type Cut } from "./cuts.ts";
import { hasMoreLetters, lettersIn } from "./count-letters.ts";
import { foldLargeTables, plainLists, plainTables, withoutRepeatedLinks, type Measure } from "./shorten-document.ts";

/**
 * Shortens a document until its `measure` is within `budget`. First removes what costs no words: repeated links, the
 * frames of tables with `whole`, decoration in lists. Then cuts large tables of this kind to their sum, then lists, the
 * furthest items first (see `Keep`); counts the omitted items there, and adds `more`. Last, drops whole folds and
 * blocks from the end. Never cuts inside a row, an item or a paragraph.
 */
export function fitDocument(document: Document, measure: Measure, budget: number): Document {
  // Measuring renders the whole document, so skips the measurement of documents that are far too long.
  const fits = (candidate: Document) => !hasMoreLetters(candidate, budget) && measure(candidate) <= budget;
  const { more: _, ...uncut } = document;
  if (fits(uncut)) return uncut;
  let saved: Document = uncut;
  for (const save of [withoutRepeatedLinks, plainTables, plainLists]) {
    saved = save(saved);
    if (fits(saved)) return saved;
  }
  saved = foldLargeTables(saved, measure, budget);
  return fits(saved) ? saved : cutDocument({ ...document, blocks: saved.blocks }, { fits, budget });
}

type Fits = (candidate: Document) => boolean;

function cutDocument(document: Document, { fits, budget }: { fits: Fits; budget: number }): Document {
  const { more } = document;
  const cuts = cutsOf(document.blocks);
  const cut = (count: number) =>
    withMore({ ...document, blocks: shorten(document.blocks, cuts.slice(0, count), more?.url ?? null) });
  const least = fewest({ above: tooFew(cuts, budget), most: cuts.length }, (count) => fits(cut(count)));
  return least === null ? dropBlocks(document, cut(cuts.length), fits) : cut(least);
}

/** @returns a number of cuts that is certainly too small, by counting the remaining letters; -1 if unknown */
function tooFew(cuts: readonly Cut[], budget: number): number {
  let room = budget;
  return cuts.findLastIndex(({ lines }) => (room -= lettersIn(lines)) < 0);
}

type Counts = { readonly above: number; readonly most: number };

/** The smallest count in this range that fits; null if not even `most` fits. */
function fewest({ above, most }: Counts, fits: (count: number) => boolean): number | null {
  if (!fits(most)) return null;
  let good = most;
  let bad = above;
  while (good - bad > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Appends the sentence to the blocks, so that the stamp remains the last line. */
function withMore({ more, ...document }: Document): Document {
  if (more === undefined) return document;
  return { ...document, blocks: [...document.blocks, { type: "paragraph", content: more.content }] };
}

/** Drops folds first, then other blocks, then those with `always`; each from the end, and never the first block. */
function dropBlocks(document: Document, shortest: Document, fits: Fits): Document {
  const places = [...document.blocks.keys()].slice(1).toReversed();
  const rank = (place: number) => {
    const block = document.blocks[place];
    if (block === undefined || keepOf(block) === "always") return 2;
    return block.type === "details" ? 0 : 1;
  };
  const order = places.toSorted((a, b) => rank(a) - rank(b));
  const dropped = new Set<number>();
  for (const place of order) {
    dropped.add(place);
    const blocks = shortest.blocks.filter((_, at) => !dropped.has(at));
    const candidate = { ...shortest, blocks: [...blocks, leftOut] };
    if (fits(candidate)) return candidate;
  }
  return { ...shortest, blocks: [leftOut] };
}

function keepOf(block: Block) {
  return "keep" in block ? block.keep : undefined;
}

const leftOut: Block = {
  type: "paragraph",
  content: [{ type: "text", text: "Some sections are left out: they would not fit here." }],
};
