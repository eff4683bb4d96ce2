import { expect, test } from "vitest";
import type { DatabaseFacts } from "../../src/ports/setup-check.ts";
import { databaseFindings } from "../../src/setup/doctor-database.ts";
import { configFindings, programFindings } from "../../src/setup/doctor-program.ts";
import { Failure } from "../../src/domain/failure.ts";

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
