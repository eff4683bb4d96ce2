import type { Conflict, EndEvidence } from "./conflict.ts";
import { evidenceOf } from "./evidence.ts";
import { isKeyRef, workItemId, type LinkEnd, type WorkItemId } from "../ids.ts";
import { containerStream, queryStream, type Model, type StreamState } from "../model/model.ts";
import { nameDirectory } from "../items/names.ts";
import { hiddenBefore, hiddenMembers, queryOf } from "../items/project-values.ts";
import { byText } from "../ordering.ts";
import type { Train } from "../model/train.ts";
import type { TrainView } from "../model/train-plan.ts";
import type { SetupFault } from "../setup/setup-fault.ts";
import type { Setup } from "../setup/setup.ts";
import { betweenRecords } from "./same-problem.ts";
import { passing } from "../rollup/connection-freshness.ts";
import { oneSidedOrigins, type WorkItem } from "../items/work-item.ts";

/** Whether an absence from the model is a fact. */
export type Visibility = {
  /** Whether the tracker shows the item, and its project or repository: no refusal stands that only a person can end. */
  readonly isRead: (item: WorkItem) => boolean;
  /** Whether a fact ended a conflict that no rule finds any more. See docs/rules.md, "Life of a conflict". */
  readonly isOver: (conflict: Conflict) => boolean;
  /** Whether its dependencies stand, and its ends have the status and the plan that they had. */
  readonly isAsBefore: (conflict: Conflict) => boolean;
};

export type VisibilityInput = { readonly view: TrainView; readonly model: Model; readonly setup: Setup };

export function visibilityOf(input: VisibilityInput): Visibility {
  const { view, model } = input;
  const refusals = refusalsIn(model);
  const names = nameDirectory(model.names);
  const hidden = new Set([...hiddenMembers(view.train, model), ...hiddenBefore(view.train, model)]);
  const ofRefusedQueries = membersRefused(input, refusals);
  const isRead = (item: WorkItem) => {
    if (hidden.has(item.id)) return false;
    const called = names.containerNames(item.connection, item.container);
    if (ofRefusedQueries.has(item.id) && !isNamed(item, called, view.train)) return false;
    return !isRefused(called, refusals.get(item.connection));
  };
  const isTypeDead = input.setup.faults.some(({ kind }) => kind === "link-type-without-links");
  let linked: ReadonlySet<string> | null = null;
  const isLinked = (edge: Edge) => (linked ??= linkedEnds(input)).has(edge.join(" "));
  // With the status as the train reads it, if the train looks at the item.
  const { recordOf } = view.plan;
  const itemOf = (id: WorkItemId) => view.items.get(recordOf(id))?.item ?? model.items.get(recordOf(id));
  const doubted = doubtedConnections(input, refusals);
  const isPartRefused = view.train.teams.some(({ from }) => refusals.has(from.connection));
  return {
    isRead,
    isAsBefore(found) {
      const conflict = betweenRecords(found, recordOf);
      return edgesOf(conflict).every((edge) => isStillNeeded(view, edge)) && areEndsAsBefore(conflict, view);
    },
    isOver(found) {
      const conflict = betweenRecords(found, recordOf);
      const edges = edgesOf(conflict);
      if (isSwitchedOff(conflict, view.train) || edges.flat().every((end) => isOutside(end, view.train))) return true;
      const ends = [...edges.flat(), ...plannersOf(conflict, itemOf)].flatMap((end) =>
        isKeyRef(end) ? [] : [itemOf(end)],
      );
      if (edges.some((edge) => hasEnded(edge, itemOf))) return true;
      const broken = edges.find((edge) => !isStillNeeded(view, edge));
      if (!ends.every((item) => item !== undefined)) return false;
      const isWriterSeen = (id: WorkItemId) => isOwned(view, recordOf(id)) && isSeen(itemOf(id), isRead);
      if (broken !== undefined && broken === edges[0] && isUnwritten(conflict, isWriterSeen)) return true;
      if (!ends.every((item) => isKnown(item, isRead))) return false;
      if (broken === undefined) return !(isPartRefused && isUnexplained(conflict, view));
      if (broken.some((end) => isOwned(view, end))) return !(isTypeDead && isLinked(broken));
      return !ends.some((item) => item !== undefined && doubted.has(item.connection));
    },
  };
}

