import { describe, expect, test } from "vitest";
import { linkMeanings } from "../../../src/domain/items/link-meanings.ts";
import type { KnownName } from "../../../src/domain/items/names.ts";
import { blocks, train } from "../plan.ts";

const named = (nativeId: string, name: string, connection = "j"): KnownName => ({
  system: "jira",
  connection,
  kind: "link-type",
  nativeId,
  name,
  isCurrent: false,
});

const known = [named("7", "Gates"), named("7", "Holds up"), named("8", "Needs"), named("9", "Gates", "other")];
const on = train({
  linkMeanings: [
    { name: "Holds Up", means: "source-blocks-target" },
    { name: "Needs", means: "target-blocks-source" },
    { name: "55", means: "target-blocks-source" },
  ],
});

describe("what the train file says of a link's type", () => {
  test.each<[string, string, string | null, string | undefined]>([
    ["is found by its present name, without case", "HOLDS UP", "7", "source-blocks-target"],
    ["by a name that it had", "Gates", "7", "source-blocks-target"],
    ["by its id", "Renamed", "55", "target-blocks-source"],
    ["by its present name first", "Needs", "7", "target-blocks-source"],
    ["is nothing where no name of it stands there", "Gates", "6", undefined],
    ["is nothing where the type had such a name in another connection", "Gates", "9", undefined],
    ["is nothing for a type without an id and another name", "Gates", null, undefined],
  ])("%s", (_, typeName, typeId, expected) => {
    const meaningOf = linkMeanings(known, on);
    for (const [source, target] of [
      ["PAY-1", "LED-1"],
      ["?OPS-1", "LED-1"],
      ["PAY-1", "?OPS-1"],
    ] as const) {
      expect(meaningOf(blocks(source, target, { typeName, typeId }))).toBe(expected);
    }
  });
});
