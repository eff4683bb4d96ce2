import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { LinkOrigin } from "./work-item.ts";

/** One place that states a dependency. `in`: the item whose text or remote link it is; null for a relation of both ends. */
export type Mention = {
  readonly origin: LinkOrigin;
  /** The link type's name, the remote link's relationship, or the words of the text (`blocked by`). */
  readonly words: string;
  readonly in: WorkItemId | null;
  /** The item it names, if that was closed as a duplicate of the provider. */
  readonly names?: WorkItemId;
};

/** Consumer → provider: the consumer cannot finish before the provider. Ends are resolved as far as the model allows. */
export type Dependency = {
  readonly consumer: WorkItemId;
  /** A `KeyRef` if no item of the model has that key. */
  readonly provider: LinkEnd;
  /** Origins of all links that state it; the trackers' own relations before text. */
  readonly origins: readonly LinkOrigin[];
  /** The links themselves, in the order of `origins`, then by the text's item. */
  readonly written: readonly Mention[];
  /** True if the ends are in different systems. */
  readonly crossTracker: boolean;
};
