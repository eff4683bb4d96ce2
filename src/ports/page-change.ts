import type { WorkItemId } from "../domain/ids.ts";
import type { RejectedRecord, SourcePage } from "./connector.ts";

/** What a page changed in the model. */
export type PageChange = {
  readonly written: number;
  readonly unchanged: number;
  /**
   * Items whose row, parent or links are others now, each once; of a link both ends that are items. Not one that is
   * merely younger: a person wrote a comment.
   */
  readonly changed: readonly WorkItemId[];
};

/**
 * `mayBeOld`: what the model holds as gone or hidden may have gone after the tracker was asked for the page, or be shown by
 * an index that lags behind. The page does not bring it back; the result names it.
 */
export type PageToStore = SourcePage & { readonly mayBeOld?: true };

export type StoredPage = PageChange & {
  /** What the database would not take of the page; the rest of it is stored. */
  readonly rejected: readonly RejectedRecord[];
  /** Handles of items on a page that may be old which the model holds as not there: they are left so. */
  readonly absent: readonly string[];
};
