import { expect, test } from "vitest";
import { conflictSentence, plain } from "../../src/reporting/conflict-sentence.ts";
import { aConflict, aGithubItem, anItem, evidence, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

test.each([
  ["todo", "which was due on 24 Nov 2026 (its part PAY-2 ends last) and is not done"],
  ["done", "which is not done, though its parts are (they were planned until 24 Nov 2026)"],
] as const)("what is overdue through a part that is %s", (status, says) => {
  const view = aView([planned(anItem()), planned(anItem({ nativeId: "2", status })), planned(aGithubItem())]);
  const provider = {
    ...evidence({ endsAt: noon, datesFrom: "parts" }),
    through: { from: "parts", item: jiraId("2"), unplanned: 0 },
  } as const;
  const change = { evidence: { consumer: evidence(), provider, cycle: [], written: [] } };
  const conflict = aConflict({ rule: "overdue-provider", ...change });
  expect(plain(conflictSentence(view, conflict, "2026.4"))).toBe(`PAY-1 needs acme/api#1, ${says}.`);
});
