import { z } from "zod";

const prefix = "signalbox-tick-";

/** The `localId` of a task, which Jira's editor seems to keep. */
export function taskId(id: string): string {
  return `${prefix}${id}`;
}

const Node = z.looseObject({
  type: z.string().catch(""),
  attrs: z.record(z.string(), z.unknown()).optional().catch(undefined),
  content: z.array(z.record(z.string(), z.unknown())).optional().catch(undefined),
});
type Node = Readonly<Record<string, unknown>>;

/** Deep enough for a task in a fold; keeps hostile nesting from exhausting the stack. */
const deepest = 8;

function tasksIn(nodes: readonly Node[], depth = 0): readonly z.infer<typeof Node>[] {
  if (depth > deepest) return [];
  return nodes.flatMap((raw) => {
    const node = Node.parse(raw);
    return node.type === "taskItem" ? [node] : tasksIn(node.content ?? [], depth + 1);
  });
}

/**
 * Which tasks are ticked.
 * @param ids in the order of the tasks, in case the editor replaced all their ids
 */
export function ticksIn(nodes: readonly Node[], ids: readonly string[]): readonly string[] {
  const tasks = tasksIn(nodes);
  const names = tasks.map(({ attrs }) => ids.find((id) => attrs?.["localId"] === taskId(id)) ?? null);
  const areLost = names.every((name) => name === null) && tasks.length <= ids.length;
  return tasks.flatMap(({ attrs }, place) => {
    const id = areLost ? ids[place] : names[place];
    return attrs?.["state"] === "DONE" && id != null ? [id] : [];
  });
}

/** Nodes with the ticks of `remoteNodes`, so that no tick gets lost before Signalbox reads it. */
export function keepTicks(nodes: readonly Node[], remoteNodes: readonly Node[]): Node[] {
  const ids = tasksIn(nodes).flatMap(({ attrs }) => idOf(attrs?.["localId"]) ?? []);
  const ticked = new Set(ticksIn(remoteNodes, ids));
  return ticked.size === 0 ? [...nodes] : nodes.map((node) => tick(node, ticked));
}

function idOf(localId: unknown): string | null {
  return typeof localId === "string" && localId.startsWith(prefix) ? localId.slice(prefix.length) : null;
}

function tick(raw: Node, ticked: ReadonlySet<string>): Node {
  const { type, attrs, content } = Node.parse(raw);
  if (type !== "taskItem")
    return content === undefined ? raw : { ...raw, content: content.map((inner) => tick(inner, ticked)) };
  const id = idOf(attrs?.["localId"]);
  return id !== null && ticked.has(id) ? { ...raw, attrs: { ...attrs, state: "DONE" } } : raw;
}
