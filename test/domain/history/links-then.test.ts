import { describe, expect, it, test } from "vitest";
import { pairOf } from "../../../src/domain/history/links-then.ts";
import { modelAt } from "../../support/model-at.ts";
import type { HistoryEvent, LinkValue } from "../../../src/domain/items/history.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { blocks, day, idOf, item, model, ref } from "../plan.ts";

const at = day(10);

const toBlocks: LinkValue = {
  origin: "jira-link",
  typeId: "7",
  typeName: "Blocks",
  direction: "outward",
  end: ref("PAY-2"),
};

function event(key: string, when: number, from: readonly LinkValue[], to: readonly LinkValue[]): HistoryEvent {
  return {
    id: `${key} ${when}`,
    itemId: idOf(key),
    at: when,
    ordinal: 0,
    knownBy: "tracker",
    field: "links",
    from,
    to,
  };
}

const touched = { createdAt: day(0), updatedAt: day(20) };

function then(links: readonly Link[], events: readonly HistoryEvent[], changes: Parameters<typeof item>[1] = {}) {
  const items = [
    item("PAY-1", { ...touched, ...changes }),
    item("PAY-2", touched),
    item("PAY-3", { createdAt: day(11) }),
    item("acme/api#1", touched),
    item("acme/api#2", { ...touched, updatedAt: day(1) }),
  ];
  const { model: was, undated, unclear } = modelAt(model({ items, links }), events, at);
  const left = [...was.links.values()];
  const words = left.map(({ source, typeName, target }) => `${source} ${typeName} ${target}`);
  return { words, links: left, undated: [...undated], unclear };
}

const one = blocks("PAY-1", "PAY-2", { typeId: "7" });
const said = (source: string, words: string, target: string) => `${source} ${words} ${target}`;
const oneSaid = said(idOf("PAY-1"), "Blocks", idOf("PAY-2"));

