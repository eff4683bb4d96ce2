import { describe, expect, test } from "vitest";
import type { Train } from "../../../src/domain/model/train.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { blocks, idOf, item, model, now, train, type ItemChanges, type ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const dropped: ItemChanges = { status: "cancelled", sourceStatus: "Closed (Duplicate)" };
const duplicates = (duplicate: string, original: string, change: Partial<Link> = {}) =>
  blocks(duplicate, original, {
    id: `d:${duplicate}:${original}`,
    typeName: "Duplicate",
    duplicate: "source",
    ...change,
  });

/** PAY-1 waits for PAY-2. */
const waits = blocks("PAY-2", "PAY-1");
const waiting = item("PAY-1", { in: 2 });

function seen(parts: ModelParts, change: Partial<Train> = {}) {
  const view = viewTrain(model({ ...parts, links: [waits, ...(parts.links ?? [])] }), train(change), now);
  const key = (end: string) => view.items.get(end as never)?.item.key ?? end;
  return {
    edges: view.dependencies.map(({ consumer, provider }) => `${key(consumer)} > ${key(provider)}`),
    rules: view.conflicts.map(({ rule, provider }) => `${rule} ${key(provider ?? "")}`),
    view,
  };
}

describe("who waits for a duplicate that was closed", () => {
  const others = [item("PAY-9", { in: 1 }), item("PAY-8", { in: 1 })];

  test("waits for what it is a duplicate of, and the link is told by the item that it names", () => {
    const { edges, rules, view } = seen({
      items: [waiting, item("PAY-2", dropped), ...others],
      links: [duplicates("PAY-2", "PAY-9")],
    });
    expect([edges, rules]).toEqual([["PAY-1 > PAY-9"], []]);
    expect(view.dependencies[0]?.written).toEqual([
      { origin: "jira-link", words: "Blocks", in: null, names: idOf("PAY-2") },
    ]);
  });

  test.each<[string, readonly Link[], readonly string[]]>([
    [
      "no direction but that of the link: an original is no duplicate",
      [duplicates("PAY-9", "PAY-2")],
      ["PAY-1 > PAY-2"],
    ],
    [
      "a type whose target is the duplicate",
      [duplicates("PAY-9", "PAY-2", { duplicate: "target" })],
      ["PAY-1 > PAY-9"],
    ],
    ["a link of another type", [duplicates("PAY-2", "PAY-9", { duplicate: null })], ["PAY-1 > PAY-2"]],
    ["both of two", [duplicates("PAY-2", "PAY-9"), duplicates("PAY-2", "PAY-8")], ["PAY-1 > PAY-8", "PAY-1 > PAY-9"]],
    ["itself: nothing is waited for", [duplicates("PAY-2", "PAY-1")], []],
    ["itself and another", [duplicates("PAY-2", "PAY-1"), duplicates("PAY-2", "PAY-9")], ["PAY-1 > PAY-9"]],
  ])("follows %s", (_, links, expected) => {
    expect(seen({ items: [waiting, item("PAY-2", dropped), ...others], links }).edges).toEqual(expected);
  });

  test("follows a chain to its end, and a circle nowhere", () => {
    const items = [waiting, item("PAY-2", dropped), item("PAY-3", dropped), ...others];
    const chain = [duplicates("PAY-2", "PAY-3"), duplicates("PAY-3", "PAY-9")];
    expect(seen({ items, links: chain }).edges).toEqual(["PAY-1 > PAY-9"]);
    const circle = [duplicates("PAY-2", "PAY-3"), duplicates("PAY-3", "PAY-2")];
    expect(seen({ items, links: circle })).toMatchObject({ rules: ["cancelled-provider PAY-2"] });
  });

  test("is told of one that was dropped as well, unless another lives on", () => {
    const end = item("PAY-3", { status: "cancelled", sourceStatus: "Closed (Won't Do)" });
    const items = [waiting, item("PAY-2", dropped), end, ...others];
    const links = [duplicates("PAY-2", "PAY-3")];
    expect(seen({ items, links }).rules).toEqual(["cancelled-provider PAY-3"]);
    expect(seen({ items, links: [...links, duplicates("PAY-2", "PAY-9")] }).rules).toEqual([]);
  });

  test("cannot read what is only known by name", () => {
    const stub = item("PAY-9", { presence: "stub" });
    const links = [duplicates("PAY-2", "PAY-9")];
    expect(seen({ items: [waiting, item("PAY-2", dropped), stub], links }).rules).toEqual([
      "unreadable-provider PAY-9",
    ]);
  });

  test.each<[string, ItemChanges, readonly string[]]>([
    ["is still open", { in: 3 }, ["PAY-1 > PAY-2"]],
    ["was finished all the same", { status: "done" }, ["PAY-1 > PAY-2"]],
  ])("keeps to one that %s", (_, changes, expected) => {
    const items = [waiting, item("PAY-2", changes), ...others];
    expect(seen({ items, links: [duplicates("PAY-2", "PAY-9")] }).edges).toEqual(expected);
  });

  test("goes by what the train file says of a link type, before its words", () => {
    const items = [waiting, item("PAY-2", dropped), ...others];
    const link = duplicates("PAY-2", "PAY-9", { typeName: "Doppelt", duplicate: null });
    const reads = (means: Train["linkMeanings"][number]["means"], links: readonly Link[]) =>
      seen({ items, links }, { linkMeanings: [...train().linkMeanings, { name: "doppelt", means }] }).edges;
    expect(reads("source-duplicates-target", [link])).toEqual(["PAY-1 > PAY-9"]);
    expect(reads("target-duplicates-source", [link])).toEqual(["PAY-1 > PAY-2"]);
    expect(reads("target-blocks-source", [{ ...link, duplicate: "source" }])).toEqual([
      "PAY-1 > PAY-2",
      "PAY-2 > PAY-9",
    ]);
  });

  test("follows GitHub's own word, and what a text names", () => {
    const items = [item("acme/api#1", { in: 2 }), item("acme/api#2", dropped), item("acme/api#9", { in: 1 })];
    const links = [
      blocks("?acme/api#2", "acme/api#1", { origin: "text" }),
      blocks("acme/api#2", "acme/api#9", { origin: "github-duplicate-of", duplicate: "source" }),
    ];
    expect(seen({ items, links }).edges).toEqual(["acme/api#1 > acme/api#9"]);
  });
});
