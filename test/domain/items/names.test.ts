import { describe, expect, test } from "vitest";
import { boxNamed } from "../../../src/domain/schedule/timeboxes.ts";
import { keyDirectory } from "../../../src/domain/items/key-directory.ts";
import { nameDirectory, type KnownName } from "../../../src/domain/items/names.ts";
import { ownershipOf } from "../../../src/domain/items/ownership.ts";
import { renamedIn } from "../../../src/domain/items/renamed-in-train-file.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { aGithubItem, aModel, anItem, api, aTrain, checkout, jiraId } from "../../support/builders.ts";
import { indexOf } from "../../support/look-once.ts";

function known(kind: KnownName["kind"], nativeId: string, ...names: readonly string[]): KnownName[] {
  return names.map((name, place) => {
    const isCurrent = place === names.length - 1 && kind !== "item" && kind !== "sprint";
    return { system: "jira", connection: "acme", kind, nativeId, name, isCurrent };
  });
}

function modelOf(items: readonly WorkItem[], names: readonly KnownName[]) {
  return aModel({ items: new Map(items.map((item) => [item.id, item])), names });
}

describe("a project that had three keys", () => {
  const names = known("container", "1", "OLD", "PAY", "CHK");

  test("is known by each, and by no other project's", () => {
    const directory = nameDirectory([...names, ...known("container", "2", "LED")]);
    for (const name of ["old", "PAY", "chk"]) {
      expect([...directory.containerNames("acme", name)].toSorted()).toEqual(["chk", "old", "pay"]);
      expect(directory.presentContainer("acme", name)).toBe("CHK");
    }
    expect([...directory.containerNames("acme", "LED")]).toEqual(["led"]);
    expect([...directory.containerNames("other", "PAY")]).toEqual(["pay"]);
  });

  test("keeps its team, whichever key an item was read with", () => {
    const items = ["OLD", "PAY", "CHK"].map((container, n) => anItem({ nativeId: String(n), container }));
    const model = modelOf([...items, anItem({ nativeId: "9", container: "LED" })], names);
    const ownerOf = ownershipOf(aTrain(), indexOf(model));
    expect([...model.items.values()].map((item) => ownerOf(item)?.key ?? null)).toEqual([
      "checkout",
      "checkout",
      "checkout",
      null,
    ]);
  });

  test("is asked for once in the train file, and not where that has its present key", () => {
    const renamed = { kind: "renamed", what: "project", name: "PAY", present: "CHK" };
    expect(renamedIn(aTrain({ teams: [checkout, checkout] }), modelOf([], names))).toEqual([renamed]);
    const from = { ...checkout.from, projects: ["chk"] } as typeof checkout.from;
    expect(renamedIn(aTrain({ teams: [{ ...checkout, from }] }), modelOf([], names))).toEqual([]);
  });

  test("leads from its former keys to its items, in its own connection alone", () => {
    const item = anItem({ nativeId: "7", key: "CHK-7", container: "CHK" });
    const elsewhere = anItem({ id: "jira:other:issue:7", connection: "other", nativeId: "7", key: "CHK-8" });
    const directory = keyDirectory(indexOf(modelOf([item, elsewhere], names)), aTrain());
    for (const key of ["OLD-7", "PAY-7", "CHK-7"] as const) {
      expect(directory.itemOf(`key:jira:${key}`, jiraId("1"))?.id).toBe(item.id);
    }
    expect(directory.itemOf("key:jira:PAY-8", jiraId("1"))).toBeUndefined();
    expect(directory.isPlausible("key:jira:OLD-99")).toBe(true);
    expect(directory.isPlausible("key:jira:UTF-8")).toBe(false);
  });
});

test("an item is found by each key it had, unless another has that one now", () => {
  const moved = anItem({ nativeId: "2", key: "LED-1", container: "LED" });
  const names = known("item", "2", "PAY-2", "OPS-5");
  const directory = keyDirectory(indexOf(modelOf([moved], names)), aTrain());
  for (const key of ["PAY-2", "OPS-5", "LED-1"] as const) {
    expect(directory.itemOf(`key:jira:${key}`, jiraId("1"))?.id).toBe(moved.id);
  }
  const taker = anItem({ nativeId: "3", key: "PAY-2" });
  const taken = keyDirectory(indexOf(modelOf([moved, taker], names)), aTrain());
  expect(taken.itemOf("key:jira:PAY-2", jiraId("1"))?.id).toBe(taker.id);
});

test("a name that was taken over means what it meant, and the other thing's items stay the other's", () => {
  const hub = (nativeId: string, name: string, isCurrent: boolean): KnownName => {
    return { system: "github", connection: "hub", kind: "container", nativeId, name, isCurrent };
  };
  const names = [hub("1", "acme/api", false), hub("1", "acme/core", true), hub("2", "acme/api", true)];
  const ours = aGithubItem({ nativeId: "1", container: "acme/core" });
  const theirs = aGithubItem({ nativeId: "2", container: "acme/api" });
  const ownerOf = ownershipOf(aTrain({ teams: [api] }), indexOf(modelOf([ours, theirs], names)));
  expect([ownerOf(ours)?.key, ownerOf(theirs)?.key]).toEqual(["api", undefined]);
});

test("a sprint is matched by a name it had", () => {
  const sprint: Sprint = {
    id: "jira:acme:sprint:4",
    system: "jira",
    connection: "acme",
    kind: "sprint",
    nativeId: "4",
    name: "Harbour",
    state: "active",
    startsAt: null,
    endsAt: null,
    completedAt: null,
    boardId: null,
    container: null,
  };
  const names = nameDirectory(known("sprint", "4", "PAY 4"));
  expect(boxNamed("^PAY ", names)(sprint)).toBe(true);
  expect(boxNamed("^Harbour", names)(sprint)).toBe(true);
  expect(boxNamed("^LED ", names)(sprint)).toBe(false);
  expect(boxNamed(null, names)(sprint)).toBe(false);
});

test("a link type is asked for by its new name only while no type has the old one", () => {
  const names = known("link-type", "10", "Blocks", "Gates");
  const renamed = { kind: "renamed", what: "link type", name: "Blocks", present: "Gates" };
  expect(renamedIn(aTrain(), modelOf([], names))).toEqual([renamed]);
  expect(renamedIn(aTrain(), modelOf([], [...names, ...known("link-type", "11", "Blocks")]))).toEqual([]);
});
