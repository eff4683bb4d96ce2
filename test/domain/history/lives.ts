import { fc } from "@fast-check/vitest";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../../src/domain/items/history.ts";
import { statusAndResolution } from "../../../src/domain/items/statuses.ts";
import type { Link, StatusCategory, WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { blocks, box, day, idOf, item, model } from "../plan.ts";

/** What people do with items, day by day: the events of it, and the model at any time. */
export type Lives = {
  readonly events: readonly HistoryEvent[];
  /** Everything until the instant. @param at epoch milliseconds */
  readonly modelUntil: (at: number) => Model;
};

const keys = ["PAY-1", "PAY-2", "LED-1"] as const;
const key = fc.constantFrom(...keys);

const statuses = [
  ["1", "To Do", "todo"],
  ["2", "In Progress", "in-progress"],
  ["3", "Done", "done"],
] as const;

const resolutions = { done: { id: "20", name: "Done" }, cancelled: { id: "21", name: "Won't Do" } } as const;

type Act =
  | { readonly do: "move"; readonly to: StatusCategory }
  | { readonly do: "estimate"; readonly points: number | string | null }
  | { readonly do: "adopt"; readonly parent: string | null; readonly byKey: boolean }
  | { readonly do: "plan"; readonly ordinal: number }
  | { readonly do: "label"; readonly label: string }
  | { readonly do: "assign"; readonly component: string }
  | { readonly do: "transfer"; readonly project: string }
  | { readonly do: "link"; readonly other: string };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant("move"), to: fc.constantFrom("todo", "in-progress", "done", "cancelled") }),
  fc.record({ do: fc.constant("estimate"), points: fc.constantFrom(1, 2, 5, "XL", null) }),
  fc.record({ do: fc.constant("adopt"), parent: fc.option(key), byKey: fc.boolean() }),
  fc.record({ do: fc.constant("plan"), ordinal: fc.nat(3) }),
  fc.record({ do: fc.constant("label"), label: fc.constantFrom("red", "blue") }),
  fc.record({ do: fc.constant("assign"), component: fc.constantFrom("core", "web") }),
  fc.record({ do: fc.constant("transfer"), project: fc.constantFrom("PAY", "LED", "OPS") }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("link" as const), other: key }) },
);

const step = fc.record({ key, act, pause: fc.constantFrom(0, 0, 1, 3), tellsCategory: fc.boolean() });

/** Up to sixty acts on three items, each created in the first days. */
export const lives: fc.Arbitrary<Lives> = fc
  .record({
    created: fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }),
    steps: fc.array(step, { maxLength: 60, size: "max" }),
  })
  .map(({ created, steps }) => {
    const births = keys.map((one, place) => ({ key: one, at: day(created[place] ?? 0) }));
    const dated: ((typeof steps)[number] & { readonly at: number })[] = [];
    let at = day(7);
    for (const one of steps) {
      at += one.pause * 86_400_000;
      dated.push({ ...one, at });
    }
    const play = (until: number) => {
      const world = new World(births.filter((birth) => birth.at <= until));
      for (const one of dated) if (one.at <= until) world.act(one);
      return world;
    };
    return { events: play(Number.POSITIVE_INFINITY).events, modelUntil: (until) => play(until).model() };
  });

class World {
  readonly #items = new Map<WorkItemId, WorkItem>();
  readonly #links = new Map<string, Link>();
  readonly events: HistoryEvent[] = [];

  /** With an item of each status, by which a changelog without categories can be read. */
  constructor(births: readonly { readonly key: string; readonly at: number }[]) {
    for (const [statusId, statusName, status] of statuses) {
      const still = item(`OPS-${statusId}`, { createdAt: 0, updatedAt: 0, statusId, statusName, status });
      this.#items.set(still.id, still);
    }
    for (const { key, at } of births) {
      const born = item(key, { createdAt: at, updatedAt: at, statusId: "1", statusName: "To Do" });
      this.#items.set(born.id, born);
    }
  }

