import { evaluateStored } from "../reporting/evaluate-train.ts";
import { evaluating } from "./evaluate-context.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import type { Store } from "../ports/store.ts";
import type { ConnectionRecord } from "../ports/train-registry.ts";
import { distinct } from "../domain/ordering.ts";
import { asOfLines } from "../reporting/as-of-words.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { planPortfolio, portfolioKey } from "../reporting/publish-portfolio.ts";
import type { Render } from "../reporting/draft.ts";
import { joinPlans, type PlannedWrite, type Waiting } from "../reporting/planned-writes.ts";
import { type PlanContext, planTrain } from "../reporting/publish.ts";
import { consentLines } from "./consent.ts";
import { exit, Ended } from "./failures.ts";
import { askedAt, type When } from "./instants.ts";
import { trainsNamed } from "./open-store.ts";
import { countsLine, planLines, urlOf, whereOf, type ShownPlan } from "./plan-lines.ts";
import { readableOf, type Readable } from "./displayed-text.ts";
import { leftBehind, noteText } from "./named-connections.ts";
import { renderOf } from "./rendering.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";

export type PlanFlags = { readonly at?: When; readonly json?: boolean; readonly detailedExitcode?: boolean };

/** @throws Ended with `exit.changes` if `--detailed-exitcode` is set and `apply` would write something */
export async function runPlan(
  store: Store,
  flags: PlanFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const place = await placeOf(store);
  for (const note of leftBehind(await store.connectionUses(), place.records)) errLine(terminal, noteText(note));
  const shown: ShownPlan[] = [];
  const evaluated: Evaluation[] = [];
  const asks: string[] = [];
  for (const train of await trainsNamed(store, flags.train)) {
    const evaluation = await evaluateStored(...askedAt(place, train, flags.at));
    shown.push(await shownPlan(place, evaluation));
    asks.push(...(await consentLines(store, train)));
    evaluated.push(evaluation);
  }
  if (flags.train === undefined) shown.push(await shownPortfolio(place, evaluated));
  const plan = joinPlans(shown.map((one) => one.plan));
  const notes = distinct(evaluated.flatMap(asOfLines));
  if (flags.json === true) outJson(terminal, planJson(shown, notes));
  else for (const line of [...shown.flatMap(planLines), ...notes, countsLine(plan), ...asks]) outLine(terminal, line);
  if (flags.detailedExitcode === true && plan.writes.length > 0) throw new Ended(exit.changes);
}

type Place = PlanContext &
  Pick<ReturnType<typeof evaluating>, "store"> & {
    readonly records: readonly ConnectionRecord[];
    /** Keys of the connections that Signalbox may write to. */
    readonly connectors: ReadonlySet<string>;
    readonly render: Render;
  };

async function placeOf(store: Store): Promise<Place> {
  const records = await store.connections();
  const { publicUrl } = readSettings(readEnvironment(process.cwd()));
  const connectors = new Set(records.map(({ key }) => key));
  return { ...evaluating(store), records, connectors, render: renderOf(records, publicUrl) };
}

async function shownPlan(place: Place, evaluation: Evaluation): Promise<ShownPlan> {
  const { train, at } = evaluation.view;
  const plan = await planTrain(place, evaluation);
  return { plan, at, timeZone: train.timeZone, ...(await readingOf(place, train.key)) };
}

async function shownPortfolio(place: Place, evaluated: readonly Evaluation[]): Promise<ShownPlan> {
  const at = Math.max(...evaluated.map(({ view }) => view.at));
  const plan = await planPortfolio(place, { at, evaluated });
  return { plan, at, timeZone: "UTC", ...(await readingOf(place, portfolioKey)) };
}

/** Existing texts, and a reader for them. */
async function readingOf({ store, records }: Place, train: string): Promise<Pick<ShownPlan, "standing" | "readable">> {
  const standing = new Map((await store.lastTexts(train)).map((text) => [text.marker, text]));
  return { standing, readable: readableOf(records) };
}

/** @param notes what the plan cannot know */
function planJson(shown: readonly ShownPlan[], notes: readonly string[]): unknown {
  const { unchanged } = joinPlans(shown.map(({ plan }) => plan));
  return {
    writes: shown.flatMap(({ plan, readable }) => plan.writes.map((write) => writeJson(write, readable))),
    unchanged,
    waiting: shown.flatMap(({ plan, readable }) => plan.waiting.map((one) => waitingWithText(one, readable))),
    notes,
  };
}

function waitingWithText(waiting: Waiting, readable: Readable): unknown {
  const { draft } = waiting;
  return { ...waitingJson(waiting), draft: draft === undefined ? null : writeJson(draft, readable) };
}

/** As `apply` prints it. */
export function waitingJson({ marker, connection, where, because, until, refusal }: Waiting) {
  const instant = until === null ? null : new Date(until).toISOString();
  return { marker, connection, where, because, until: instant, ...(refusal === undefined ? {} : { refusal }) };
}

/** `text` is what its readers see, `body` what Signalbox sends. */
function writeJson(write: PlannedWrite, readable: Readable): unknown {
  const { action, marker, train, connection, place, text } = write;
  const { title, body } = text.rendered;
  return {
    action,
    kind: place.kind,
    train,
    connection,
    where: whereOf(write),
    url: urlOf(write),
    marker,
    title,
    text: readable(connection, { title: "", body }).join("\n"),
    body,
  };
}
