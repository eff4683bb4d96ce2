import { describe, expect, test } from "vitest";
import type { RollupTarget } from "../../src/domain/model/train.ts";
import { workItemId } from "../../src/domain/ids.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import {
  inPresentTargets,
  storePresentConnections,
  withPresentConnections,
} from "../../src/reporting/follow-connections.ts";
import { idOf, item, jiraTeam, model, now, train } from "../domain/plan.ts";
import { aPublication } from "../support/builders.ts";
import { viewTrain } from "../support/look-once.ts";
import { anEvaluation } from "../support/rollup.ts";

/** Connections `j`, `k` and `l` read one site, `other` another one. */
const sites = ["j", "k", "l", "other"].map(
  (connection) =>
    ({ system: "jira", connection, sites: [connection === "other" ? "other.example" : "acme.example"] }) as const,
);
const target = (connection: string, project = "PMO"): RollupTarget => ({
  system: "jira",
  connection,
  project,
  issueType: "Task",
});
const rollup = (connection: string, change: Partial<PublicationRecord> = {}) =>
  aPublication({ kind: "rollup", marker: connection, itemId: null, connection, place: "PMO", ...change });

describe("a rollup", () => {
  const at = (row: PublicationRecord, ...targets: readonly RollupTarget[]) =>
    inPresentTargets([row], targets, { names: [], sites }).map(({ connection }) => connection);

  test.each<[string, PublicationRecord, readonly RollupTarget[], string]>([
    ["follows its place to another connection of the site", rollup("j"), [target("k")], "k"],
    ["follows to the first of two", rollup("j"), [target("k"), target("l")], "k"],
    ["follows to its place among others", rollup("j"), [target("l", "OPS"), target("k")], "k"],
    ["stays where its place is", rollup("j"), [target("k"), target("j")], "j"],
    ["stays when its place left the train file", rollup("j"), [target("k", "OPS")], "j"],
    ["does not follow to another site", rollup("j"), [target("other")], "j"],
    ["does not follow from a connection without a site", rollup("gone"), [target("k")], "gone"],
    ["does not follow between two connections without a site", rollup("gone"), [target("lost")], "gone"],
  ])("%s", (_, row, targets, expected) => {
    expect(at(row, ...targets)).toEqual([expected]);
  });

  test("does not take the place that another one keeps", () => {
    const rows = [rollup("j"), rollup("k")];
    expect(inPresentTargets(rows, [target("k")], { names: [], sites })).toEqual(rows);
  });

  test("stays without several connections to a site", () => {
    const rows = [rollup("j")];
    expect(inPresentTargets(rows, [target("k")], { names: [], sites: sites.slice(2) })).toEqual(rows);
  });

  test("follows under a former name of its project in the new connection", () => {
    const known = ["OLD", "PMO"].map(
      (name) =>
        ({
          system: "jira",
          connection: "k",
          kind: "container",
          nativeId: "1",
          name,
          isCurrent: name === "PMO",
        }) as const,
    );
    const rows = [rollup("j", { place: "OLD" })];
    expect(inPresentTargets(rows, [target("k")], { names: known, sites })).toMatchObject([{ connection: "k" }]);
    expect(inPresentTargets(rows, [target("k")], { names: [], sites })).toEqual(rows);
  });
});

describe("a comment", () => {
  const is = workItemId({ system: "jira", connection: "k" }, "PAY-1");
  const own = item("PAY-1");
  const items = [own, { ...own, id: is, connection: "k" }, item("LED-1")];
  const teams = [jiraTeam("pay", { connection: "k" }), jiraTeam("led")];
  const view = viewTrain(model({ items, sites }), train({ teams, rollupTargets: [target("k")] }), now);
  const evaluation = anEvaluation({ view, sites });
  const was = aPublication({ marker: "a", itemId: own.id, connection: "j" });
  const other = aPublication({ marker: "b", itemId: idOf("LED-1"), connection: "j" });
  const gone = aPublication({ marker: "c", itemId: idOf("GONE-1"), connection: "j" });

  test("belongs to the record that counts, a rollup to its target, and all others stay", () => {
    expect(withPresentConnections([was, rollup("j"), other, gone], evaluation)).toEqual([
      { ...was, itemId: is, connection: "k" },
      rollup("j", { connection: "k" }),
      other,
      gone,
    ]);
  });

  test("stays where that record has one already", () => {
    const present = { ...was, marker: "d", itemId: is, connection: "k" };
    expect(withPresentConnections([was, present], evaluation)).toEqual([was, present]);
  });

  test("is stored only if its connection changed, in place of what was read", async () => {
    const saved: unknown[] = [];
    const store = {
      publications: (of: string) => Promise.resolve(of === view.train.key ? [other, was] : []),
      savePublication: (...change: unknown[]) => {
        saved.push(change);
        return Promise.resolve(true);
      },
    };
    await storePresentConnections(store, evaluation);
    expect(saved).toEqual([[{ ...was, itemId: is, connection: "k" }, was]]);
  });
});
