import type { LinkEnd, WorkItemId } from "./ids.ts";
import type { LinkOrigin } from "./work-item.ts";

/** Consumer → provider: the consumer cannot finish before the provider. Ends are resolved as far as the model allows. */
export type Dependency = {
  readonly consumer: WorkItemId;
  /** A `KeyRef` where no item of the model has that key. */
  readonly provider: LinkEnd;
  /** Every link that says so; the trackers' own relations before text. */
  readonly origins: readonly LinkOrigin[];
  /** True where the ends live in different systems. */
  readonly crossTracker: boolean;
};
