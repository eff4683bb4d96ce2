import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { LinkOrigin } from "./work-item.ts";

/** One place that says so. `in`: the item whose text it is; null for a relation that the tracker keeps itself. */
export type Mention = {
  readonly origin: LinkOrigin;
  /** The link type's name, or the words that were read (`blocked by`). */
  readonly words: string;
  readonly in: WorkItemId | null;
  /** The item it names, where that is not the provider but was closed as a duplicate of it. */
  readonly names?: WorkItemId;
};

/** Consumer → provider: the consumer cannot finish before the provider. Ends are resolved as far as the model allows. */
export type Dependency = {
  readonly consumer: WorkItemId;
  /** A `KeyRef` where no item of the model has that key. */
  readonly provider: LinkEnd;
  /** Every link that says so; the trackers' own relations before text. */
  readonly origins: readonly LinkOrigin[];
  /** The links themselves, in the order of `origins`, then by the text's item. */
  readonly written: readonly Mention[];
  /** True where the ends live in different systems. */
  readonly crossTracker: boolean;
};
