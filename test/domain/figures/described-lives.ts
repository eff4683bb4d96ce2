import { flowFigures, type Flow } from "../../../src/domain/figures/flow.ts";
import type { FlowSource } from "../../../src/domain/figures/flow-items.ts";
import { flowWindow } from "../../../src/domain/figures/flow-window.ts";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../../src/domain/items/history.ts";
import type { Link, StatusCategory, WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { connectionOf } from "../../../src/domain/history/status-categories.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, day, idOf, item, model, train, type ModelParts } from "../plan.ts";

const statuses: Readonly<Record<string, { readonly id: string; readonly status: StatusCategory }>> = {
  "to do": { id: "1", status: "todo" },
  "in progress": { id: "2", status: "in-progress" },
  done: { id: "3", status: "done" },
};

/** An item, its events and its links. */
export type Described = {
  readonly item: WorkItem;
  readonly events: readonly HistoryEvent[];
  readonly links: readonly Link[];
};

/**
 * A Jira item from a description of its life: `in progress 2027-01-11, waits for LED-1 2027-02-06, done 2027-02-09`. An
 * instant is a day or ISO 8601. A word without a meaning is a status that nothing tells.
 */
export function described(key: string, words: string, changes: Partial<WorkItem> = {}): Described {
  const steps = words.split(", ").flatMap((step) => {
    const [, what = "", when = ""] = /^(.+) (\S+)$/u.exec(step) ?? [];
    return what === "" ? [] : { what, at: Date.parse(when) };
  });
  let born: WorkItem = item(key, { createdAt: day(0), statusId: "1", statusName: "to do", ...changes });
  const events: HistoryEvent[] = [];
  const links: Link[] = [];
  const note = (at: number, change: HistoryChange) =>
    events.push({ id: `${key} ${events.length}`, itemId: born.id, at, ordinal: 0, knownBy: "tracker", ...change });
  for (const { what, at } of steps) {
    const [, verb = "", other = ""] = /^(waits for|leaves) (\S+)$/u.exec(what) ?? [];
    if (verb !== "") {
      const end = idOf(other);
      const value = { origin: "jira-link", typeId: "7", typeName: "Blocks", direction: "inward", end } as const;
      const isAdded = verb === "waits for";
      note(at, { field: "links", from: isAdded ? [] : [value], to: isAdded ? [value] : [] });
      if (isAdded) links.push(blocks(other, key, { typeId: "7" }));
      else links.splice(0, links.length);
      continue;
    }
    const { id, status } = statuses[what] ?? { id: what, status: "todo" };
    const from: StatusValue = { id: born.statusId, name: born.statusName, category: null };
    note(at, { field: "status", from, to: { id, name: what, category: null } });
    const closedAt = status === "done" ? at : null;
    born = { ...born, status, statusId: id, statusName: what, sourceStatus: what, closedAt, updatedAt: at };
  }
  return { item: born, events, links };
}

/** A life by days of the train. */
export function life(key: string, ...steps: readonly (readonly [what: string, when: number])[]): Described {
  return described(key, steps.map(([what, when]) => `${what} ${new Date(day(when)).toISOString()}`).join(", "));
}

/** An item of each status, by which a changelog without categories can be read; none is of a team. */
const readers = Object.entries(statuses).map(([statusName, { id: statusId, status }]) =>
  item(`OPS-${statusId}`, { createdAt: 0, updatedAt: 0, statusId, statusName, status }),
);

export type Around = { readonly until?: number; readonly on?: Train; readonly parts?: ModelParts };

/** At the end of the window of the documentation's examples, unless told otherwise. */
export function sourceOf(
  all: readonly Described[],
  { until = day(84), on = train(), parts = {} }: Around = {},
): FlowSource {
  const items = [...readers, ...all.map((one) => one.item), ...(parts.items ?? [])];
  const links = [...all.flatMap((one) => one.links), ...(parts.links ?? [])];
  const facts = model({ ...parts, items, links });
  const events = all.flatMap((one) => one.events);
  const view = viewTrain(facts, on, until);
  const window = flowWindow(until, on.timeZone);
  return { view, model: facts, window, events, categoryEvents: [], withHistory: withHistoryIn(events) };
}

/** Connections whose trackers gave one of the events. */
export function withHistoryIn(events: readonly HistoryEvent[]): ReadonlySet<string> {
  return new Set(events.filter(({ knownBy }) => knownBy === "tracker").map(({ itemId }) => connectionOf(itemId)));
}

export function flowOf(all: readonly Described[], around: Around = {}): Flow {
  return atOneGo(flowFigures(sourceOf(all, around)));
}

/** The figures of team `pay`. */
export function payFlow(all: readonly Described[], around: Around = {}): Flow["train"] {
  const [pay] = flowOf(all, around).teams;
  if (pay?.team !== "pay") throw new TypeError("the first team is pay");
  return pay;
}
