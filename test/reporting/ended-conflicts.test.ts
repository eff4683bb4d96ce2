import { describe, expect, test } from "vitest";
import type { Conflict, ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import type { WorkItemId } from "../../src/domain/ids.ts";
import { endedConflicts } from "../../src/reporting/ended-conflicts.ts";
import { aConflict, aGithubItem, anItem, aRecord, githubId, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

const view = aView([planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())]);
const minute = 60_000;

/** Over so many minutes after noon. */
function over(fingerprint: string, minutes: number, change: Partial<Conflict> = {}): ConflictRecord {
  return aRecord(aConflict({ fingerprint, ...change }), { state: "resolved", stateSince: noon + minutes * minute });
}

function told(records: readonly ConflictRecord[], item = jiraId("1")): readonly string[] {
  return endedConflicts({ view, records }, item, noon).map(({ fingerprint }) => fingerprint);
}

/** As many providers as are asked for, so that each is a trouble of its own. */
function provider(nativeId: string): Partial<Conflict> {
  return { provider: `key:jira:OPS-${nativeId}` };
}

describe("conflicts of an item that are over", () => {
  test("come the newest first, five at most; those of one instant in the order of their fingerprints", () => {
    const records = ["a", "b", "c", "d", "e", "f"].map((name, place) => over(name, place + 1, provider(name)));
    const twin = over("A", 6, provider("twin"));
    expect(told([...records, twin])).toStrictEqual(["A", "f", "e", "d", "c"]);
    expect(told([twin, ...records.toReversed()])).toStrictEqual(["A", "f", "e", "d", "c"]);
  });

  test("are those since the comment was created, and still said to its readers", () => {
    expect(told([over("before", -1), over("then", 0)])).toStrictEqual([]);
    expect(told([over("of information", 1, { severity: "info" })])).toStrictEqual([]);
    expect(told([over("of others", 1, { consumer: jiraId("2") })])).toStrictEqual([]);
    expect(told([aRecord(aConflict())])).toStrictEqual([]);
  });

  test("are told at the provider of another team, not of the same", () => {
    expect(told([over("a", 1)], githubId("1"))).toStrictEqual(["a"]);
    expect(told([over("a", 1, { provider: jiraId("2") })], jiraId("2"))).toStrictEqual([]);
  });

  test("are not over where another rule took the dependency over, or it came back", () => {
    const open = aRecord(aConflict({ fingerprint: "overdue" }));
    expect(told([over("late", 1), open])).toStrictEqual([]);
    const noted = aRecord(aConflict({ fingerprint: "unreadable", severity: "info" }));
    expect(told([over("late", 1), noted])).toStrictEqual(["late"]);
  });

  test("are told once where several rules spoke of one dependency", () => {
    expect(told([over("late", 1), over("overdue", 2)])).toStrictEqual(["overdue"]);
  });

  test("are told at the record that counts now of an item that another connection read", () => {
    const copies = {
      ...view,
      plan: { ...view.plan, recordOf: (id: WorkItemId) => (id === "jira:b:issue:1" ? jiraId("1") : id) },
    };
    const records = [over("late", 1, { consumer: "jira:b:issue:1" })];
    const [ended] = endedConflicts({ view: copies, records }, jiraId("1"), noon);
    expect(ended?.conflict.consumer).toBe(jiraId("1"));
  });

  test("are told of a cycle unless the item is in another one, or its dependency is now shown by one", () => {
    const cycle = (...ids: readonly ReturnType<typeof jiraId>[]): Partial<Conflict> => ({
      rule: "cycle",
      evidence: { ...aConflict().evidence, cycle: ids },
    });
    // It is kept by one of its dependencies, and told to all who are in it.
    const inMiddle = cycle(jiraId("1"), jiraId("2"), githubId("1"));
    expect(told([over("cycle", 1, inMiddle)], jiraId("2"))).toStrictEqual(["cycle"]);
    const ended = over("cycle", 1, cycle(jiraId("1"), jiraId("2")));
    expect(told([ended])).toStrictEqual(["cycle"]);
    const open = aRecord(aConflict({ fingerprint: "another", ...cycle(jiraId("1"), githubId("1")) }));
    expect(told([ended, over("late", 1), open])).toStrictEqual([]);
    const elsewhere = over("late", 1, provider("other"));
    expect(told([ended, elsewhere, open])).toStrictEqual(["late"]);
  });
});