/** Whether the train file switched off every rule that fired, or the texts that alone state the dependency. */
function isSwitchedOff({ rule, alsoFires, evidence: { written } }: Conflict, train: Train): boolean {
  const isOfTexts = rule !== "cycle" && written.length > 0 && written.every(({ origin }) => origin === "text");
  return (isOfTexts && !train.textReferences) || [rule, ...alsoFires].every((one) => train.rules[one] === "off");
}

/** Whether no team can own the end, because no team looks into its connection. */
function isOutside(end: LinkEnd, { teams }: Train): boolean {
  return !teams.some(({ from }) => end.startsWith(workItemId(from, "")));
}

type ItemOf = (id: WorkItemId) => WorkItem | undefined;

/**
 * Items that planned the ends, and those between them and the ends: a part that is not visible any more may be the one
 * that ends too late.
 */
function plannersOf({ consumer, provider, evidence }: Conflict, itemOf: ItemOf): readonly WorkItemId[] {
  const { chain } = evidence;
  const through = [evidence.consumer, evidence.provider, chain?.end].flatMap((end) => end?.through ?? []);
  const planned = new Set<LinkEnd | null>([consumer, provider, ...(chain?.items ?? [])]);
  for (const { from, item } of through) if (from === "parent") planned.add(item);
  const planners = new Set(through.flatMap(({ item, part = item, otherPart = item }) => [item, part, otherPart]));
  // The loop appends to `planners`.
  for (const id of planners) {
    const parent = planned.has(id) ? null : (itemOf(id)?.parentId ?? null);
    if (parent !== null && !planned.has(parent)) planners.add(parent);
  }
  return [...planners];
}

/**
 * Whether nothing visible tells why no rule finds the conflict any more: its dependencies and its ends are as before, and
 * no other conflict replaces it. It ended by something out of sight, such as another part of an end.
 */
function isUnexplained(conflict: Conflict, view: TrainView): boolean {
  const { rule, consumer, provider } = conflict;
  if (rule === "probable-slip") return false;
  if (view.conflicts.some((one) => one.consumer === consumer && one.provider === provider)) return false;
  return areEndsAsBefore(conflict, view);
}

function areEndsAsBefore({ consumer, provider, evidence }: Conflict, view: TrainView): boolean {
  const last = evidence.chain?.items.at(-1) ?? null;
  return (
    isAsBefore(view, consumer, evidence.consumer) &&
    isAsBefore(view, provider, evidence.provider) &&
    isAsBefore(view, last, evidence.chain?.end ?? null)
  );
}

function isAsBefore({ items }: TrainView, end: LinkEnd | null, was: EndEvidence | null): boolean {
  const planned = end === null || isKeyRef(end) ? undefined : items.get(end);
  if (planned === undefined || was === null) return planned === undefined && was === null;
  const now = evidenceOf(planned, "provider");
  const compared = ["status", "iteration", "increment", "startsAt", "endsAt"] as const;
  return compared.every((field) => now[field] === was[field]);
}

/** A deletion is certain: Signalbox requested the item alone. */
function isKnown(item: WorkItem, isRead: Visibility["isRead"]): boolean {
  return item.presence === "gone" || isSeen(item, isRead);
}

function isSeen(item: WorkItem | undefined, isRead: Visibility["isRead"]): boolean {
  return item?.presence === "present" && isRead(item);
}

/** Whether only texts and remote links stated the dependency, and none does any more: that needs no read of the other end. */
function isUnwritten({ rule, evidence }: Conflict, isSeen: (writer: WorkItemId) => boolean): boolean {
  if (rule === "cycle" || evidence.written.length === 0) return false;
  return evidence.written.every(
    ({ origin, in: writer }) => oneSidedOrigins.has(origin) && writer !== null && isSeen(writer),
  );
}

/** The dependencies of a conflict: one, or those of a cycle or a chain. Leaves out an unreadable provider. */
export type Edge = readonly [consumer: WorkItemId, ...provider: LinkEnd[]];

export function edgesOf({ rule, consumer, provider, evidence: { cycle, chain } }: Conflict): readonly Edge[] {
  const next = [...cycle.slice(1), ...cycle.slice(0, 1)];
  if (rule === "cycle") return cycle.map((id, place) => [id, ...next.slice(place, place + 1)]);
  if (rule === "unreadable-provider" || provider === null) return [[consumer]];
  const behind = (chain?.items ?? []).map((id, place, items): Edge => [id, ...items.slice(place + 1, place + 2)]);
  return [[consumer, provider], ...behind];
}

