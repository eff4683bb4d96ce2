import type { Block, Document } from "../../src/ports/document.ts";
import { cutsOf, shorten, type Cut } from "./cuts.ts";
import { hasMoreLetters, lettersIn } from "./letters.ts";
import { foldLargeTables, plainLists, plainTables, withoutRepeatedLinks, type Measure } from "./savings.ts";

/**
 * Makes a document small enough for `measure` to be within `budget`. What costs no words goes first: links that stood
 * above already, the frames of tables whose rows belong together, what is only there for the eye in lists. Then such
 * tables are cut to their sum where they are large, and then the lists, the furthest items first (see `Keep`); what is
 * left out is counted there, and `more` says where it stands. At the very last whole folds and blocks go, from the end.
 * Never cuts inside a row, an item or a paragraph.
 */
export function fitDocument(document: Document, measure: Measure, budget: number): Document {
  // To measure it is to write all of it: what is far too long is not.
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

/** @returns a count of cuts that leaves too much, by the letters of what stays alone; -1 where that tells nothing */
function tooFew(cuts: readonly Cut[], budget: number): number {
  let room = budget;
  return cuts.findLastIndex(({ lines }) => (room -= lettersIn(lines)) < 0);
}

type Counts = { readonly above: number; readonly most: number };

/** The smallest count of these that fits; null where not even `most` does. */
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

/** The sentence stands after what was cut, so that the last line stays the stamp. */
function withMore({ more, ...document }: Document): Document {
  if (more === undefined) return document;
  return { ...document, blocks: [...document.blocks, { type: "paragraph", content: more.content }] };
}

/** First folds, then whatever else may go, then what should stay; always from the end, and never the first block. */
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
