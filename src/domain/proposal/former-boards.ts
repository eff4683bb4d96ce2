import type { SeenBox, SiteLook } from "./site-look.ts";

const yearMs = 366 * 86_400_000;

/**
 * A look without the sprints of boards whose last sprint ended more than a year ago, such as those of dissolved teams: a sample
 * reads the first sprints of a project too. With them all if there are no others.
 * @param now epoch milliseconds
 */
export function withoutFormerBoards(look: SiteLook, now: number): SiteLook {
  const boards = Map.groupBy(look.boxes, ({ board }) => board);
  const former = new Set(
    [...boards].filter(([, own]) => own.every((box) => isFormer(box, now))).map(([board]) => board),
  );
  if (former.size === boards.size) return look;
  return { ...look, boxes: look.boxes.filter(({ board }) => board === null || !former.has(board)) };
}

function isFormer({ state, endsAt }: SeenBox, now: number): boolean {
  return state === "closed" && endsAt !== null && endsAt < now - yearMs;
}
