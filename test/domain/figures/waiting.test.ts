import { byId } from "../../support/builders.ts";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { providersToFollow } from "../../../src/domain/figures/flow.ts";
import { linkLives } from "../../../src/domain/history/link-lives.ts";
import { linksThen } from "../../../src/domain/history/links-then.ts";
import { callings } from "../../../src/domain/history/model-at.ts";
import { keyRef } from "../../../src/domain/ids.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { lives } from "../history/lives.ts";
import { blocks, day, idOf, item } from "../plan.ts";
import { payFlow, sourceOf, described, type Described } from "./described-lives.ts";

const end = day(1000);

describe("the life of a link", () => {
  const nameOf = ({ source, target, typeId }: Link) => `${source} ${typeId} ${target}`;

  property.prop([lives, fc.integer({ min: 0, max: 60 })])(
    "has it at each instant as the model then",
    ({ events, modelUntil }, halves) => {
      const at = day(halves / 2);
      const present = modelUntil(end);
      const input = { itemCalled: atOneGo(callings(present, events)), links: present.links, events };
      const then = atOneGo(linksThen({ ...input, at, items: present.items, isLater: () => false }));
      const there = atOneGo(linkLives(input)).filter(({ spans }) =>
        spans.some(({ from, until }) => from <= at && at < until),
      );
      expect(there.map(({ link }) => nameOf(link)).toSorted()).toEqual(
        Array.from(then.links.values(), nameOf).toSorted(),
      );
    },
  );

  test("is not dated by a change that may be of any of several links", () => {
    const links = [blocks("LED-1", "PAY-1", { typeId: "7" }), blocks("LED-1", "PAY-1", { typeId: "8", id: "other" })];
    const value = { origin: "jira-link", typeId: null, typeName: "is blocked by", direction: null } as const;
    const event = {
      id: "1",
      itemId: idOf("PAY-1"),
      at: day(3),
      ordinal: 0,
      knownBy: "tracker",
      field: "links",
      from: [],
      to: [{ ...value, end: idOf("LED-1") }],
    } as const;
    const lived = atOneGo(linkLives({ links: byId(links), events: [event], itemCalled: () => null }));
    expect(lived.map(({ isDated, spans }) => [isDated, spans])).toEqual([
      [false, [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }]],
      [false, [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }]],
    ]);
  });
});

/** In progress for ten days. */
const consumer = (words = "") => described("PAY-1", `in progress 2027-02-01${words}, done 2027-02-11`);

function efficiencyOf(all: readonly Described[], links: readonly Link[] = []) {
  const { efficiency, active, uncertain, items } = payFlow(all, { parts: { links } }).efficiency;
  const { undatedLinks, unreadProviders } = uncertain;
  return {
    efficiency,
    active,
    undated: undatedLinks.total,
    unread: unreadProviders.total,
    days: items.first.map(({ days }) => days),
  };
}

