import { startPostgresServer } from "../test/support/postgres-server.ts";
import { TrackerHands } from "../test/support/tracker-hands.ts";
import { startServe } from "./ingest-processes.ts";
import { percentile } from "./load.ts";
import { startLiveTrackers, type LiveTrackers } from "./live-trackers.ts";

const samples = 40;

/**
 * A person renames an item whose comment names it; the tracker's webhook tells `serve`, which rewrites the comment.
 * @returns 95th percentile of the milliseconds from the change to the comment that says so
 */
export async function endToEnd(engine: "postgres" | "pglite"): Promise<number> {
  await using resources = new AsyncDisposableStack();
  const trackers = await startLiveTrackers(resources);
  let databaseUrl: string | null = null;
  if (engine === "postgres") {
    const server = await startPostgresServer();
    resources.defer(() => server.stop());
    databaseUrl = server.url("postgres");
  }
  const { url } = await startServe({ ...trackers, databaseUrl }, resources);
  registerHooks(trackers, url);
  const keys = await firstPublishing(trackers);
  const took: number[] = [];
  for (let sample = 0; sample < samples; sample += 1)
    took.push(await renamed(trackers, keys[sample % keys.length] ?? ""));
  return Math.round(
    percentile(
      took.toSorted((a, b) => a - b),
      0.95,
    ),
  );
}

function registerHooks({ sandbox }: LiveTrackers, url: string): void {
  sandbox.jira.get("acme")?.hooks.register({ url: `${url}/webhooks/acme` });
  for (const repository of ["acme/api", "acme/web"]) {
    sandbox.github.hooks.register({ repository, url: `${url}/webhooks/acme-github` });
  }
}

/** Waits until the first publishing is through. @returns Jira's items that have a comment of ours */
export async function firstPublishing({ sandbox }: LiveTrackers): Promise<readonly string[]> {
  const hands = new TrackerHands(sandbox);
  const site = sandbox.jira.get("acme");
  for (let before = -1; ;) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const keys = (site?.people.keys() ?? []).filter((key) => hands.written({ key }).length > 0);
    if (keys.length > 0 && keys.length === before) return keys;
    before = keys.length;
  }
}

let renames = 0;

async function renamed({ sandbox }: LiveTrackers, key: string): Promise<number> {
  const hands = new TrackerHands(sandbox);
  renames += 1;
  const title = `Renamed for the ${renames}th time`;
  const startedAt = performance.now();
  hands.rename({ key }, title);
  while (!hands.written({ key }).some((text) => text.includes(title))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - startedAt;
}
