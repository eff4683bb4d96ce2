/** One line of a comparison: on both sides, or only before, or only after. `gap` stands for omitted lines. */
export type DiffLine =
  | { readonly kind: "same" | "gone" | "new"; readonly text: string }
  | { readonly kind: "gap"; readonly lines: number };

/** Number of unchanged lines around a change. */
const context = 2;

/** The changes between two texts, with some unchanged lines. Empty if there are none. */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const all = compared(before, after);
  const changes = all.flatMap(({ kind }, place) => (kind === "same" ? [] : [place]));
  const near = (place: number) => changes.some((change) => Math.abs(change - place) <= context);
  const shown: DiffLine[] = [];
  let left = 0;
  for (const [place, line] of all.entries()) {
    if (!near(place)) {
      left += 1;
      continue;
    }
    if (left > 0) shown.push({ kind: "gap", lines: left });
    left = 0;
    shown.push(line);
  }
  return left === 0 || shown.length === 0 ? shown : [...shown, { kind: "gap", lines: left }];
}

type Compared = Exclude<DiffLine, { readonly kind: "gap" }>;

/** By the longest common subsequence; equal lines at both ends need no search. */
function compared(before: readonly string[], after: readonly string[]): readonly Compared[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [
    ...before.slice(0, head).map(same),
    ...inBetween(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

function same(text: string): Compared {
  return { kind: "same", text };
}

function inBetween(before: readonly string[], after: readonly string[]): readonly Compared[] {
  const common = commonLengths(before, after);
  const lines: Compared[] = [];
  let to = 0;
  for (const [from, old] of before.entries()) {
    const first = to;
    while (after[to] !== old && at(common, from, to + 1) > at(common, from + 1, to)) to += 1;
    lines.push(...after.slice(first, to).map(young));
    const stays = after[to] === old;
    lines.push(stays ? same(old) : { kind: "gone", text: old });
    if (stays) to += 1;
  }
  return [...lines, ...after.slice(to).map(young)];
}

function young(text: string): Compared {
  return { kind: "new", text };
}

type Lengths = readonly (readonly number[])[];

/** Length of the common subsequence from each pair of positions on. */
function commonLengths(before: readonly string[], after: readonly string[]): Lengths {
  const lengths: number[][] = before.map(() => []);
  for (const [from, row] of [...lengths.entries()].toReversed()) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      row[to] =
        before[from] === after[to]
          ? at(lengths, from + 1, to + 1) + 1
          : Math.max(at(lengths, from + 1, to), at(lengths, from, to + 1));
    }
  }
  return lengths;
}

function at(lengths: Lengths, from: number, to: number): number {
  return lengths[from]?.[to] ?? 0;
}
