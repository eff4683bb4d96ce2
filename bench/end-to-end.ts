import { startPostgresServer } from "../test/support/postgres-server.ts";
import type { SandboxData } from "../sandbox/data.ts";
import { textAt } from "../test/support/json.ts";
import { TrackerHands } from "../test/support/tracker-hands.ts";
import { startServe } from "./ingest-processes.ts";
import { firstPublishing } from "./first-publishing.ts";
import { percentile } from "./load.ts";
import { startLiveTrackers, type LiveTrackers } from "./live-trackers.ts";

const samples = 40;

type EndToEndOptions = {
  readonly engine: "postgres" | "pglite";
  /** Default: the demo's. */
  readonly data?: SandboxData;
};

/**
 * A person renames an item that a comment names; the tracker's webhook reports it to `serve`, which rewrites the
 * comment.
 * @returns 95th percentile of the milliseconds from the change to the updated comment
 */
export async function endToEnd({ engine, ...data }: EndToEndOptions): Promise<number> {
  await using resources = new AsyncDisposableStack();
  const trackers = await startLiveTrackers(resources, data);
  let databaseUrl: string | null = null;
  if (engine === "postgres") {
    const server = await startPostgresServer();
    resources.defer(() => server.stop());
    databaseUrl = server.url("postgres");
  }
  const { url } = await startServe({ ...trackers, databaseUrl }, resources);
  registerHooks(trackers, url);
  const mentions = mentionsIn(trackers, await firstPublishing(trackers));
  const took: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const mention = mentions[sample % mentions.length];
    if (mention === undefined) throw new Error("no comment in Jira names another item there");
    took.push(await renamed(trackers, mention));
  }
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

type Mention = { readonly item: string; readonly commented: string };

/** Jira's items whose title a comment contains, and that comment's item. */
function mentionsIn({ sandbox }: LiveTrackers, commented: readonly string[]): readonly Mention[] {
  const hands = new TrackerHands(sandbox);
  const people = sandbox.jira.get("acme")?.people;
  const titles = (people?.keys() ?? []).map((item) => ({
    item,
    title: textAt(people?.issue(item), "fields", "summary") ?? "",
  }));
  return commented.flatMap((on) => {
    const texts = hands.written({ key: on });
    const named = titles.filter(({ title }) => title !== "" && texts.some((text) => text.includes(title)));
    return named.map(({ item }) => ({ item, commented: on }));
  });
}

let renames = 0;

/** After this time the bench gives up: `serve` does not rewrite the comment. */
const mostMs = 60_000;

async function renamed({ sandbox }: LiveTrackers, { item, commented }: Mention): Promise<number> {
  const hands = new TrackerHands(sandbox);
  renames += 1;
  const title = `Renamed for the ${renames}th time`;
  const startedAt = performance.now();
  hands.rename({ key: item }, title);
  while (!hands.written({ key: commented }).some((text) => text.includes(title))) {
    if (performance.now() - startedAt > mostMs) throw new Error(`${commented} never said that ${item} was renamed`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - startedAt;
}
