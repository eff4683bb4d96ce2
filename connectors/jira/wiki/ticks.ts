/**
 * Boxes in wiki markup, which has none of its own: `( )`, and `(/)` for a ticked one, which Jira shows as a green tick.
 * An invisible anchor identifies the box.
 */
const box = /^(\s*[*-]+\s+\()\s*(\S?)\s*(\).*)$/u;
const name = /^\)\s*\{anchor:signalbox-tick-([\w-]+)\}/u;
const ticks: ReadonlySet<string> = new Set(["/", "✓", "✔"]);

export function taskLine(id: string, done: boolean, words: string): string {
  return `* (${done ? "/" : " "}) {anchor:signalbox-tick-${id}}${words}`;
}

type Box = { readonly id: string | null; readonly ticked: boolean };

function boxOf(line: string): Box | null {
  const [, , mark = "", rest] = box.exec(line) ?? [];
  return rest === undefined ? null : { id: name.exec(rest)?.[1] ?? null, ticked: ticks.has(mark) };
}

/**
 * Which boxes of a text are ticked.
 * @param ids in the order of the boxes, for boxes that lost their anchor
 */
export function ticksIn(text: string, ids: readonly string[]): readonly string[] {
  const boxes = text.split(/\r?\n/u).flatMap((line) => boxOf(line) ?? []);
  const areLost = boxes.every(({ id }) => id === null) && boxes.length <= ids.length;
  const known = areLost ? boxes.map(({ ticked }, place) => ({ id: ids[place], ticked })) : boxes;
  return known.flatMap(({ id, ticked }) => (ticked && id != null && ids.includes(id) ? [id] : []));
}

/** A text with the ticks of `remoteText`, so that no tick gets lost before Signalbox reads it. */
export function keepTicks(text: string, remoteText: string): string {
  const lines = text.split("\n").map((line) => ({ line, id: boxOf(line)?.id ?? null }));
  const ids = lines.flatMap(({ id }) => id ?? []);
  const ticked = new Set(ticksIn(remoteText, ids));
  return lines.map(({ line, id }) => (id !== null && ticked.has(id) ? line.replace(box, "$1/$3") : line)).join("\n");
}
