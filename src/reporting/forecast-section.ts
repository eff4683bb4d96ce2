import { said, type FeatureOutlook, type Outlook, type Stated } from "../domain/forecast/outlook.ts";
import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import type { Block, Cell, Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { becauseWords, percent, recordsOf, recordsWords, writtenDay } from "./forecast-words.ts";
import { strong, text } from "./item-words.ts";
import { slipLine } from "./slip-line.ts";
import { counted } from "../domain/counted.ts";

/** By team: how much is done by the increment's end, and when all of it is, each with its record. */
export function forecastSection({ forecast, view }: Evaluation): readonly Block[] {
  if (forecast === undefined) return [];
  const slips = slipLine(forecast.slips, view);
  const refusals = refusalLines(forecast);
  // Without a statement the day would be the only thing that changes each night.
  const title = isAnyStated(forecast) ? `Forecast of ${writtenDay(forecast.day)}` : "Forecast";
  const notes = notesOn(forecast);
  return [
    { type: "heading", level: 2, content: [text(title)] },
    ...(isAnyStated(forecast) ? [outlookTable(forecast)] : []),
    ...(notes === "" ? [] : [{ type: "paragraph", content: [text(notes)] } as const]),
    ...(slips.length === 0 ? [] : [{ type: "paragraph", content: slips } as const]),
    ...(refusals.length === 0 ? [] : [{ type: "list", items: refusals, omitted: 0 } as const]),
  ];
}

function isAnyStated({ teams }: TrainForecast): boolean {
  return teams.some((team) => isStated(team));
}

function isStated({ byEnd, rest }: Outlook): boolean {
  return byEnd.kind === "stated" || rest.kind === "stated";
}

/** The record that all teams share, empty if none has one; null if they have different ones. */
function sharedRecord({ teams }: TrainForecast): string | null {
  const records = new Set(teams.filter((team) => isStated(team) && team.left > 0).map((team) => recordsWords(team)));
  return records.size > 1 ? null : [...records].join("");
}

function outlookTable(forecast: TrainForecast): Block {
  const { teams, train, endsOn } = forecast;
  const isShared = sharedRecord(forecast) !== null;
  const row = (name: Inline, outlook: Outlook) => cellsOf(name, outlook).slice(0, isShared ? -1 : undefined);
  const rows = teams.filter((team) => isStated(team)).map((team) => row(text(team.name), team));
  const sure = `${percent(said)} sure (50 %)`;
  const columns = ["Team", "Items left", `Done by ${writtenDay(endsOn)}, ${sure}`, `All done by, ${sure}`];
  if (!isShared) columns.push(`Said ${percent(said)}, held`);
  return {
    type: "table",
    columns: columns.map((title, place) => ({ title, align: place === 1 ? "right" : "left" })),
    rows: [...rows, row(strong("All teams"), train)],
    omitted: 0,
    whole: true,
  };
}

/** `27 | 15+ (19+) | 8 Mar 2027 (26 Jan 2027) | …` */
function cellsOf(name: Inline, outlook: Outlook): readonly Cell[] {
  const { left, byEnd, rest } = outlook;
  const cells = (words: readonly string[]) => [[name], ...words.map((cell) => [text(cell)])];
  if (left === 0) return cells(["0", "–", "–", "–"]);
  return cells([
    `${left}`,
    byEnd.kind === "stated" ? `${byEnd.likely}+ (${byEnd.half}+)` : "–",
    rest.kind === "stated" ? `${dayWords(rest.likely)} (${dayWords(rest.half)})` : "–",
    recordsWords(outlook),
  ]);
}

function dayWords(day: string | null): string {
  return day === null ? "over half a year" : writtenDay(day);
}

/** The record if the teams share it, which items the statements leave out, and how many features are late. */
function notesOn(forecast: TrainForecast): string {
  const { teams, train, features, endsOn } = forecast;
  const record = sharedRecord(forecast);
  const ofTrain = recordsWords(train);
  const without = teams.reduce((sum, team) => sum + (isStated(team) ? team.without : 0), 0);
  const late = features.filter((feature) => lateDay(feature, endsOn) !== null).length;
  const wait = counted(without, "item that waits", "items that wait");
  const together = ofTrain === record || !isStated(train) ? "" : `; of all teams together: ${ofTrain}`;
  return [
    ...(record === null || record === ""
      ? []
      : [`How often earlier forecasts (${percent(said)} sure) held: ${record}${together}.`]),
    ...(without === 0 ? [] : [`Left out: ${wait} for work without a forecast.`]),
    ...(late === 0 ? [] : [`${counted(late, "feature")} may end later than planned.`]),
  ].join(" ");
}

/** A statement that Signalbox does not make, and why. */
type Refused = { readonly who: readonly Inline[]; readonly why: string };

/** A line for each reason, with the teams for which Signalbox makes no statement; then the train, for its own reasons. */
function refusalLines(forecast: TrainForecast): readonly (readonly Inline[])[] {
  const teams = forecast.teams.flatMap(({ name, ...outlook }) => refusedOf(name, outlook));
  const train = isAnyStated(forecast) ? refusedOf("All teams", forecast.train) : [];
  return [...Map.groupBy([...teams, ...train], ({ why }) => why)].map(([why, refused]) => [
    ...refused.flatMap(({ who }, place) => (place === 0 ? who : [text(", "), ...who])),
    text(`${why}.`),
  ]);
}

function refusedOf(name: string, { left, byEnd, rest }: Outlook): readonly Refused[] {
  const refused = [byEnd, rest].filter((one) => one.kind === "cannot-forecast");
  const reasons = [...new Set(refused.map(({ because }) => becauseWords(because)))];
  if (reasons.length === 0) return [];
  const what = refused.length === 2 ? "" : byEnd.kind === "stated" ? ", when all is done" : ", how much by the end";
  const who = [strong(name), ...(left === 0 ? [] : [text(` (${left} left)`)])];
  return [{ who, why: `${what}: cannot forecast, because ${reasons.join("; and because ")}` }];
}

type LateDay = Stated<string | null>;

/** The statement of a feature that is likely to end later than its plan (without one, than the increment); else null. */
function lateDay({ rest, plannedUntil }: FeatureOutlook, endsOn: string): LateDay | null {
  if (rest.kind !== "stated") return null;
  return rest.likely === null || rest.likely > (plannedUntil ?? endsOn) ? rest : null;
}

/** `; likely by 26 Dec 2026` for a feature that may end later than planned; else nothing. */
export function lateWords({ forecast }: Pick<Evaluation, "forecast">, id: string): string {
  const feature = forecast?.features.find(({ item }) => item.id === id);
  const late = forecast === undefined || feature === undefined ? null : lateDay(feature, forecast.endsOn);
  if (late === null) return "";
  return `; likely ${late.likely === null ? "in over half a year" : `by ${writtenDay(late.likely)}`}`;
}

/** `How often earlier likely days (85 % sure) held: 34 of 41.`, once for all features with such words; nothing without any. */
export function lateRecord({ forecast }: Pick<Evaluation, "forecast">, ids: readonly string[]): string {
  if (forecast === undefined) return "";
  const late = forecast.features
    .filter(({ item }) => ids.includes(item.id))
    .flatMap((feature) => lateDay(feature, forecast.endsOn) ?? []);
  return late.length === 0 ? "" : `How often earlier likely days (${percent(said)} sure) held: ${recordsOf(late)}.`;
}
