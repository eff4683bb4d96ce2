import { inOrder, listThen, nothingFormer, type Former, type FormerMember } from "../history/former.ts";
import type { Surroundings } from "../history/item-then.ts";
import { statusThen } from "../history/status-then.ts";
import type { HistoryEvent, StatusValue } from "../items/history.ts";
import type { StatusCategory, WorkItem } from "../items/work-item.ts";

/** A time in which an item had one status; it ends where the next one begins. */
export type Stretch = {
  /** Epoch milliseconds; −∞ if nothing tells when the item was created. */
  readonly from: number;
  readonly status: StatusCategory;
  /** Why the status is not certain; null if it is. */
  readonly doubt: Doubt | null;
};

/** `unknown`: nothing tells the status. `clocks`: changes of it contradict each other, then or later. */
export type Doubt = "unknown" | "clocks";

export type StretchContext = Pick<Surroundings, "categoryOf" | "hasHistory"> & {
  /** The status as the train reads it. */
  readonly statusOf: (item: WorkItem) => StatusCategory;
  /** Whether no history has what decides the status of the item while it is open. */
  readonly isOpenUnknown: boolean;
};

/**
 * The statuses that an item had, the oldest first: at each instant the one of `modelAt`, as the train reads it. The last
 * one is the present one. Order and repetition of the events do not matter.
 * @param item as it is
 * @param events its changes of status, resolution and labels, at least
 */
export function statusStretches(
  item: WorkItem,
  events: readonly HistoryEvent[],
  context: StretchContext,
): readonly Stretch[] {
  const deciding = events.filter(({ field }) => field in decidesStatus);
  const changes = inOrder([...new Map(deciding.map((event) => [event.id, event])).values()]);
  const replay = new Replay(item, changes, context);
  const firstAt = changes[0]?.at ?? Number.POSITIVE_INFINITY;
  const bornAt = Math.min(item.createdAt ?? Number.NEGATIVE_INFINITY, firstAt);
  const stretches: Stretch[] = [];
  for (const at of replay.instants) {
    stretches.push(replay.stretchFrom(at));
    replay.undo(at);
  }
  stretches.push(replay.stretchFrom(bornAt));
  const ascending = stretches.toReversed().filter(({ from }, place, all) => from !== all[place + 1]?.from);
  return joined(item, ascending);
}

/** When the time in which an item is done at the end of these stretches began; +∞ if it is not done then. */
export function doneSince(stretches: readonly Stretch[]): number {
  const before = stretches.findLastIndex(({ status }) => status !== "done");
  return stretches[before + 1]?.from ?? Number.POSITIVE_INFINITY;
}

/** Fields that decide a status. */
const decidesStatus: Readonly<Partial<Record<HistoryEvent["field"], true>>> = {
  status: true,
  resolution: true,
  labels: true,
};

type StatusEvent = Extract<HistoryEvent, { readonly field: "status" }>;

/** Whether two values of a status cannot be the same: by their ids, else by their categories or names. */
function isOther(one: StatusValue | null, other: StatusValue | null): boolean {
  if (one === null || other === null) return false;
  if (one.id !== null && other.id !== null) return one.id !== other.id;
  if (one.category !== null && other.category !== null) return one.category !== other.category;
  return one.name !== null && other.name !== null && one.name !== other.name;
}

/** GitHub's has neither id nor name, and so nothing to compare with: labels and pull requests decide it as well. */
function presentStatus({ statusId, statusName }: WorkItem): StatusValue {
  return { id: statusId, name: statusName, category: null };
}

/** Goes back in an item's life, from the present one change after the other. */
class Replay {
  /** At which something changed, the last first. */
  readonly instants: readonly number[];
  readonly #item: WorkItem;
  readonly #byInstant: ReadonlyMap<number, readonly HistoryEvent[]>;
  readonly #context: StretchContext;
  readonly #hasStatusChange: boolean;
  /** The last change that contradicts the one before it; +∞ if the item contradicts the last one. */
  readonly #contradictedUntil: number;
  readonly #labels = new Map<string, FormerMember<string>>();
  #status: Former["status"] = null;
  #resolution: Former["resolution"] = null;

  constructor(item: WorkItem, changes: readonly HistoryEvent[], context: StretchContext) {
    this.#item = item;
    this.#context = context;
    this.#byInstant = Map.groupBy(changes, ({ at }) => at);
    const ofStatus = changes.flatMap((event) => (event.field === "status" ? event : []));
    this.#hasStatusChange = ofStatus.length > 0;
    const isContradicted = ({ from }: StatusEvent, place: number) => isOther(ofStatus[place - 1]?.to ?? null, from);
    const contradictedAt = ofStatus.findLast(isContradicted)?.at ?? Number.NEGATIVE_INFINITY;
    const isEndOther = isOther(ofStatus.at(-1)?.to ?? null, presentStatus(item));
    this.#contradictedUntil = isEndOther ? Number.POSITIVE_INFINITY : contradictedAt;
    // Without a change of its status, an item was open until its tracker closed it.
    const closings = item.closedAt === null ? [] : [item.closedAt];
    const instants = new Set([...this.#byInstant.keys(), ...closings]);
    this.instants = [...instants].toSorted((a, b) => b - a);
  }

  /** The status at an instant after which everything is undone. */
  stretchFrom(at: number): Stretch {
    const item = this.#item;
    const { categoryOf, hasHistory, statusOf, isOpenUnknown } = this.#context;
    const labels = listThen(item.labels, this.#labels, (label) => label);
    const isChanged = item.updatedAt === null || item.updatedAt > at;
    const former = {
      ...nothingFormer,
      status: this.#status,
      resolution: this.#resolution,
      hasStatusChange: this.#hasStatusChange,
    };
    const { gaps, ...then } = statusThen({ item, former, labels, at, isChanged, categoryOf });
    const status = statusOf({ ...item, ...then, labels });
    const isWithoutHistory = isChanged && !hasHistory(item.connection);
    const isOpen = status === "todo" || status === "in-progress";
    const isUnknown = gaps.length > 0 || (isOpen && (isWithoutHistory || isOpenUnknown));
    const doubt = at < this.#contradictedUntil ? "clocks" : isUnknown ? "unknown" : null;
    return { from: at, status, doubt };
  }

  undo(at: number): void {
    for (const event of (this.#byInstant.get(at) ?? []).toReversed()) {
      if (event.field === "status") this.#status = { value: event.from };
      if (event.field === "resolution") this.#resolution = { value: event.from };
      if (event.field !== "labels") continue;
      for (const member of event.to) this.#labels.set(member, { member, wasIn: false });
      for (const member of event.from) this.#labels.set(member, { member, wasIn: true });
    }
  }
}

/** Without repeats. */
function joined(item: WorkItem, stretches: readonly Stretch[]): readonly Stretch[] {
  const isByPull = mayHaveBegunByPull(item, stretches);
  const all = stretches.map((one): Stretch => (isByPull && one.status === "todo" ? { ...one, doubt: "unknown" } : one));
  return all.filter(({ status, doubt }, place) => {
    const before = all[place - 1];
    return before?.status !== status || before.doubt !== doubt;
  });
}

/**
 * An open pull request makes an open issue of GitHub one in progress, and no history tells it: of a closed one without a
 * label that says so, nothing tells whether it was in progress.
 */
function mayHaveBegunByPull({ system, status }: WorkItem, stretches: readonly Stretch[]): boolean {
  const isOver = status === "done" || status === "cancelled";
  return system === "github" && isOver && stretches.every((one) => one.status !== "in-progress");
}
