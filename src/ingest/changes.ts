import type { WorkItemId } from "../domain/ids.ts";
import type { PageChange } from "../ports/page-change.ts";

/** What was changed so far: it also tells of what was stored before a reading broke off. */
export class Changes {
  written = 0;
  readonly ids = new Set<WorkItemId>();

  add({ written, changed }: Pick<PageChange, "written" | "changed">): void {
    this.written += written;
    for (const id of changed) this.ids.add(id);
  }
}