  model(): Model {
    return model({ items: [...this.#items.values()], links: [...this.#links.values()] });
  }

  act({ key, act, at, tellsCategory }: { key: string; act: Act; at: number; tellsCategory: boolean }): void {
    const before = this.#items.get(idOf(key));
    if (before === undefined) return;
    for (const [change, after] of this.#done(before, act, tellsCategory)) {
      this.#note(before.id, change, at);
      this.#items.set(before.id, { ...(this.#items.get(before.id) ?? before), ...after, updatedAt: at });
    }
    const now = this.#items.get(before.id) ?? before;
    const isOver = now.status === "done" || now.status === "cancelled";
    if (act.do === "move") this.#items.set(now.id, { ...now, closedAt: isOver ? at : null });
  }

  #note(itemId: WorkItemId, change: HistoryChange, at: number): void {
    const ordinal = this.events.filter((one) => one.itemId === itemId && one.field === change.field && one.at === at);
    this.events.push({
      // Ids tell nothing of the order.
      id: `${itemId}:${9999 - this.events.length}`,
      itemId,
      at,
      ordinal: ordinal.length,
      knownBy: "tracker",
      ...change,
    });
  }

  #done(before: WorkItem, act: Act, tellsCategory: boolean): readonly (readonly [HistoryChange, Partial<WorkItem>])[] {
    switch (act.do) {
      case "move":
        return moved(before, act.to, tellsCategory);
      case "estimate": {
        const { points } = act;
        const after =
          typeof points === "number" ? { points, pointsWords: null } : { points: null, pointsWords: points };
        return [[{ field: "points", from: before.points ?? before.pointsWords, to: points }, after]];
      }
      case "adopt": {
        const parentId = act.parent === null || act.parent === before.key ? null : idOf(act.parent);
        const parent = parentId === null ? undefined : this.#items.get(parentId);
        if (parentId !== null && parent === undefined) return [];
        const former = before.parentId === null ? undefined : this.#items.get(before.parentId);
        const name = (one: WorkItem | undefined) =>
          one === undefined ? null : act.byKey ? (`key:jira:${one.key}` as const) : one.id;
        return [[{ field: "parent", from: name(former), to: name(parent) }, { parentId }]];
      }
      case "plan": {
        const { id, name } = box(act.ordinal);
        const [sprintIds, isAdded] = toggled(before.sprintIds, id);
        return [[{ field: "timeboxes", ...one({ id, name }, isAdded) }, { sprintIds }]];
      }
      case "label": {
        const [labels, isAdded] = toggled(before.labels, act.label);
        return [[{ field: "labels", ...one(act.label, isAdded) }, { labels }]];
      }
      case "assign": {
        const [components, isAdded] = toggled(before.components, act.component);
        return [[{ field: "components", ...one(act.component, isAdded) }, { components }]];
      }
      case "transfer": {
        const { container, key } = before;
        const to = { container: act.project, key: `${act.project}-${before.nativeId.replace("-", "")}` };
        return [[{ field: "container", from: { container, key }, to }, to]];
      }
      case "link":
        return this.#linked(before, act.other);
    }
  }

  /** Both ends have the change. */
  #linked(before: WorkItem, otherKey: string): readonly (readonly [HistoryChange, Partial<WorkItem>])[] {
    const other = this.#items.get(idOf(otherKey));
    if (other === undefined || other.id === before.id) return [];
    const link = blocks(before.nativeId, other.nativeId, { typeId: "7" });
    const isAdded = !this.#links.has(link.id);
    if (isAdded) this.#links.set(link.id, link);
    else this.#links.delete(link.id);
    const value = { origin: link.origin, typeId: "7", typeName: "Blocks", direction: "outward" as const };
    return [[{ field: "links", ...one({ ...value, end: `key:jira:${other.key}` as const }, isAdded) }, {}]];
  }
}

function moved(
  before: WorkItem,
  to: StatusCategory,
  tellsCategory: boolean,
): readonly (readonly [HistoryChange, Partial<WorkItem>])[] {
  const own = to === "cancelled" ? "done" : to;
  const [statusId, statusName] = statuses.find(([, , category]) => category === own) ?? statuses[0];
  const resolution = to === "done" || to === "cancelled" ? resolutions[to] : null;
  const value = (id: string | null, name: string | null, status: StatusCategory): StatusValue => ({
    id,
    name,
    category: tellsCategory ? (status === "cancelled" ? "done" : status) : null,
  });
  const from = { id: before.resolutionId, name: before.resolutionName };
  const sourceStatus = statusAndResolution(statusName, resolution?.name ?? null);
  const words = { resolutionId: resolution?.id ?? null, resolutionName: resolution?.name ?? null };
  return [
    [
      {
        field: "status",
        from: value(before.statusId, before.statusName, before.status),
        to: value(statusId, statusName, to),
      },
      { status: to, statusId, statusName, sourceStatus },
    ],
    [{ field: "resolution", from: from.id === null ? null : from, to: resolution }, words],
  ];
}

function toggled<T>(list: readonly T[], value: T): readonly [readonly T[], boolean] {
  return list.includes(value) ? [list.filter((other) => other !== value), false] : [[...list, value], true];
}

function one<T>(value: T, isAdded: boolean): { readonly from: readonly T[]; readonly to: readonly T[] } {
  return isAdded ? { from: [], to: [value] } : { from: [value], to: [] };
}
