import type { WorkItemId } from "../domain/ids.ts";
import type { RejectedRecord, SourcePage } from "./connector.ts";

/** The changes of a page in the model. */
export type PageChange = {
  readonly written: number;
  readonly unchanged: number;
  /**
   * Items whose row, parent or links changed, each once; for a changed link both ends that are items. Excludes items of
   * which only `updatedAt` changed, e.g. after a comment.
   */
  readonly changed: readonly WorkItemId[];
};

/**
 * `mayBeOld`: the page may be older than the moment an item became gone or hidden, because of a lagging index or a slow
 * answer. The page does not restore such items; the result names them.
 */
export type PageToStore = SourcePage & { readonly mayBeOld?: true };

export type StoredPage = PageChange & {
  /** Records that the database rejected; it stored the rest. */
  readonly rejected: readonly RejectedRecord[];
  /** Handles of items on a `mayBeOld` page that the model holds as gone or hidden; they stay so. */
  readonly absent: readonly string[];
};
