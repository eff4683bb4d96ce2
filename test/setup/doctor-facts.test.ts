import { expect, test } from "vitest";
import { setupFaultWords } from "../../src/reporting/setup-words.ts";
import type { DatabaseFacts } from "../../src/ports/setup-check.ts";
import { databaseFindings } from "../../src/setup/doctor-database.ts";
import { configFindings, programFindings } from "../../src/setup/doctor-program.ts";
import { reportFindings, type StoredState, type WaitingText } from "../../src/setup/doctor-reports.ts";
import { teamFindings } from "../../src/setup/doctor-teams.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { SourceState } from "../../src/domain/rollup/connection-freshness.ts";
import { aTrain, noon } from "../support/builders.ts";

const program = { node: "24.21.0", npm: "11.6.2", version: "0.1.0", proxies: [], usesProxies: false };

test("an old Node blocks", () => {
  expect(programFindings(program)).toMatchObject([
    { outcome: "ok", means: "Signalbox 0.1.0 on Node 24.21.0, npm 11.6.2." },
  ]);
  expect(programFindings({ ...program, node: "20.19.0", npm: null })).toMatchObject([
    { outcome: "blocks", means: "Signalbox 0.1.0 needs Node 24; this is Node 20.19.0." },
  ]);
});

test("a proxy of the environment is in order if Node uses it", () => {
  const [, proxy] = programFindings({ ...program, proxies: ["HTTPS_PROXY"], usesProxies: true });
  expect(proxy).toMatchObject({ outcome: "ok", means: "Requests go through the proxy of HTTPS_PROXY." });
});

test("a train file that cannot be read is one finding", () => {
  const failure = new Failure({
    code: "config-invalid",
    what: "Cannot read the train file a.yaml (ENOENT).",
    remedy: "Copy the example.",
    verdict: { kind: "stop" },
  });
  expect(configFindings(failure, "a.yaml")).toMatchObject([
    {
      id: "train-file:a.yaml",
      outcome: "blocks",
      tried: "Signalbox tried to read a.yaml.",
      means: failure.message,
      remedy: "Copy the example.",
    },
  ]);
});

const facts: DatabaseFacts = {
  engine: "server",
  place: "db.example:5432/signalbox",
  version: "16.4",
  major: 16,
  encoding: "UTF8",
  isReadOnly: false,
  mayCreate: true,
  strangers: [],
  pending: [],
  newer: null,
  purpose: "real",
  disk: null,
};

test.each<readonly [string, Partial<DatabaseFacts>, string, string]>([
  ["an old server", { version: "13.9", major: 13 }, "database:version", "blocks"],
  ["another encoding", { encoding: "SQL_ASCII" }, "database:encoding", "blocks"],
  ["no right to create", { mayCreate: false }, "database:rights", "blocks"],
  ["a full disk", { disk: { freeBytes: 1000, neededBytes: 2000 } }, "disk", "blocks"],
  ["a disk that is nearly full", { disk: { freeBytes: 9000, neededBytes: 1000 } }, "disk", "warning"],
])("%s is to mend", (_, change, id, outcome) => {
  const found = databaseFindings({ kind: "open", facts: { ...facts, ...change } });
  expect(found.filter((one) => one.outcome !== "ok")).toMatchObject([{ id, outcome, remedy: expect.any(String) }]);
});

test("a sound database, with enough room", () => {
  const sound = { ...facts, engine: "embedded", place: "/data", disk: { freeBytes: 4e9, neededBytes: 1e6 } } as const;
  expect(databaseFindings({ kind: "open", facts: sound }).map(({ outcome, means }) => [outcome, means])).toEqual([
    ["ok", "The embedded database in /data is at this version's schema."],
    ["ok", "3814 MB are free there."],
  ]);
});

test("a database that another process holds is not tried, and a full disk is told as such", () => {
  const failed = (code: "database-locked" | "disk-full") =>
    databaseFindings({
      kind: "failed",
      failure: new Failure({ code, what: "It fails.", remedy: "Mend it.", verdict: { kind: "stop" } }),
    });
  expect(failed("database-locked")).toMatchObject([{ group: "database", outcome: "not-tried" }]);
  const tried = "Signalbox tried to open its database and to read it.";
  expect(failed("disk-full")).toMatchObject([{ group: "disk", outcome: "blocks", tried }]);
});

