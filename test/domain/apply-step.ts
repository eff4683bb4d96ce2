import type { Conflict, FixStep } from "../../src/domain/conflicts/conflict.ts";
import { isKeyRef } from "../../src/domain/ids.ts";
import type { LinkEnd } from "../../src/domain/ids.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { Iteration, Train } from "../../src/domain/model/train.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";

/**
 * What the trackers would hold after somebody took a step, in each way a person could take it: one model for each sprint
 * or milestone of the iteration that the item's team has; a new one where it has none. Null for a step that nobody can
 * apply without knowing more. Written without the code that proposes steps.
 */
export function modelsAfter({ facts, train }: Trackers, step: FixStep, replaced?: Ends): readonly Model[] | null {
  switch (step.do) {
    case "move":
    case "schedule":
      return putIn(facts, itemOf(facts, step.item), iterationNamed(train, step.increment, step.to));
    case "set-due":
      return [withItem(facts, { ...itemOf(facts, step.item), dueOn: step.on })];
    case "finish":
      return [withItem(facts, { ...itemOf(facts, step.item), status: "done" })];
    case "reopen":
      return [withItem(facts, { ...itemOf(facts, step.item), status: "todo" })];
    case "replace":
      return [withoutLinks(facts, (link) => replaced !== undefined && joins(facts, link, replaced))];
    case "drop-link":
      return [withoutLinks(facts, (link) => joins(facts, link, step) && isWritten(link, step))];
    case "grant-access":
    case "decide-scope":
      return null;
  }
}

/** The facts, and the train whose iterations steps name. */
type Trackers = { readonly facts: Model; readonly train: Train };

type DropLink = FixStep & { readonly do: "drop-link" };

function itemOf(facts: Model, id: WorkItem["id"]): WorkItem {
  const item = facts.items.get(id);
  if (item === undefined) throw new Error(`no item ${id}`);
  return item;
}

function iterationNamed(train: Train, increment: string | null, key: string | null): Iteration {
  const all = train.increments.flatMap(({ iterations }) => iterations);
  const iteration = all.find((one) => one.increment === increment && one.key === key);
  if (iteration === undefined) throw new Error(`no iteration ${increment} ${key}`);
  return iteration;
}

function withItem(facts: Model, item: WorkItem): Model {
  return { ...facts, items: new Map([...facts.items, [item.id, item]]) };
}

function withoutLinks(facts: Model, isMeant: (link: Link) => boolean): Model {
  return { ...facts, links: new Map([...facts.links].filter(([, link]) => !isMeant(link))) };
}

type Ends = Pick<Conflict, "consumer" | "provider">;

/** An end of a text is a key, as people wrote it. */
function joins(facts: Model, { source, target }: Link, { consumer, provider }: Ends): boolean {
  const isAt = (end: LinkEnd, id: LinkEnd | null) => {
    const item = id === null || isKeyRef(id) ? undefined : facts.items.get(id);
    return end === id || (item !== undefined && end.toLowerCase() === `key:${item.system}:${item.key}`.toLowerCase());
  };
  return isAt(target, consumer) && isAt(source, provider);
}

/** Only where the step says that it is written. */
function isWritten({ id, origin, source, target }: Link, { written }: DropLink): boolean {
  const writer = id.startsWith(`text:${source}:`) ? source : target;
  return written.some((one) => one.origin === origin && (one.in === null || one.in === writer));
}

function putIn(facts: Model, item: WorkItem, iteration: Iteration): readonly Model[] {
  const closed = item.sprintIds.filter((id) => facts.sprints.get(id)?.state === "closed");
  const home = [...facts.sprints.values()].filter((box) => isHome(box, item, facts));
  const there = home.filter((box) => box.state !== "closed" && liesIn(box, iteration));
  const boxes = there.length > 0 ? there : [newBox(item, iteration, home)];
  return boxes.map((box) => ({
    ...withItem(facts, { ...item, sprintIds: [...closed, box.id] }),
    sprints: new Map([...facts.sprints, [box.id, box]]),
  }));
}

/** In GitHub the milestones of the repository; in Jira the sprints of the boards on which the project's items are. */
function isHome(box: Sprint, item: WorkItem, facts: Model): boolean {
  if (item.system === "github") return box.container === item.container;
  const siblings =
    item.container === "OPS" ? [item] : [...facts.items.values()].filter((one) => one.container === item.container);
  const boards = new Set(siblings.flatMap(({ sprintIds }) => sprintIds.map((id) => facts.sprints.get(id)?.boardId)));
  return box.kind === "sprint" && (boards.has(box.boardId) || (boards.size === 0 && box.boardId !== null));
}

/** Half of the box lies in the iteration, or the box takes up half of it. A milestone belongs where it is due. */
function liesIn({ startsAt, endsAt }: Sprint, iteration: Iteration): boolean {
  if (startsAt === null || endsAt === null) {
    return endsAt !== null && iteration.startsAt < endsAt && endsAt <= iteration.endsAt;
  }
  const shared = Math.min(endsAt, iteration.endsAt) - Math.max(startsAt, iteration.startsAt);
  return 2 * shared >= Math.min(endsAt - startsAt, iteration.endsAt - iteration.startsAt);
}

function newBox(item: WorkItem, { startsAt, endsAt }: Iteration, [sibling]: readonly Sprint[]): Sprint {
  const isGithub = item.system === "github";
  const kind = isGithub ? "milestone" : "sprint";
  return {
    id: `${item.system}:${item.connection}:${kind}:99999`,
    system: item.system,
    connection: item.connection,
    kind,
    nativeId: "99999",
    name: "New",
    state: "future",
    startsAt: isGithub ? null : startsAt,
    endsAt,
    completedAt: null,
    boardId: sibling?.boardId ?? null,
    container: isGithub ? item.container : null,
  };
}
