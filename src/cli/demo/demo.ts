import type { Store } from "../../ports/store.ts";
import { counted } from "../../domain/counted.ts";
import { startCommandServer } from "../command-server.ts";
import type { DemoFlags } from "../demo-flags.ts";
import { demoTrain, sumWrites, trainLines, type DemoResult } from "./demo-result.ts";
import { startDemo, type Demo } from "./start-demo.ts";
import { untilStopped } from "../signals.ts";
import { publishAll, publishOverTrains, readAll, throwAll } from "../sync-and-publish.ts";
import { errLine, outJson, outLine, type Terminal } from "../terminal.ts";
import type { AppContext } from "../wiring.ts";

export async function runDemo(flags: DemoFlags, terminal: Terminal): Promise<void> {
  const startedAt = Date.now();
  await using resources = new AsyncDisposableStack();
  const demo = await startDemo(flags, terminal, resources);
  const { published: first, leftOut } = await round(demo.app);
  const { published: again } = await round(demo.app);
  for (const { message, remedy } of leftOut) errLine(terminal, `warning: ${message} ${remedy}`);
  const result: DemoResult = {
    at: new Date(demo.app.runtime.clock()).toISOString(),
    trains: first.map(demoTrain),
    again: sumWrites(again),
    requests: demo.sandbox.requests(),
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
  };
  if (flags.json === true) outJson(terminal, result);
  else await tell(demo, result, terminal);
  if (flags.once !== true) {
    // With --json, stdout contains one JSON value and nothing else.
    await keepOpen(demo, (line) => (flags.json === true ? errLine : outLine)(terminal, line));
  }
}

/** Reports a part that Signalbox cannot read; a connection that it cannot read ends the demo. */
async function round(app: AppContext) {
  const { synced, failures } = await readAll(app, { full: false });
  if (synced.length < app.connectors.size) throwAll(failures);
  const published = await publishAll(app, app.trains);
  await publishOverTrains(app);
  return { published, leftOut: failures };
}

async function tell({ app, afterwards }: Demo, result: DemoResult, terminal: Terminal): Promise<void> {
  for (const train of result.trains) {
    const name = app.trains.find(({ key }) => key === train.key)?.name ?? train.key;
    for (const line of trainLines(train, name, await createdWhere(app.store, train.key))) outLine(terminal, line);
  }
  const { created, updated, resolved } = result.again;
  outLine(
    terminal,
    `A second cycle wrote ${created + updated + resolved === 0 ? "nothing" : JSON.stringify(result.again)}.`,
  );
  outLine(
    terminal,
    `${counted(result.requests.jira, "request")} to Jira, ${result.requests.github} to GitHub, ${result.seconds} s.`,
  );
  outLine(terminal, afterwards);
}

/** `created in acme: 1 rollup, 14 comments`, one line per connection. */
async function createdWhere(store: Store, train: string): Promise<readonly string[]> {
  const publications = (await store.publications(train)).filter(({ state }) => state === "standing");
  return [...Map.groupBy(publications, ({ connection }) => connection)].map(([connection, all]) => {
    const rollups = all.filter(({ kind }) => kind === "rollup").length;
    return `created in ${connection}: ${counted(rollups, "rollup")}, ${counted(all.length - rollups, "comment")}`;
  });
}

async function keepOpen({ sandbox, app, home }: Demo, say: (line: string) => void): Promise<void> {
  say("");
  say(`Everything: ${sandbox.url}/`);
  for (const { key, name } of app.trains) {
    say(`${name}:`);
    for (const line of await addresses(app.store, key)) say(`  ${line}`);
  }
  const stopAnswering = await startCommandServer({
    running: "demo",
    store: app.store,
    settings: home,
    log: app.runtime.log,
  });
  say("Press Ctrl-C to end.");
  await untilStopped();
  await stopAnswering();
}

async function addresses(store: Store, train: string): Promise<readonly string[]> {
  const publications = await store.publications(train);
  const rollups = publications.filter(({ kind, url }) => kind === "rollup" && url !== null);
  const comment = publications.find(({ kind, url }) => kind === "comment" && url !== null);
  return [
    ...rollups.map(({ url }) => `Rollup issue:       ${url}`),
    ...(comment === undefined ? [] : [`An item in conflict: ${comment.url}`]),
  ];
}
