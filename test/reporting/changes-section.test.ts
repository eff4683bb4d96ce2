import { describe, expect, test } from "vitest";
import type { Changes } from "../../src/domain/rollup/changes.ts";
import { keyRef, type WorkItemId } from "../../src/domain/ids.ts";
import { changesSection } from "../../src/reporting/changes-section.ts";
import { aConflict, aGithubItem, anItem, aRecord, aTrain, jiraId, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation } from "../support/rollup.ts";

const view = aView([planned(anItem()), planned(aGithubItem())], { train: aTrain({ timeZone: "Europe/Berlin" }) });

function lines(change: Partial<Changes> = {}, of = view): readonly string[] {
  const changes: Changes = {
    since: Date.UTC(2026, 10, 22, 23),
    isFirstKnown: false,
    verdict: null,
    increment: null,
    done: null,
    items: null,
    opened: [],
    worsened: [],
    resolved: [],
    ...change,
  };
  return linesOf(changesSection(anEvaluation({ view: of, changes })));
}

describe("changed since Monday", () => {
  test("names the day by the train's clocks", () => {
    expect(lines()).toStrictEqual(["Changed since Monday, 23 Nov 2026", "Nothing."]);
    expect(lines({ since: Date.UTC(2026, 10, 25, 12), isFirstKnown: true })[0]).toBe(
      "Changed since Wednesday, 25 Nov 2026, the first day known",
    );
  });

  test("there is no such section in a first report", () => {
    expect(changesSection(anEvaluation())).toStrictEqual([]);
  });

  test("tells another verdict and another increment", () => {
    expect(lines({ verdict: "at-risk", increment: "2026.3" }).slice(1)).toStrictEqual([
      "On track; it was at risk.",
      "Increment 2026.4 is the present one; it was 2026.3.",
    ]);
  });

  test.each<[number | null, number | null, string]>([
    [12, 5, "Increment 2026.4: 12 more items done, 5 more items planned."],
    [1, -1, "Increment 2026.4: 1 more item done, 1 item fewer planned."],
    [-2, 0, "Increment 2026.4: 2 items fewer done."],
    [0, -3, "Increment 2026.4: 3 items fewer planned."],
    [0, 0, "Nothing."],
    [null, null, "Nothing."],
  ])("figures: %s done, %s planned", (done, items, expected) => {
    expect(lines({ done, items }).slice(1)).toStrictEqual([expected]);
  });

  test("names conflicts that opened, worsened and were resolved, up to five", () => {
    const record = aRecord(aConflict());
    const unread = aRecord(aConflict({ provider: keyRef("jira", "OPS-1") }));
    const opened = [record, unread, record, record, record, record, record];
    expect(lines({ opened, worsened: [record], resolved: [record] }).slice(1)).toStrictEqual([
      "Opened (7): PAY-1 needs acme/api#1; PAY-1 needs OPS-1; PAY-1 needs acme/api#1; PAY-1 needs acme/api#1; PAY-1 needs acme/api#1; 2 more.",
      "Worsened (1): PAY-1 needs acme/api#1.",
      "Resolved (1): PAY-1 needs acme/api#1.",
    ]);
  });

  test("an item that another connection reads now did not leave the train", () => {
    const recordOf = (id: WorkItemId) => (id === "jira:b:issue:1" ? jiraId("1") : id);
    const resolved = [aRecord(aConflict({ consumer: "jira:b:issue:1" }))];
    expect(lines({ resolved }, { ...view, plan: { ...view.plan, recordOf } }).slice(1)).toStrictEqual([
      "Resolved (1): PAY-1 needs acme/api#1.",
    ]);
  });

  test("what left the train is counted, not named by its id", () => {
    const left = aRecord(aConflict({ consumer: jiraId("99") }));
    expect(lines({ resolved: [left] }).slice(1)).toStrictEqual(["Resolved (1): of items that left this train."]);
    expect(lines({ resolved: [left, aRecord(aConflict())] }).slice(1)).toStrictEqual([
      "Resolved (2): PAY-1 needs acme/api#1; 1 more.",
    ]);
  });
});
