import type { DeliverySummary, SummaryPeriod, SummaryRow, SummaryValue } from "../domain/figures/delivery-summary.ts";
import type { Unit } from "../domain/figures/share.ts";
import type { Spread } from "../domain/figures/velocity.ts";
import type { Block, Cell, Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { strong, text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";
import { tenths } from "./verdict-words.ts";

/** Predictability and velocity by team, and the burn-up, as the day began; none where there is nothing to say. */
export function deliverySection({ delivery }: Pick<Evaluation, "delivery">): readonly Block[] {
  if (delivery === undefined) return [];
  const table = deliveryTable(delivery);
  const notes = notesOn(delivery);
  if (table.length === 0 && notes.length === 0) return [];
  return [
    { type: "heading", level: 2, content: [text("Delivery")] },
    ...table,
    { type: "paragraph", content: [text([...notes, "Today does not count yet."].join(" "))] },
  ];
}

function deliveryTable({ periods, all, teams, increment }: DeliverySummary): readonly Block[] {
  const rows = teams.filter(({ shares, velocity }) => velocity !== null || shares.some((share) => share !== null));
  if (rows.length === 0) return [];
  const most = Math.max(0, ...rows.map(({ velocity }) => velocity?.n ?? 0));
  const isMeasured = most > 0;
  const cells = (name: Inline, { unit, shares, velocity }: SummaryRow): readonly Cell[] => [
    [name],
    ...shares.map((share) => [text(share === null ? "–" : percent(share.ratio))]),
    ...(isMeasured ? [[text(velocityWords(velocity, unit, most))]] : []),
  ];
  const titles = [
    "Team",
    ...periods.map((period, place) => `${place === 0 ? "Predictability: " : ""}${periodWords(period, increment)}`),
    ...(isMeasured ? [`Velocity (${most === 1 ? "1 iteration" : `${most} iterations`})`] : []),
  ];
  return [
    {
      type: "table",
      columns: titles.map((title) => ({ title, align: "left" })),
      rows: [...rows.map((team) => cells(text(team.name), team)), cells(strong("All teams"), all)],
      omitted: 0,
      whole: true,
    },
  ];
}

/** `iteration 2`, `2026.3 iteration 5`, `2026.4 so far`. */
function periodWords({ increment, iteration, isRunning }: SummaryPeriod, present: string): string {
  if (iteration === null) return isRunning ? `${increment} so far` : increment;
  return increment === present ? `iteration ${iteration}` : `${increment} iteration ${iteration}`;
}

/** `24 ± 3.5 pt (21 to 26)`; with the number of its iterations if others have more. */
function velocityWords(velocity: Spread | null, unit: Unit, most: number): string {
  if (velocity === null) return "–";
  const { n, mean, min, max, standardDeviation } = velocity;
  const spread = standardDeviation === null ? "" : ` ± ${amount(standardDeviation)}`;
  const range = n === 1 ? "" : ` (${amount(min)} to ${amount(max)})`;
  return `${amount(mean)}${spread} ${shortUnit(unit, spread === "" ? mean : Infinity)}${range}${n === most ? "" : `, of ${n}`}`;
}

function notesOn({
  increment,
  all,
  burnUp,
  scope,
  businessValues,
  items,
  uncertain,
}: DeliverySummary): readonly string[] {
  const points = burnUp.map(({ iteration, done, scope: whole }) => {
    const when = iteration === null ? "as the day began" : `after iteration ${iteration}`;
    return `${amount(done)} of ${sized(whole, all.unit)} ${when}`;
  });
  const committed = scope === null ? "" : `; ${sized(scope.committed, all.unit)} committed`;
  return [
    ...(points.length === 0 ? [] : [`Burn-up of ${increment}: ${points.join(", ")}${committed}.`]),
    ...(scope === null || scope.change === 0
      ? []
      : [
          `Scope change, as a share of what was committed: ${percent(scope.creep)} added, ${percent(scope.change - scope.creep)} removed, net ${signed(scope.net)}.`,
        ]),
    ...businessValues.map(valueWords),
    ...(uncertain === 0
      ? []
      : [`The trackers' history does not tell everything of ${uncertain} of ${counted(items, "item")}.`]),
  ];
}

function valueWords({ increment, isRunning, part, whole, ratio, of, known }: SummaryValue): string {
  const when = isRunning ? `${increment} so far` : increment;
  const lack = known === of ? "" : `; ${known} of ${of} committed items of the same types have one`;
  return `Business value of ${when}: ${amount(part)} of ${amount(whole)} committed (${percent(ratio)})${lack}.`;
}

/** `1 item`, `2.5 items`, `3 pt`. */
function sized(value: number, unit: Unit): string {
  return `${amount(value)} ${shortUnit(unit, value)}`;
}

function shortUnit(unit: Unit, value: number): string {
  if (unit === "points") return "pt";
  return amount(value) === "1" ? "item" : "items";
}

/** `+11 %`, `−50 %`, `0 %`. */
function signed(ratio: number): string {
  const size = percent(Math.abs(ratio));
  if (size === percent(0)) return size;
  return ratio < 0 ? `−${size}` : `+${size}`;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

function amount(value: number): string {
  return `${tenths(value)}`;
}
