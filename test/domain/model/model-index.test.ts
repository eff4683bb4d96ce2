import { byId } from "../../support/builders.ts";
import { describe, expect, test } from "vitest";
import { TrainState } from "../../../src/domain/model/train-state.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import { Rows } from "../../../src/domain/tracking/rows.ts";
import { boxesKey, ModelIndex } from "../../../src/domain/model/model-index.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { PullRequest } from "../../../src/domain/items/work-item.ts";
import { blocks, idOf, item, model, ref, sprint, train } from "../plan.ts";

const frame = model();
const aPull = {
  container: "acme/api",
  url: "",
  title: "Title",
  state: "open",
  updatedAt: 0,
  closedAt: null,
} as const;

function indexOn(...models: readonly Model[]): ModelIndex {
  const index = new ModelIndex(frame, { rows: new Rows(new Cells()), wantsWords: false });
  for (const one of models) atOneGo(index.follow(one));
  return index;
}

describe("a state is one for the names and sites that it was made with", () => {
  test.each<[string, Partial<Model>, boolean]>([
    ["the same", {}, true],
    ["other items", { items: new Map() }, true],
    ["other names", { names: [] }, false],
    ["other sites", { sites: [] }, false],
    ["both", { names: [], sites: [] }, false],
  ])("%s", (_, change, expected) => {
    expect(new TrainState(train(), frame).isFor({ ...frame, ...change })).toBe(expected);
  });
});

describe("what is found of an item follows the model", () => {
  const parent = item("PAY-1");
  const child = item("PAY-2", { parentId: parent.id });
  const links = [blocks("LED-1", "PAY-2")];
  const before = model({ items: [parent, child, item("LED-1")], links, sprints: [sprint("one")] });

  test.each<[string, Model, readonly string[], number, readonly string[]]>([
    ["all of it", before, ["PAY-2"], 1, ["PAY-2"]],
    [
      "a child that has no parent any more",
      model({ items: [parent, { ...child, parentId: null }], links }),
      [],
      1,
      ["PAY-2"],
    ],
    [
      "a child that goes to another",
      model({ items: [parent, { ...child, parentId: idOf("LED-1") }], links }),
      [],
      1,
      ["PAY-2"],
    ],
    ["a child that is gone", model({ items: [parent], links }), [], 1, []],
    ["a link that is gone", model({ items: [parent, child] }), ["PAY-2"], 0, ["PAY-2"]],
    ["a key that is another", model({ items: [parent, { ...child, key: "PAY-7" }], links }), ["PAY-2"], 1, []],
    [
      "an item that is only hidden",
      model({ items: [parent, { ...child, presence: "stub" }], links }),
      ["PAY-2"],
      1,
      ["PAY-2"],
    ],
  ])("%s", (_, next, childKeys, linkCount, called) => {
    for (const index of [indexOn(next), indexOn(before, next)]) {
      expect(index.nodeOf(parent.id).childIds).toEqual(childKeys.map((key) => idOf(key)));
      expect(index.nodeOf(child.id).links).toHaveLength(linkCount);
      const presence = next.items.get(child.id)?.presence;
      expect(index.called.of(ref("PAY-2"))).toEqual(called.map((key) => ({ id: idOf(key), presence })));
    }
  });

  test("and so do boxes, members and pull requests", () => {
    const jql = "team = core";
    const membership = (...keys: readonly string[]) => [
      { connection: "j", query: jql, itemIds: new Set(keys.map((key) => idOf(key))) },
    ];
    const pull = (key: string, connection = "g"): PullRequest => ({
      ...aPull,
      id: `github:${connection}:pull:1`,
      connection,
      key,
    });
    const first = { ...before, memberships: membership("PAY-1", "PAY-2"), pullRequests: byId([pull("acme/api#7")]) };
    const next: Model = {
      ...first,
      sprints: new Map(),
      memberships: membership("PAY-2"),
      pullRequests: byId([pull("acme/api#8")]),
    };
    const none: Model = { ...next, memberships: [], pullRequests: new Map() };
    const told = (...models: readonly Model[]) => {
      const index = indexOn(...models);
      return {
        boxes: index.boxes.of(boxesKey("j", "sprint")).length > 0,
        members: ["PAY-1", "PAY-2"].map((key) => index.isMember("j", jql, idOf(key))),
        found: index.tallies.hasMembers("j", jql),
        pulls: ["acme/api#7", "acme/api#8"].map((key) =>
          [null, "g", "other"].map((at) => index.isPullRequest(ref(key), at)),
        ),
      };
    };
    const is = [true, true, false];
    const isNot = [false, false, false];
    expect(told(first)).toEqual({ boxes: true, members: [true, true], found: true, pulls: [is, isNot] });
    const second = { boxes: false, members: [false, true], found: true, pulls: [isNot, is] };
    expect([told(next), told(first, next)]).toEqual([second, second]);
    const third = { ...second, members: [false, false], found: false, pulls: [isNot, isNot] };
    expect([told(none), told(first, none), told(first, next, none)]).toEqual([third, third, third]);
    const moved = { ...first, pullRequests: byId([pull("acme/api#7", "other")]) };
    expect(told(first, moved).pulls).toEqual([[true, false, true], isNot]);
  });

  test("new items and the ends of new links are told once", () => {
    const index = indexOn(before);
    expect(index.takeAdded()).toEqual({ items: [parent.id, child.id, idOf("LED-1")], ends: [idOf("LED-1"), child.id] });
    expect(index.takeAdded()).toEqual({ items: [], ends: [] });
    const again = model({ items: [{ ...parent, title: "Another" }, child, item("LED-1"), item("LED-2")], links });
    atOneGo(index.follow({ ...again, links: before.links }));
    expect(index.takeAdded()).toEqual({ items: [idOf("LED-2")], ends: [] });
  });
});

test("two trains that follow a model in turn both see all of its links", () => {
  const links = Array.from({ length: 2500 }, (_, place) => blocks(`LED-${place}`, "PAY-1"));
  const one = model({ links });
  const indexes = [0, 1].map(() => new ModelIndex(frame, { rows: new Rows(new Cells()), wantsWords: false }));
  const waiting = indexes.map((index) => index.follow(one));
  while (waiting.map((steps) => steps.next().done).includes(false));
  expect(indexes.map((index) => index.nodeOf(idOf("PAY-1")).links.length)).toEqual([2500, 2500]);
});
