import { describe, expect, test } from "vitest";
import type { WorkItemId } from "../../src/domain/ids.ts";
import { commentSubjects } from "../../src/reporting/comment-subjects.ts";
import { aConflict, anItem, aRecord, jiraId, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

const [consumer, provider] = [jiraId("1"), jiraId("2")];
const view = aView([planned(anItem()), planned(anItem({ nativeId: "2" }))]);

function told(before: readonly WorkItemId[], conflict = aConflict({ consumer, provider })) {
  const subjects = commentSubjects(view, [aRecord(conflict)], new Set(before));
  return subjects.map(({ planned: { item }, open }) => [item.id, open.length]);
}

describe("a conflict within one team", () => {
  test("is told to the consumer alone", () => {
    expect(told([])).toStrictEqual([[consumer, 1]]);
  });

  test("goes on where it was told before an item moved to the other's team", () => {
    expect(told([consumer, provider])).toStrictEqual([
      [consumer, 1],
      [provider, 1],
    ]);
  });

  test("is no news to a provider that is told of another one", () => {
    const open = [
      aRecord(aConflict({ consumer, provider })),
      aRecord(aConflict({ consumer: provider, provider: null })),
    ];
    const subjects = commentSubjects(view, open, new Set([provider]));
    expect(subjects.map((subject) => subject.open)).toStrictEqual(open.map((record) => [record]));
  });

  test("is told to nobody where it is only good to know", () => {
    expect(told([consumer, provider], aConflict({ consumer, provider, severity: "info" }))).toStrictEqual([]);
  });

  test.each([
    ["risk", 0],
    ["conflict", 1],
  ] as const)("that is only probable is told if the train makes it a conflict: %s", (severity, count) => {
    const probable = aConflict({ consumer, provider, rule: "probable-slip", severity });
    expect(told([], probable)).toHaveLength(count);
    expect(told([], aConflict({ consumer, provider, rule: "same-iteration", severity }))).toHaveLength(1);
  });

  test("of an item that waits for itself is told to it once", () => {
    expect(told([consumer], aConflict({ consumer, provider: consumer }))).toStrictEqual([[consumer, 1]]);
  });

  test("means nobody else", () => {
    expect(told([jiraId("3")], aConflict({ consumer, provider: "key:jira:OPS-1" }))).toStrictEqual([[consumer, 1]]);
    expect(told([jiraId("3")], aConflict({ consumer, provider: null }))).toStrictEqual([[consumer, 1]]);
  });
});