const minuteMs = 60_000;
const source: SourceState = {
  connection: "acme",
  system: "jira",
  completedAt: noon,
  asOf: noon,
  failure: null,
  isStale: false,
  staleStreams: [],
};

/** What the database holds of one train. */
function stored({ sources = [], waiting = [] }: Partial<StoredState["trains"][number]>): StoredState {
  const train = { train: aTrain(), teams: 2, faults: [], sources, waiting, held: [], unpublished: [] };
  return { trains: [train], inbox: [], former: new Map(), names: new Map(), connectionNotes: [], renamed: null };
}

test.each([
  [-5, "a moment"],
  [0.4, "a moment"],
  [1, "1 minute"],
  [119, "119 minutes"],
  [120, "2 hours"],
  [47 * 60, "47 hours"],
  [48 * 60, "2 days"],
])("a connection read %d minutes ago was read %s ago", (minutes, ago) => {
  expect(reportFindings(stored({ sources: [source] }), noon + minutes * minuteMs)).toMatchObject([
    { id: "source:payments:acme", outcome: "ok", means: `acme was last read ${ago} ago.`, remedy: null },
  ]);
});

test.each<readonly [string, Partial<SourceState>, string, string]>([
  ["never", { asOf: null, isStale: true }, "not-tried", "acme was never read to the end yet."],
  [
    "never, since it fails",
    { asOf: null, isStale: true, failure: "unauthorized" },
    "warning",
    "acme was never read to the end: unauthorized. Reports of Payments rest on old data.",
  ],
  [
    "of which parts are old",
    { isStale: true, failure: "not-found", staleStreams: ["a", "b", "c", "d"] },
    "warning",
    "acme was last read 5 minutes ago (a, b, c): not-found. Reports of Payments rest on old data.",
  ],
])("a connection that was read %s", (_, change, outcome, means) => {
  const found = reportFindings(stored({ sources: [{ ...source, ...change }] }), noon + 5 * minuteMs);
  expect(found).toMatchObject([{ outcome, means, remedy: expect.stringContaining("Run `signalbox sync`") }]);
});

test.each<readonly [readonly number[], string]>([
  [[1], "1 text of payments is kept back: A-1 (w1)."],
  [[1, 1, 1, 2], "4 texts of payments are kept back: A-1 and 2 more (w1); A-4 (w2)."],
  [[1, 2, 3, 4, 5], "5 texts of payments are kept back: A-1 (w1); A-2 (w2); A-3 (w3); A-4 (w4); A-5 (w5)."],
  [
    [1, 2, 3, 4, 5, 6],
    "6 texts of payments are kept back: A-1 (w1); A-2 (w2); A-3 (w3); A-4 (w4); A-5 (w5); and 1 other group.",
  ],
  [
    [1, 2, 3, 4, 5, 6, 7],
    "7 texts of payments are kept back: A-1 (w1); A-2 (w2); A-3 (w3); A-4 (w4); A-5 (w5); and 2 other groups.",
  ],
])("texts that wait for the reasons %j", (reasons, means) => {
  const waiting = reasons.map((reason, place): WaitingText => {
    return { where: `A-${place + 1}`, words: `w${reason}`, isStuck: false, url: null };
  });
  expect(reportFindings(stored({ waiting }), noon)).toMatchObject([{ id: "waiting:payments", outcome: "ok", means }]);
});

test("a full stop in a name ends no sentence", () => {
  const fault = {
    kind: "sprint-pattern-without-items",
    team: "API",
    pattern: "Q4. Sprint",
    seen: ["Q3. Sprint"],
    nearest: null,
  } as const;
  const faults = [{ fault, words: setupFaultWords(fault, "UTC") }];
  expect(teamFindings([{ train: aTrain(), teams: 2, faults }])).toMatchObject([
    {
      means: "API: no item was ever in a sprint whose name matches “Q4. Sprint”.",
      remedy: "Correct `from` of the team in the train file, then run `signalbox sync`. There are: “Q3. Sprint”.",
    },
  ]);
});
