import type { SprintId, SprintKind } from "../../src/domain/ids.ts";
import type { Sprint } from "../../src/domain/sprint.ts";

/**
 * Boxes come from two sides: boards and projects list theirs, issues mention the ones they are in. A mention is
 * second-hand (no start of a version, another board of a sprint), so it counts only for what no list has. Before this
 * process has read a list, it cannot know: mentions then wait for it, rather than spoil what another process stored.
 */
export class BoxLists {
  readonly #unread: Set<SprintKind>;
  readonly #listed = new Set<SprintId>();
  readonly #waiting = new Map<SprintId, Sprint>();

  /** @param kinds those that are read from lists */
  constructor(kinds: readonly SprintKind[]) {
    this.#unread = new Set(kinds);
  }

  /** Takes note of a list. @returns it, with what issues mentioned before and it lacks */
  read(kind: SprintKind, list: readonly Sprint[]): readonly Sprint[] {
    this.#unread.delete(kind);
    for (const { id } of list) this.#listed.add(id);
    const waited = [...this.#waiting.values()].filter((box) => box.kind === kind);
    for (const { id } of waited) this.#waiting.delete(id);
    return [...list, ...this.#unlisted(waited)];
  }

  /** @returns those of an issue's mentions that count now, each once */
  mentioned(boxes: readonly Sprint[]): readonly Sprint[] {
    const once = new Map(boxes.map((box) => [box.id, box]));
    const early = [...once.values()].filter(({ kind }) => this.#unread.has(kind));
    for (const box of early) this.#waiting.set(box.id, box);
    return this.#unlisted([...once.values()].filter(({ kind }) => !this.#unread.has(kind)));
  }

  #unlisted(boxes: readonly Sprint[]): readonly Sprint[] {
    return boxes.filter(({ id }) => !this.#listed.has(id));
  }
}
