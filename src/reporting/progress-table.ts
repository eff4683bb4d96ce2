import type { IterationProgress, Progress, Rollup } from "../domain/rollup/rollup.ts";
import type { Train } from "../domain/model/train.ts";
import type { Block, Cell } from "../ports/document.ts";
import { strong, text } from "./item-words.ts";
import { tenths } from "./verdict-words.ts";

/** Teams as rows, the increment's iterations as columns: items done of planned, then points done of planned. */
export function progressTable(rollup: Rollup, train: Train): Block {
  const iterations = train.increments.find(({ key }) => key === rollup.increment)?.iterations ?? [];
  const columns = iterations.map(({ key }) => ({
    iteration: key,
    title: key === rollup.iteration ? `${key} (now)` : key,
  }));
  const elsewhere = rollup.iterations.some((entry) => isElsewhere(entry, rollup.increment));
  const rest = (all: readonly IterationProgress[]): readonly Cell[] => [
    ...(elsewhere ? [cell(sum(all.filter((entry) => isElsewhere(entry, rollup.increment))))] : []),
    cell(find(all, null, null)),
  ];
  const rows = rollup.teams.map((team) => [
    [text(team.name)],
    ...columns.map(({ iteration }) => cell(find(team.iterations, rollup.increment, iteration))),
    ...rest(team.iterations),
    cell(team.total),
  ]);
  const all = [
    [strong("All teams")],
    ...columns.map(({ iteration }) => cell(find(rollup.iterations, rollup.increment, iteration))),
    ...rest(rollup.iterations),
    cell(rollup.total),
  ];
  const titles = [
    "Team",
    ...columns.map(({ title }) => title),
    ...(elsewhere ? ["Other increments"] : []),
    "No iteration",
    "Total",
  ];
  return {
    type: "table",
    columns: titles.map((title, place) => ({ title, align: place === 0 ? "left" : "right" })),
    rows: [...rows, all],
    omitted: 0,
    whole: true,
  };
}

/** Work of this train that is planned for an increment outside of the table. */
function isElsewhere({ increment, progress }: IterationProgress, shown: string): boolean {
  return increment !== null && increment !== shown && progress.items > 0;
}

function sum(all: readonly IterationProgress[]): Progress {
  const total = (pick: keyof Progress) => all.reduce((count, { progress }) => count + progress[pick], 0);
  return {
    items: total("items"),
    done: total("done"),
    inProgress: total("inProgress"),
    cancelled: total("cancelled"),
    points: total("points"),
    pointsDone: total("pointsDone"),
  };
}

function find(
  progress: readonly IterationProgress[],
  increment: string | null,
  iteration: string | null,
): Progress | null {
  return progress.find((entry) => entry.increment === increment && entry.iteration === iteration)?.progress ?? null;
}

/** Keeps the figures of a narrow cell together: it breaks only between items and points. */
const together = "\u00a0";

/** `7/12 · 21/34 pt`; a dash if nothing is planned. */
function cell(progress: Progress | null): Cell {
  if (progress === null || progress.items === 0) return [text("–")];
  const points =
    progress.points === 0 ? "" : `${together}· ${tenths(progress.pointsDone)}/${tenths(progress.points)}${together}pt`;
  return [text(`${progress.done}/${progress.items}${points}`)];
}
