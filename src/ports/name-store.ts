import type { WorkItemId } from "../domain/ids.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { SeenName, Source } from "./connector.ts";
import type { PageChange } from "./page-change.ts";

/** What storage knows of how things are called. All methods throw `Failure`. */
export type NameStore = {
  /** What projects, repositories, types of links and fields of a connection were called so far. */
  names(connection: string): Promise<readonly KnownName[]>;
  /**
   * Notes what things are called today; the names they had stay known, and lead to them until something else has them.
   * @returns how many names are new or others now; 0 where all is as it was
   */
  saveNames(of: Pick<Source, "connection" | "system">, seen: readonly SeenName[]): Promise<number>;
  /**
   * An item that its tracker moved and gave another id: what pointed at the first (links, children, history, conflicts,
   * comments) is the second's. Nothing where one of them is not known.
   */
  followItem(move: { readonly from: WorkItemId; readonly to: WorkItemId }): Promise<PageChange>;
};
