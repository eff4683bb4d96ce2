import type { PullRequest } from "../domain/items/work-item.ts";

/** A pull request; if the tracker hid some of its references, the store keeps the former ones as well. */
export type PulledPull = PullRequest & { readonly unseen?: readonly "references"[] };
