import { describe, expect, test } from "vitest";
import type { KnownName } from "../../src/domain/items/names.ts";
import type { RollupTarget } from "../../src/domain/model/train.ts";
import { isKeptIn, namesIn } from "../../src/reporting/rollup-places.ts";
import { aPublication } from "../support/builders.ts";

const target = (connection: string, project = "PMO"): RollupTarget => ({
  system: "jira",
  connection,
  project,
  issueType: "Task",
});
const named = (connection: string, name: string): KnownName => ({
  system: "jira",
  connection,
  kind: "container",
  nativeId: "1",
  name,
  isCurrent: name === "PMO",
});

describe("a rollup is in its place", () => {
  const rollup = aPublication({ kind: "rollup", itemId: null, place: "PMO" });
  const names = [named("acme", "OLD"), named("acme", "PMO")];
  const takenOver = [...names, { ...named("acme", "OLD"), nativeId: "2", isCurrent: true }];

  test.each<[string, boolean, typeof rollup, RollupTarget, readonly KnownName[]]>([
    ["by its name", true, rollup, target("acme"), []],
    ["by a former name", true, { ...rollup, place: "OLD" }, target("acme"), names],
    [
      "by its name, which a renamed project had before",
      true,
      { ...rollup, place: "OLD" },
      target("acme", "OLD"),
      takenOver,
    ],
    ["not by a name that it never had", false, { ...rollup, place: "OLD" }, target("acme"), []],
    ["not in another connection", false, rollup, target("other"), names],
    ["not if it is a comment", false, { ...rollup, kind: "comment" }, target("acme"), names],
  ])("%s", (_, expected, row, place, known) => {
    expect(isKeptIn(row, place, known)).toBe(expected);
  });
});

test("the names of each connection of the places are read once", async () => {
  const asked: string[] = [];
  const names = (connection: string) => {
    asked.push(connection);
    return Promise.resolve([named(connection, "PMO")]);
  };
  const known = await namesIn({ names }, [target("acme"), target("other"), target("acme", "OPS")]);
  expect([asked, known]).toEqual([
    ["acme", "other"],
    [named("acme", "PMO"), named("other", "PMO")],
  ]);
});
