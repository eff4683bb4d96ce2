import type { WorkItemId } from "../ids.ts";
import type { WorkItem } from "./work-item.ts";

/** What a reader needs to find an item. */
export type ItemName = { readonly id: WorkItemId; readonly key: string; readonly title: string; readonly url: string };

export function nameOf({ id, key, title, url }: WorkItem): ItemName {
  return { id, key, title, url };
}
