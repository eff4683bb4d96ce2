import type { PullRequest } from "../domain/items/work-item.ts";

/** A pull request; if the tracker did not show all of its references, the stored ones stay beside them. */
export type PulledPull = PullRequest & { readonly unseen?: readonly "references"[] };
