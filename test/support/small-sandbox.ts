import type { JiraProfile } from "../../sandbox/jira/profile.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Store } from "../../src/ports/store.ts";
import { smallData } from "./small-train.ts";

/** The stand-ins with the small train's data, without search lag. */
export async function startSmallSandbox(
  clock: Clock,
  ending: AsyncDisposableStack,
  jira: JiraProfile = "cloud",
): Promise<Sandbox> {
  const sandbox = await startSandbox({ data: smallData, port: 0, clock, searchLagMs: 0, jira });
  ending.defer(() => sandbox.close());
  return sandbox;
}

/** The stored part of items, in the tracker's words. */
export async function storedItems(store: Store): Promise<readonly Partial<WorkItem>[]> {
  const { items } = await store.loadModel();
  return [...items.values()].map(({ id, key, container, url, presence }) => ({ id, key, container, url, presence }));
}
