import type { Draft } from "./draft.ts";
import type { Random } from "./random.ts";
import { texts } from "./texts.ts";

/** A description, without a tracker's markup. */
export type Description = {
  readonly paragraphs: readonly string[];
  readonly listTitle: string | null;
  readonly list: readonly string[];
  /** Sentences on dependencies, one a line. */
  readonly references: readonly string[];
};

/** @param references sentences that name other items */
export function descriptionOf(random: Random, draft: Draft, references: readonly string[]): Description {
  if (draft.kind === "bug") {
    return {
      paragraphs: [random.pick(texts.observed), ...(draft.why === "" ? [] : [draft.why])],
      listTitle: "Steps",
      list: inOrder(random, texts.steps, 3),
      references,
    };
  }
  const brief = draft.kind === "task" && random.chance(0.5);
  return {
    paragraphs: draft.why === "" ? ["Small, but it has annoyed everybody long enough."] : [draft.why],
    listTitle: brief ? null : "Done when",
    list: brief ? [] : random.shuffled(texts.acceptance).slice(0, random.int(2, 4)),
    references,
  };
}

/** Some of the lines, in their order. */
function inOrder(random: Random, lines: readonly string[], count: number): readonly string[] {
  const chosen = new Set(random.shuffled(lines).slice(0, count));
  return lines.filter((line) => chosen.has(line));
}
