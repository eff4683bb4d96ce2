/**
 * Boxes in a body. When a person ticks one, GitHub changes `[ ]` to `[x]` and keeps the rest of the line, so an
 * invisible comment identifies the box.
 */
const box = /^(\s*[-*+] \[)([ xX])(\] .*)$/u;
const name = /<!-- tick:([\w-]+) -->/u;

export function taskLine(id: string, done: boolean, words: string): string {
  return `- [${done ? "x" : " "}] ${words} <!-- tick:${id} -->`;
}

type Box = { readonly id: string | null; readonly ticked: boolean };

function boxOf(line: string): Box | null {
  const [, , mark = " ", rest = ""] = box.exec(line) ?? [];
  return rest === "" ? null : { id: name.exec(rest)?.[1] ?? null, ticked: mark !== " " };
}

/**
 * Which boxes of a text are ticked.
 * @param ids in the order of the boxes, for boxes that lost their comment
 */
export function ticksIn(text: string, ids: readonly string[]): readonly string[] {
  const boxes = text.split(/\r?\n/u).flatMap((line) => boxOf(line) ?? []);
  const areLost = boxes.every(({ id }) => id === null) && boxes.length <= ids.length;
  const named = areLost ? boxes.map(({ ticked }, place) => ({ id: ids[place], ticked })) : boxes;
  return named.flatMap(({ id, ticked }) => (ticked && id != null && ids.includes(id) ? [id] : []));
}

/** A text with the ticks of `remoteBody`, so that no tick gets lost before Signalbox reads it. */
export function keepTicks(text: string, remoteBody: string): string {
  const lines = text.split("\n").map((line) => ({ line, id: boxOf(line)?.id ?? null }));
  const ticked = new Set(
    ticksIn(
      remoteBody,
      lines.flatMap(({ id }) => id ?? []),
    ),
  );
  return lines.map(({ line, id }) => (id !== null && ticked.has(id) ? line.replace(box, "$1x$3") : line)).join("\n");
}
