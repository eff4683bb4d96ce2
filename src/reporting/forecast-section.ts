import { said, type FeatureOutlook, type Outlook, type Stated } from "../domain/forecast/outlook.ts";
import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import type { Block, Cell, Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { becauseWords, percent, recordsWords, recordWords, writtenDay } from "./forecast-words.ts";
import { strong, text } from "./item-words.ts";
import { counted } from "./verdict-words.ts";

/** Number of late features by name. */
const shown = 5;

/** By team: how much is done by the increment's end, and when the rest is, each with its record; then late features. */
export function forecastSection({ forecast }: Evaluation): readonly Block[] {
  if (forecast === undefined) return [];
  const refusals = refusalLines(forecast);
  return [
    { type: "heading", level: 2, content: [text("Forecast")] },
    ...(isAnyStated(forecast) ? [basisWords(forecast), outlookTable(forecast)] : []),
    ...(refusals.length === 0 ? [] : [{ type: "list", items: refusals, omitted: 0 } as const]),
    ...lateFeatures(forecast),
  ];
}

function isAnyStated({ teams }: TrainForecast): boolean {
  return teams.some((team) => isStated(team));
}

function isStated({ byEnd, rest }: Outlook): boolean {
  return byEnd.kind === "stated" || rest.kind === "stated";
}

function basisWords({ day, increment, endsOn, teams }: TrainForecast): Block {
  const meant = `Each “${percent(said)}” is meant to hold in ${Math.round(said * 100)} of 100 cases, each “half” in 50`;
  const without = teams.reduce((sum, team) => sum + (isStated(team) ? team.without : 0), 0);
  const apart =
    without === 0
      ? ""
      : ` ${counted(without, "item waits", "items wait")} for work without a forecast, or for each other: the statements leave ${without === 1 ? "it" : "them"} out.`;
  return {
    type: "paragraph",
    content: [
      text(
        `Made on ${writtenDay(day)} for the items that were left until the end of ${increment} (${writtenDay(endsOn)}), from what each team finished before. ${meant}. Work that is added later comes on top.${apart}`,
      ),
    ],
  };
}

function outlookTable(forecast: TrainForecast): Block {
  const { teams, train, endsOn } = forecast;
  const rows = teams.filter((team) => isStated(team)).map((team) => row(text(team.name), team));
  const columns = ["Team", "Left", `Done by ${writtenDay(endsOn)}`, "Rest done", `Said ${percent(said)}, held`];
  return {
    type: "table",
    columns: columns.map((title, place) => ({ title, align: place === 1 ? "right" : "left" })),
    rows: [...rows, row(strong("All teams"), train)],
    omitted: 0,
    whole: true,
  };
}

function row(name: Inline, outlook: Outlook): readonly Cell[] {
  const { left, without, byEnd, rest } = outlook;
  if (left === 0) return [[name], ...["0", "–", "–", "–"].map((cell) => [text(cell)])];
  const done = byEnd.kind === "stated" ? `${byEnd.likely} or more (${percent(said)}), ${byEnd.half} (half)` : cannot;
  const apart = without === 0 ? "" : ` (${without} without a day)`;
  return [[name], ...[`${left}${apart}`, done, restWords(rest), recordsWords(outlook)].map((cell) => [text(cell)])];
}

const cannot = "cannot forecast";

/** `by 18 Dec 2026 (85 %), by 9 Dec 2026 (half)`. */
function restWords(rest: Outlook["rest"]): string {
  if (rest.kind !== "stated") return cannot;
  const day = (value: string | null) => (value === null ? "in over half a year" : `by ${writtenDay(value)}`);
  return `${day(rest.likely)} (${percent(said)}), ${day(rest.half)} (half)`;
}

/** A line for each team with a statement that Signalbox does not make, and one for the train. */
function refusalLines(forecast: TrainForecast): readonly (readonly Inline[])[] {
  const lines = forecast.teams.flatMap(({ name, ...outlook }) => refusalLine(name, outlook));
  return [...lines, ...(isAnyStated(forecast) ? refusalLine("All teams", forecast.train) : [])];
}

function refusalLine(name: string, { left, byEnd, rest }: Outlook): readonly (readonly Inline[])[] {
  const refused = [byEnd, rest].filter((one) => one.kind === "cannot-forecast");
  const reasons = [...new Set(refused.map(({ because }) => becauseWords(because)))];
  if (reasons.length === 0) return [];
  const what =
    refused.length === 2 ? "" : byEnd.kind === "stated" ? ", when the rest is done" : ", how much by the end";
  const size = left === 0 ? "" : ` (${left} left)`;
  return [[strong(name), text(`${size}${what}: cannot forecast, because ${reasons.join("; and because ")}.`)]];
}

/** Open features that are likely to end later than their plan, in the order of the page. */
function lateFeatures({ features, endsOn }: TrainForecast): readonly Block[] {
  const stated = features.flatMap(({ rest, ...feature }) => (rest.kind === "stated" ? [{ ...feature, rest }] : []));
  if (stated.length === 0) return [];
  const late = stated.filter(
    ({ rest, plannedUntil }) => rest.likely === null || rest.likely > (plannedUntil ?? endsOn),
  );
  const others = [
    ...(late.length === stated.length ? [] : [`${stated.length - late.length} in time`]),
    ...(stated.length === features.length
      ? []
      : [
          `${features.length - stated.length} without a forecast, because some of their work has no iteration or waits for work without one`,
        ]),
  ];
  const rest = others.length === 0 ? "" : ` (${others.join(", ")})`;
  if (late.length === 0) {
    return [{ type: "paragraph", content: [text(`No open feature is likely to end later than planned${rest}.`)] }];
  }
  const are = counted(late.length, "feature is", "features are");
  return [
    { type: "paragraph", content: [text(`${are} likely to end later than planned${rest}:`)] },
    {
      type: "list",
      items: late.slice(0, shown).map(featureLine),
      omitted: Math.max(0, late.length - shown),
      keep: "short",
    },
  ];
}

type StatedFeature = Omit<FeatureOutlook, "rest"> & { readonly rest: Stated<string | null> };

function featureLine({ item, left, plannedUntil, rest }: StatedFeature): readonly Inline[] {
  const name: Inline = item.url === "" ? text(item.key) : { type: "link", text: item.key, url: item.url };
  const plan = plannedUntil === null ? "" : ` planned until ${writtenDay(plannedUntil)},`;
  return [name, text(` “${item.title}”: ${left} left,${plan} done ${restWords(rest)}; ${recordWords(rest)}.`)];
}
