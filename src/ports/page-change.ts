import type { WorkItemId } from "../domain/ids.ts";
import type { RejectedRecord } from "./connector.ts";

/** What a page changed in the model. */
export type PageChange = {
  readonly written: number;
  readonly unchanged: number;
  /**
   * Items whose row, parent or links are others now, each once; of a link both ends that are items. Not one that is
   * merely younger: somebody wrote a comment.
   */
  readonly changed: readonly WorkItemId[];
};

/** `rejected`: what the database would not take of the page; the rest of it is stored. */
export type StoredPage = PageChange & { readonly rejected: readonly RejectedRecord[] };