describe("an item waits", () => {
  const sure = { undated: 0, unread: 0 };

  test.each<[string, readonly Described[], readonly Link[], object]>([
    ["for nothing", [consumer()], [], { ...sure, efficiency: 1, active: 10, days: [] }],
    [
      "from the date of the link until the provider is done",
      [consumer(", waits for LED-1 2027-02-03"), described("LED-1", "done 2027-02-05")],
      [],
      { ...sure, efficiency: 0.8, active: 8, days: [2] },
    ],
    [
      "until the link is gone",
      [consumer(", waits for LED-1 2027-02-03, leaves LED-1 2027-02-06"), described("LED-1", "")],
      [],
      { ...sure, efficiency: 0.7, active: 7, days: [3] },
    ],
    [
      "again for a provider that was reopened",
      [
        consumer(", waits for LED-1 2027-02-01"),
        described("LED-1", "done 2027-02-02, to do 2027-02-05, done 2027-02-06"),
      ],
      [],
      { ...sure, efficiency: 0.8, active: 8, days: [2] },
    ],
    [
      "once for two providers at one time",
      [
        consumer(", waits for LED-1 2027-02-02, waits for LED-2 2027-02-03"),
        described("LED-1", "done 2027-02-05"),
        described("LED-2", "done 2027-02-06"),
      ],
      [],
      { ...sure, efficiency: 0.6, active: 6, days: [4] },
    ],
    [
      "all the time, if nothing dates the link",
      [consumer(), described("LED-1", "done 2027-02-05")],
      [blocks("LED-1", "PAY-1", { typeId: "9" })],
      { undated: 1, unread: 0, efficiency: 0.6, active: 6, days: [4] },
    ],
    [
      "only while it is in progress",
      [
        described("PAY-1", "in progress 2027-02-01, to do 2027-02-03, in progress 2027-02-08, done 2027-02-11"),
        described("LED-1", "done 2027-02-09"),
      ],
      [blocks("LED-1", "PAY-1", { typeId: "9" })],
      { undated: 1, unread: 0, efficiency: 0.2, active: 2, days: [3] },
    ],
    [
      "not for an item that was not there yet",
      [consumer(), described("LED-1", "done 2027-02-06", { createdAt: Date.parse("2027-02-04") })],
      [blocks("LED-1", "PAY-1", { typeId: "9" })],
      { undated: 1, unread: 0, efficiency: 0.8, active: 8, days: [2] },
    ],
    [
      "not for one that Signalbox has not read",
      [consumer(), { ...described("LED-1", ""), item: item("LED-1", { presence: "stub" }) }],
      [blocks("LED-1", "PAY-1", { typeId: "9" })],
      { undated: 1, unread: 1, efficiency: 1, active: 10, days: [] },
    ],
    [
      "not for one of which only the key is known",
      [consumer()],
      [blocks("?LED-77", "PAY-1", { origin: "text", id: `text:${idOf("PAY-1")}:1` })],
      { undated: 1, unread: 1, efficiency: 1, active: 10, days: [] },
    ],
    [
      "for one whose text names it by its key",
      [consumer(), described("LED-1", "done 2027-02-05")],
      [
        blocks("LED-1", "PAY-1", {
          origin: "text",
          id: `text:${idOf("LED-1")}:1`,
          target: keyRef("jira", "PAY-1"),
        }),
      ],
      { undated: 1, unread: 0, efficiency: 0.6, active: 6, days: [4] },
    ],
    [
      "for items of no team, present and former",
      [
        consumer(", waits for XYZ-1 2027-02-02, leaves XYZ-1 2027-02-03, waits for XYZ-2 2027-02-04"),
        described("XYZ-1", ""),
        described("XYZ-2", "done 2027-02-06"),
      ],
      [],
      { ...sure, efficiency: 0.7, active: 7, days: [3] },
    ],
    [
      "not by a link of another meaning",
      [consumer(), described("LED-1", "")],
      [blocks("LED-1", "PAY-1", { typeName: "Relates", typeId: "11" })],
      { ...sure, efficiency: 1, active: 10, days: [] },
    ],
  ])("%s", (_, all, links, expected) => {
    expect(efficiencyOf(all, links)).toEqual(expected);
  });
});

test("an item that is not in the model waits for nothing", () => {
  const { view } = sourceOf([described("LED-1", "")]);
  expect(view.plan.providersBy(idOf("PAY-9"), blocks("LED-1", "PAY-9"))).toEqual([]);
});

test("the history of providers is read once, and only of those that are items", () => {
  const all = [
    consumer(", waits for LED-1 2027-02-03, leaves LED-1 2027-02-06, waits for LED-2 2027-02-07"),
    described("LED-1", ""),
    described("LED-2", "in progress 2027-02-03"),
    described("PAY-2", "in progress 2027-02-03"),
    described("LED-3", ""),
  ];
  const links = [blocks("LED-3", "PAY-2"), blocks("?LED-9", "PAY-1", { origin: "text", id: "text:x" })];
  expect(atOneGo(providersToFollow(sourceOf(all, { parts: { links } })))).toEqual([idOf("LED-1")]);
});