describe("a link", () => {
  it.each([
    ["added later was not there", [one], [event("PAY-1", day(11), [], [toBlocks])], [], []],
    ["added before was there", [one], [event("PAY-1", day(9), [], [toBlocks])], [oneSaid], []],
    ["removed later was there", [], [event("PAY-1", day(11), [toBlocks], [])], [oneSaid], []],
    ["removed before was not there", [], [event("PAY-1", day(9), [toBlocks], [])], [], []],
    [
      "removed later is there once, although both ends tell it",
      [],
      [
        event("PAY-1", day(11), [toBlocks], []),
        event("PAY-2", day(11), [{ ...toBlocks, direction: "inward", end: ref("PAY-1") }], []),
      ],
      [oneSaid],
      [],
    ],
    [
      "removed and added again was there once",
      [one],
      [event("PAY-1", day(11), [toBlocks], []), event("PAY-1", day(12), [], [toBlocks])],
      [oneSaid],
      [],
    ],
    ["without a date is as today", [one], [], [oneSaid], [pairOf(one.source, one.target)]],
    ["to an item that did not exist was not there", [blocks("PAY-1", "PAY-3")], [], [], []],
    [
      "to an item that the model does not have was there",
      [],
      [event("PAY-1", day(11), [{ ...toBlocks, end: ref("XYZ-1") }], [])],
      [said(idOf("PAY-1"), "Blocks", ref("XYZ-1"))],
      [],
    ],
    [
      "with an unknown type but one candidate is that one",
      [one],
      [event("PAY-1", day(11), [], [{ ...toBlocks, typeId: null, direction: null }])],
      [],
      [],
    ],
    [
      "with the same words in both directions was there",
      [],
      [event("PAY-2", day(11), [{ ...toBlocks, direction: null, end: ref("PAY-1") }], [])],
      [oneSaid],
      [],
    ],
  ] as const)("%s", (_, links, events, words, undated) => {
    const found = then(links, events);
    expect({ words: found.words, undated: found.undated, unclear: found.unclear }).toEqual({
      words,
      undated,
      unclear: 0,
    });
  });

  test.each([
    ["without type and candidate", { ...toBlocks, typeId: null, direction: null }, [], 1],
    [
      "with two candidates",
      { ...toBlocks, direction: null },
      [one, { ...one, id: "x", source: one.target, target: one.source }],
      1,
    ],
  ] as const)("%s is unclear, but only if it changed since", (_, value, links, unclear) => {
    const changes = (when: number) => [event("PAY-1", when, [], [value, value])];
    expect(then(links, changes(day(11))).unclear).toBe(unclear);
    expect(then(links, changes(day(9))).unclear).toBe(0);
  });

  test("of Jira is as old as an end that has not changed since", () => {
    expect(then([one], [], { updatedAt: at }).undated).toEqual([]);
  });

  test("of GitHub changes no issue, so that nothing dates it but its history", () => {
    const link = blocks("acme/api#2", "acme/api#1");
    expect(then([link], []).undated).toEqual([pairOf(link.source, link.target)]);
  });

  test("of a text is as old as the text", () => {
    const link = blocks("?PAY-2", "PAY-1", { origin: "text", id: `text:${idOf("PAY-1")}:waits:${ref("PAY-2")}` });
    expect(then([link], [], { updatedAt: at }).undated).toEqual([]);
    expect(then([link], []).undated).toEqual([pairOf(idOf("PAY-1"), idOf("PAY-2"))]);
  });

  test("of a text to an item that did not exist was not there, unless its history says so", () => {
    const later = blocks("?PAY-3", "acme/api#1", { origin: "text", typeName: "blocked by" });
    expect(then([later], [])).toMatchObject({ words: [], undated: [] });
    const value = {
      origin: "text",
      typeId: null,
      typeName: "blocked by",
      direction: "inward",
      end: ref("PAY-3"),
    } as const;
    expect(then([later], [event("acme/api#1", day(9), [], [value])]).words).toHaveLength(1);
  });

  test("of a text to a key that an item of that time has was there", () => {
    const twin = item("PAY-4", { id: "jira:k:issue:3", key: "PAY-3", createdAt: day(0), updatedAt: day(20) });
    const items = [twin, item("PAY-3", { createdAt: day(11) }), item("PAY-1", touched)];
    const link = blocks("?PAY-3", "PAY-1", { origin: "text" });
    expect([...modelAt(model({ items, links: [link] }), [], at).model.links.values()]).toEqual([link]);
  });

  test("of a text keeps the key that the text has", () => {
    const value: LinkValue = {
      origin: "text",
      typeId: null,
      typeName: "blocked by",
      direction: "inward",
      end: ref("PAY-2"),
    };
    const [link] = then([], [event("PAY-1", day(11), [value], [])]).links;
    expect(link).toMatchObject({ origin: "text", source: ref("PAY-2"), target: idOf("PAY-1") });
    expect(link?.id.startsWith(`text:${idOf("PAY-1")}:`)).toBe(true);
  });

  test("to a key that no item has, or to an item that the model does not have, has them as its pair", () => {
    const links = [blocks("?XYZ-1", "PAY-1", { origin: "text" }), blocks("XYZ-2", "PAY-1")];
    expect(then(links, []).undated).toEqual(links.map(({ source, target }) => pairOf(source, target)));
  });

  test("between two keys has them as its pair", () => {
    expect(then([blocks("?XYZ-1", "?XYZ-2", { origin: "text" })], []).undated).toEqual([
      pairOf(ref("XYZ-1"), ref("XYZ-2")),
    ]);
  });

  test.each([
    ["github-duplicate-of", null, "acme/api#1", "source"],
    ["jira-link", "8", "PAY-1", "target"],
  ] as const)("of a duplicate (%s) names the duplicate again", (origin, typeId, key, duplicate) => {
    const other = blocks("PAY-2", "PAY-3", { typeId: "8", duplicate: "target" });
    const value: LinkValue = { origin, typeId, typeName: "duplicates", direction: "outward", end: idOf("PAY-2") };
    expect(then([other], [event(key, day(11), [value], [])]).links).toMatchObject([{ source: idOf(key), duplicate }]);
  });
});
