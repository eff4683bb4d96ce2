import type { WrittenText } from "../ports/publication-ledger.ts";
import { lineDiff, type DiffLine } from "../reporting/line-diff.ts";
import { placeName, isPublished, type Plan, type PlannedWrite, type Waiting } from "../reporting/planned-writes.ts";
import { counted } from "../domain/counted.ts";
import { waitingWords } from "../reporting/waiting-words.ts";
import type { Readable } from "./displayed-text.ts";

/** One train's plan, and the data to show it. `at`: of the evaluation, in epoch milliseconds. */
export type ShownPlan = {
  readonly plan: Plan;
  readonly at: number;
  readonly timeZone: string;
  /** Existing texts by the ledger, by marker. */
  readonly standing: ReadonlyMap<string, WrittenText>;
  readonly readable: Readable;
};

/** Every text as its readers would see it: a new one in full, of an existing one the changes; then the waiting ones. */
export function planLines(shown: ShownPlan): readonly string[] {
  const { writes, waiting } = shown.plan;
  return [
    ...writes.flatMap((write) => [heading(write), ...textLines(shown, write), ""]),
    ...waiting.flatMap((one) => waitingLines(shown, one)),
  ];
}

/** `2 to create, 1 to change, 29 waiting.`, over all trains. */
export function countsLine({ writes, unchanged, waiting }: Plan): string {
  const count = (action: PlannedWrite["action"]) => writes.filter((write) => write.action === action).length;
  const parts = [
    [count("create"), "to create"],
    [count("update"), "to change"],
    [count("resolve"), "to resolve"],
    [waiting.length, "waiting"],
    [unchanged, "unchanged"],
  ] as const;
  const shown = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  if (shown.length === 0) return "Nothing to write.";
  return writes.length === 0 ? `Nothing to write: ${shown.join(", ")}.` : `${shown.join(", ")}.`;
}

const verbs: Readonly<Record<PlannedWrite["action"], string>> = {
  create: "create",
  update: "change",
  resolve: "resolve",
};

/** The place of a text: the item's key, else the issue's own or its target. */
export function whereOf({ place, publication }: PlannedWrite): string {
  return place.kind === "comment" ? place.item.key : (publication?.remoteKey ?? placeName(place));
}

/** Of the text, else of its item; null for an issue that does not exist yet. */
export function urlOf({ place, publication }: PlannedWrite): string | null {
  const url = publication?.url ?? (place.kind === "comment" ? place.item.url : "");
  return url === "" ? null : url;
}

function heading(write: PlannedWrite): string {
  const url = urlOf(write);
  const place = `${verbs[write.action]} ${write.place.kind} in ${write.connection}, ${whereOf(write)}`;
  return `== ${place}${url === null ? "" : ` ${url}`}`;
}

function waitingLines(shown: ShownPlan, waiting: Waiting): readonly string[] {
  const { draft, connection, where } = waiting;
  const words = waitingWords(waiting, { now: shown.at, timeZone: shown.timeZone });
  const said = waiting.refusal === undefined ? [] : [`   ${waiting.refusal.text}`];
  if (draft === undefined) return [`== ${connection}, ${where}`, `   ${words}`, ...said, ""];
  return [heading(draft), `   ${words}`, ...said, ...textLines(shown, draft), ""];
}

function textLines({ standing, readable }: ShownPlan, write: PlannedWrite): readonly string[] {
  const after = readable(write.connection, write.text.rendered);
  const last = standing.get(write.marker);
  if (!isPublished(write.publication) || last === undefined) return after;
  const diff = lineDiff(readable(write.connection, last), after);
  const note =
    write.publication.state === "held" ? ["(a person removed the markers: Signalbox leaves it as it is)"] : [];
  if (diff.length === 0) return [...note, "(same text: only links or formatting change)"];
  return [...note, ...diff.map(diffLine)];
}

const signs = { same: " ", gone: "-", new: "+" } as const;

function diffLine(line: DiffLine): string {
  if (line.kind === "gap") return `  … ${counted(line.lines, "line")} as before`;
  return `${signs[line.kind]} ${line.text}`.trimEnd();
}
