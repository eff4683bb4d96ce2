import type { Feature } from "../domain/rollup/rollup.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Train } from "../domain/model/train.ts";
import type { Block, Inline } from "../ports/document.ts";
import { lastDayBefore } from "./dates.ts";
import type { Evaluation } from "./evaluate.ts";
import { lateRecord, lateWords } from "./forecast-section.ts";
import { iterationWords, strong, text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";

/** Number of visible features; the rest is folded. */
const shown = 10;

/** Open features by name, those that end first at the top: progress, end, likely end if later, teams, and conflicts. */
export function featuresSection(evaluation: Evaluation): readonly Block[] {
  const { rollup } = evaluation;
  const { openFeatures: features, increment } = rollup;
  if (features.length === 0) return [];
  const list = (some: readonly Feature[]): Block => ({
    type: "list",
    items: some.map((feature) => line(feature, evaluation, increment)),
    omitted: 0,
    distances: some.map(({ ends }) => ends?.endsAt ?? Infinity),
  });
  const rest = features.slice(shown);
  const record = lateRecord(
    evaluation,
    features.map(({ item }) => item.id),
  );
  return [
    { type: "heading", level: 2, content: [text(`Features (${features.length} open)`)] },
    list(features.slice(0, shown)),
    ...(rest.length === 0
      ? []
      : [
          {
            type: "details",
            summary: counted(rest.length, "more feature"),
            blocks: [list(rest)],
            keep: "short",
          } as const,
        ]),
    ...(record === "" ? [] : [{ type: "paragraph", content: [text(record)] } as const]),
  ];
}

/** Begins with a word: behind a title from right to left, a number would stand on the title's wrong side. */
function line(feature: Feature, evaluation: Evaluation, home: string): readonly Inline[] {
  const { view } = evaluation;
  const { item, work, done, conflicts } = feature;
  const name: Inline = item.url === "" ? text(item.key) : { type: "link", text: item.key, url: item.url };
  return [
    name,
    text(
      ` “${item.title}”: done ${done} of ${work}; ${endWords(feature, view, home)}${lateWords(evaluation, item.id)}${outsideWords(feature, view.train)}${teamWords(feature, view.train)}`,
    ),
    ...(conflicts === 0 ? [] : [text("; "), strong(counted(conflicts, "conflict or risk", "conflicts and risks"))]),
    text("."),
  ];
}

/** `ends in iteration 4; 2 not planned`; open work after its end is late. */
function endWords({ ends, unplanned, work, done }: Feature, { train, at }: TrainView, home: string): string {
  if (work === done) return "still open itself";
  const open = unplanned === 0 ? "" : `${unplanned} not planned`;
  if (ends === null) return open;
  const { iteration, endsAt } = ends;
  const place = iteration === null ? `on ${lastDayBefore(endsAt, train.timeZone)}` : `in ${iterationWords(ends, home)}`;
  const end = endsAt <= at ? `should have ended ${place}` : `ends ${place}`;
  return open === "" ? end : `${end}; ${open}`;
}

/** `; 4 planned after its own end on 6 Dec 2026 (PAY-3, PAY-4, LED-7 and 1 more)`. */
function outsideWords({ outside }: Feature, { timeZone }: Train): string {
  if (outside === undefined) return "";
  const { endsAt, count, first } = outside;
  const more = count > first.length ? ` and ${count - first.length} more` : "";
  const names = `${first.map(({ key }) => key).join(", ")}${more}`;
  return `; ${count} planned after its own end on ${lastDayBefore(endsAt, timeZone)} (${names})`;
}

function teamWords({ teams }: Feature, train: Train): string {
  const names = train.teams.filter(({ key }) => teams.includes(key)).map(({ name }) => name);
  return names.length === 0 ? "" : `; ${names.join(", ")}`;
}
