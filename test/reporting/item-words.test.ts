import { expect, test } from "vitest";
import { datesWords, iterationWords, keyLink, keyOrId, teamName, titleOf } from "../../src/reporting/item-words.ts";
import { anItem, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

const day = 86_400_000;

test.each([
  [{ startsAt: noon, endsAt: noon + day }, "24 – 25 Nov 2026"],
  [{ startsAt: noon, endsAt: noon + 14 * day }, "24 Nov – 8 Dec 2026"],
  [{ startsAt: noon, endsAt: noon + 50 * day }, "24 Nov 2026 – 13 Jan 2027"],
  [{ startsAt: noon, endsAt: noon + 60_000 }, "24 Nov 2026"],
  [{ startsAt: null, endsAt: noon }, "until 24 Nov 2026"],
  [{ startsAt: noon, endsAt: null }, "from 24 Nov 2026"],
  [{ startsAt: null, endsAt: null }, "no dates"],
])("dates %o read %s", (dates, expected) => {
  expect(datesWords(dates, "UTC")).toBe(expected);
});

test.each([
  [{ iteration: null, increment: null }, "no iteration"],
  [{ iteration: "3", increment: "2026.4" }, "iteration 3"],
  [{ iteration: "3", increment: null }, "iteration 3"],
  [{ iteration: "1", increment: "2027.1" }, "2027.1 iteration 1"],
])("the place %o reads %s", (place, expected) => {
  expect(iterationWords(place, "2026.4")).toBe(expected);
});

test("who has an item: its team, another part of the house, or nobody we can see", () => {
  const view = aView([
    planned(anItem()),
    planned(anItem({ nativeId: "2" }), { team: null }),
    planned(anItem({ nativeId: "3", presence: "stub" }), { team: null }),
  ]);
  expect(teamName(view, jiraId("1"))).toBe("Checkout");
  expect(teamName(view, jiraId("2"))).toBe("PAY, not on this train");
  expect(teamName(view, jiraId("3"))).toBe("not readable");
  expect(teamName(view, "key:jira:OPS-1")).toBe("not readable");
});

test("an item the view does not hold goes by its connection, for programs by its id", () => {
  expect(keyLink(aView([]), jiraId("9"))).toStrictEqual({ type: "text", text: "an item of acme" });
  expect(keyOrId(aView([]), jiraId("9"))).toBe(jiraId("9"));
  expect(teamName(aView([]), jiraId("9"))).toBe("not readable");
  expect(titleOf(aView([]), jiraId("9"))).toBe("");
});
