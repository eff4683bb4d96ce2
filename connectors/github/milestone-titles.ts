import type { SprintId } from "../../src/domain/ids.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";

/** Titles of milestones by repository: a timeline names a milestone by its title alone. */
export class MilestoneTitles {
  readonly #titles = new Map<SprintId, string>();
  readonly #ids = new Map<string, Set<SprintId>>();

  learn(milestones: readonly Sprint[]): void {
    for (const { id, nativeId, name } of milestones) {
      const repositoryId = nativeId.slice(0, nativeId.lastIndexOf("-"));
      const former = this.#titles.get(id);
      if (former === name) continue;
      if (former !== undefined) this.#ids.get(slotOf(repositoryId, former))?.delete(id);
      this.#titles.set(id, name);
      const ids = this.#ids.get(slotOf(repositoryId, name)) ?? new Set();
      this.#ids.set(slotOf(repositoryId, name), ids.add(id));
    }
  }

  /** The milestone with this title; null if none or several have it. @param repositoryId its database id */
  idOf(repositoryId: string, title: string): SprintId | null {
    const [id, ...others] = this.#ids.get(slotOf(repositoryId, title)) ?? [];
    return id === undefined || others.length > 0 ? null : id;
  }
}

function slotOf(repositoryId: string, title: string): string {
  return `${repositoryId} ${title}`;
}