/** Whether the dependency still concerns the train. */
export function isStillNeeded(view: TrainView, [consumer, provider]: Edge): boolean {
  if (provider === undefined) return true;
  const { dependencies } = view;
  let [first, end] = [0, dependencies.length];
  // They are sorted, and many conflicts may end at once.
  while (first < end) {
    const middle = Math.floor((first + end) / 2);
    const known = dependencies[middle];
    if (known === undefined) break;
    const order = byText(known.consumer, consumer) || byText(known.provider, provider);
    if (order === 0) return true;
    if (order < 0) first = middle + 1;
    else end = middle;
  }
  return false;
}

/** The consumer is done, cancelled or deleted, or the provider is done: a fact, whichever tracker reported it. */
function hasEnded([consumer, provider]: Edge, itemOf: ItemOf): boolean {
  const waiting = itemOf(consumer);
  const awaited = provider === undefined || isKeyRef(provider) ? undefined : itemOf(provider);
  const isClosed = waiting?.status === "done" || waiting?.status === "cancelled" || waiting?.presence === "gone";
  return isClosed || (awaited?.presence !== "gone" && awaited?.status === "done");
}

/** The ends that Jira links, by any type and in both directions: the train file may no longer list the type. */
function linkedEnds({ view, model }: Pick<VisibilityInput, "view" | "model">): ReadonlySet<string> {
  const recordAt = (end: LinkEnd) => (isKeyRef(end) ? end : view.plan.recordOf(end));
  const linked = new Set<string>();
  for (const link of model.links.values()) {
    if (link.origin !== "jira-link") continue;
    const [source, target] = [recordAt(link.source), recordAt(link.target)];
    linked.add(`${source} ${target}`).add(`${target} ${source}`);
  }
  return linked;
}

function isOwned(view: TrainView, end: LinkEnd): boolean {
  return !isKeyRef(end) && view.items.get(end)?.role === "owned";
}

type Refusals = ReadonlyMap<string, readonly StreamState[]>;

/** Refusals of the trackers, by connection. Slow or old reads leave everything as it was. */
function refusalsIn({ streams }: Model): Refusals {
  return Map.groupBy(
    streams.filter(({ failure }) => failure !== null && !passing.has(failure.code)),
    ({ connection }) => connection,
  );
}

/** @param called all names of an item's project or repository, in lower case */
function isRefused(called: ReadonlySet<string>, refusals: readonly StreamState[] = []): boolean {
  const streams = [...called].flatMap((name) => [containerStream(name), `issues:${name}`, `edges:${name}`]);
  const ofIt = new Set(["issues", ...streams]);
  return refusals.some(({ stream, failure }) => failure?.code === "unauthorized" || ofIt.has(stream.toLowerCase()));
}

/** Members of the teams' queries and projects that a tracker refuses: they are as last read. */
function membersRefused({ view, model }: VisibilityInput, refusals: Refusals): ReadonlySet<WorkItemId> {
  const refused = new Set(
    view.train.teams.flatMap(({ from }) => {
      const query = queryOf(from);
      const failing = refusals.get(from.connection) ?? [];
      if (query === null || !failing.some(({ stream }) => stream === queryStream(query))) return [];
      return `${from.connection} ${query}`;
    }),
  );
  const found = model.memberships.filter(({ connection, query }) => refused.has(`${connection} ${query}`));
  return new Set(found.flatMap(({ itemIds }) => [...itemIds]));
}

/** Whether Signalbox reads the item's project or repository whole, because a team names it or owns all of its connection. */
function isNamed({ connection }: WorkItem, called: ReadonlySet<string>, { teams }: Train): boolean {
  return teams.some(({ from }) => {
    if (from.connection !== connection) return false;
    const named = from.system === "jira" ? from.projects : from.repos;
    if (named.length === 0) return queryOf(from) === null;
    return named.some((name) => called.has(name.toLowerCase()));
  });
}

/** Criteria of ownership: if one of them matches nothing, an item may be lost because of that alone. */
const ofOwnership: ReadonlySet<SetupFault["kind"]> = new Set([
  "team-owns-nothing",
  "board-without-items",
  "value-without-items",
  "sprint-pattern-without-items",
]);

/** Connections in which the owner of an item is uncertain. */
function doubtedConnections({ view, setup }: VisibilityInput, refusals: Refusals): ReadonlySet<string> {
  const teams = new Map(view.train.teams.map(({ name, from }) => [name, from.connection]));
  const ofFaults = setup.faults.flatMap((fault) =>
    "team" in fault && ofOwnership.has(fault.kind) ? (teams.get(fault.team) ?? []) : [],
  );
  return new Set([...ofFaults, ...refusals.keys()]);
}
