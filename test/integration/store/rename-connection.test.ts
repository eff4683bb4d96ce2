import { membersOf } from "../../support/builders.ts";
import { evaluating } from "../../../src/cli/evaluate-context.ts";
import { zoneOf } from "../../../src/domain/schedule/civil-day.ts";
import { keptRollup } from "../../../src/reporting/decision-rows.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseTrainFile } from "../../../config/train-file.ts";
import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import { startSandbox, type Sandbox } from "../../../sandbox/server.ts";
import { connectionRecord, createConnectors, realRuntime } from "../../../src/cli/wiring.ts";
import { renderOf } from "../../../src/cli/rendering.ts";
import { syncAll } from "../../../src/cli/sync-and-publish.ts";
import { outcomesOf } from "../../../src/reporting/publish-outcomes.ts";
import { evaluateStored } from "../../../src/reporting/evaluate-train.ts";
import type { Database } from "../../../src/store/database.ts";
import { openMemoryDatabase } from "../../support/empty-database.ts";
import { storeOn } from "../../../src/store/open.ts";
import { textAt } from "../../support/json.ts";
import { TrackerHands } from "../../support/tracker-hands.ts";
import { silentLog as log } from "../../support/silent-log.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const data = generateDemo({ seed: 1, now });
const ending = new AsyncDisposableStack();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const [site] = sandbox.jira.values();
  const url = `${sandbox.url}/github/acme/api/issues/1`;
  for (const key of site?.people.keys().slice(0, 2) ?? []) {
    site?.people.linkElsewhere(key, { relationship: "is blocked by", object: { url, title: "Elsewhere" } });
  }
  // A title is no id, whatever it looks like.
  new TrackerHands(sandbox).rename(
    { key: textAt(data.jira["acme"]?.issues[0], "key") ?? "" },
    "jira:acme:issue:10001 waits for github:acme-github:issue:1",
  );
});
afterAll(() => ending.disposeAsync());

/** A field's values on both sides of a change, with words that look like ids of the connection. */
function eventValues(origin: string): readonly (readonly [field: string, from: unknown, to: unknown])[] {
  const words = "jira:acme:issue:1";
  const link = { origin: "jira-link", typeId: "1", typeName: words, direction: "inward", end: `${origin}:issue:5` };
  return [
    ["parent", `${origin}:issue:5`, "key:jira:PAY-1"],
    [
      "timeboxes",
      [
        { id: `${origin}:sprint:7`, name: words },
        { id: null, name: words },
      ],
      [],
    ],
    ["links", [link], [{ ...link, typeName: '"end": "jira:acme:issue:5"', end: "key:jira:PAY-1@jira:acme:" }]],
    ["labels", [words], []],
    ["container", null, { container: words, key: words }],
  ];
}

function columnsOf(values: ReturnType<typeof eventValues>): readonly (readonly string[])[] {
  return [
    values.map(([field]) => field),
    values.map(([, from]) => JSON.stringify(from)),
    values.map(([, , to]) => JSON.stringify(to)),
  ];
}

/** The demo's trackers read, and thought about, with their connections under these keys. */
async function read(jira: string, github: string) {
  const database = await openMemoryDatabase();
  const store = storeOn(database);
  ending.defer(() => store.close());
  const keys = { jira, github };
  const provided = sandbox.connections.map((connection) => ({ ...connection, key: keys[connection.system] }));
  const text = data.trainFile
    .replace("name: Payments\n", 'name: "Payments, not jira:acme:issue:1"\n')
    .replaceAll("jira: acme,", `jira: ${jira},`)
    .replaceAll("github: acme-github,", `github: ${github},`);
  const { connections, trains } = parseTrainFile(text, { file: "signalbox.yaml", env: {}, provided });
  const records = connections.map(connectionRecord);
  await store.saveTrains(trains, records);
  const runtime = { ...realRuntime(log), clock: () => now };
  const connectors = createConnectors(connections, trains, realRuntime(log));
  await syncAll(
    { store, connectors, trains, render: renderOf(records), runtime, progress: () => undefined },
    { full: { maxDrop: 1 } },
  );
  await store.savePortfolioTargets([{ system: "jira", connection: jira, project: "PMO", issueType: "Task" }]);
  const items = [...(await store.loadModel()).items.values()].map(({ id }) => id);
  const ofJira = items.filter((id) => id.startsWith(`jira:${jira}:`)).toSorted();
  await store.saveMembership(jira, "project = PAY", membersOf(ofJira.slice(0, 3)));
  await database.execute(
    `insert into history_event (item_id, id, at, ordinal, field, known_by, "from", "to")
     select w.id, 'jira:${jira}:history:1:' || e.field, '2026-11-01', 0, e.field::history_field, 'tracker', e.old::jsonb, e.new::jsonb
     from work_item w, unnest($2::text[], $3::text[], $4::text[]) as e (field, old, new) where w.id = $1`,
    [ofJira[0] ?? "", ...columnsOf(eventValues(`jira:${jira}`))],
  );
  const call = { event: "issue", body: `{"self": "jira:acme:issue:1"}`, receivedAt: now };
  await store.inbox.receive([{ ...call, connection: jira, deliveryId: "1" }], async () => {});
  await store.noteWritingAccount(jira, "release-operator");
  await store.saveRefusal({
    marker: "rollup:payments:PMO",
    train: "payments",
    connection: jira,
    count: 1,
    at: now,
    until: now,
    digest: "0",
    itemUpdatedAt: null,
    code: "forbidden",
    text: "no",
  });
  await store.noteFound(jira, ofJira.slice(0, 3), now);
  for (const train of trains) {
    const evaluation = await evaluateStored(evaluating(store), train, now);
    await store.saveConflicts(train.key, evaluation.records, []);
    await store.saveCommitments(evaluation.commitments ?? []);
    await store.saveSnapshot(keptRollup(evaluation), zoneOf(train.timeZone).dayAt(now));
    await store.notePublished(train.key, outcomesOf(train, { waiting: [], refused: [], resting: new Map(), at: now }));
  }
  return { store, database };
}

/** Every row of every table of ours, as text. */
async function contents(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await database.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('_prisma_migrations', 'model_change')",
  );
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const found = await database.query<{ row: string }>(`select row_to_json(t)::text as row from "${name}" t`);
    rows[name] = found.map(({ row }) => row).toSorted();
  }
  return rows;
}

test("what was read under one key and renamed is, to the last row, what is read under the other", async () => {
  const [renamed, fresh] = [await read("acme", "acme-github"), await read("acme-jira", "hub.2_x")];
  await renamed.store.renameConnection("acme", "acme-jira");
  await renamed.store.renameConnection("acme-github", "hub.2_x");
  const [is, should] = [await contents(renamed.database), await contents(fresh.database)];
  for (const table of Object.keys(should)) expect(is[table], table).toEqual(should[table]);
  expect(await renamed.store.loadModel()).toEqual(await fresh.store.loadModel());
  const empty = Object.keys(should).filter((table) => should[table]?.length === 0);
  expect(empty.toSorted()).toEqual(["cause", "consent", "digest", "installation", "publication", "write"]);
});
