import { expect, test } from "vitest";
import type { SetupFault } from "../../src/domain/setup/setup-fault.ts";
import { setupFaultWords, teamSetupWords } from "../../src/reporting/setup-words.ts";

test("a team in one line", () => {
  const team = { team: "pay", name: "Checkout", owned: 62, open: 44, withIteration: 36, withEstimate: 38 };
  expect(teamSetupWords(team)).toBe(
    "Checkout: 62 items owned; of 44 open ones 36 have an iteration and 38 an estimate",
  );
  expect(teamSetupWords({ ...team, owned: 1, open: 1, withIteration: 1, withEstimate: 1 })).toBe(
    "Checkout: 1 item owned; of 1 open one 1 has an iteration and 1 an estimate",
  );
});

const endsAt = Date.UTC(2026, 11, 6, 23);

test.each<readonly [SetupFault, string]>([
  [{ kind: "team-owns-nothing", team: "API" }, "API owns no item: correct what `from` says of this team."],
  [
    { kind: "board-without-items", team: "API", board: 12, seen: [7, 9] },
    "API: no item of the team's projects was ever in a sprint of board 12. Their sprints are of the boards 7, 9: correct `board`.",
  ],
  [
    { kind: "board-without-items", team: "API", board: 12, seen: [7] },
    "API: no item of the team's projects was ever in a sprint of board 12. Their sprints are of board 7: correct `board`.",
  ],
  [
    { kind: "board-without-items", team: "API", board: 12, seen: [] },
    "API: no item of the team's projects was ever in a sprint of board 12. None of them was in any sprint: correct `board`, or plan with sprints.",
  ],
  [
    { kind: "value-without-items", team: "API", criterion: "repo", value: "a/b", seen: ["a/c", "a/d"], nearest: null },
    "API: no item matches the repository “a/b”. There are: “a/c”, “a/d”.",
  ],
  [
    {
      kind: "value-without-items",
      team: "API",
      criterion: "repo",
      value: "a/b",
      isLeftOut: true,
      seen: [],
      nearest: null,
    },
    "API: no item with the repository “a/b” meets the other criteria of the team as well.",
  ],
  [
    { kind: "value-without-items", team: "API", criterion: "jql", value: "x = 1", seen: [], nearest: null },
    "API: no item matches the query “x = 1”.",
  ],
  [
    { kind: "points-pattern-matches-nothing", team: "API", pattern: "points/*", seen: ["size 5"], nearest: null },
    "API: no label matches the points pattern “points/*”, so no item has an estimate. There are: “size 5”.",
  ],
  [
    { kind: "value-without-items", team: "API", criterion: "label", value: "tem", seen: ["team"], nearest: "team" },
    "API: no item matches the label “tem”. Did you mean “team”? There are: “team”.",
  ],
  [
    { kind: "sprint-pattern-without-items", team: "API", pattern: "^A", seen: ["B 1"], nearest: null },
    "API: no item was ever in a sprint whose name matches “^A”. There are: “B 1”.",
  ],
  [
    {
      kind: "timebox-without-iteration",
      team: "API",
      box: "sprint",
      name: "A",
      dates: { startsAt: endsAt - 14 * 86_400_000, endsAt },
    },
    "API: the sprint “A” (23 Nov – 6 Dec 2026) lies across the iterations of the train, so its items have none. Correct its dates, or those of the iterations in the train file; or give an iteration its name (`sprintName`).",
  ],
  [
    {
      kind: "timebox-without-iteration",
      team: "API",
      box: "iteration",
      name: "A",
      dates: { startsAt: null, endsAt: null },
    },
    "API: the iteration of the GitHub project “A” runs without dates, so its items have no iteration. Give it a start and an end in the tracker, or an iteration its name (`sprintName`).",
  ],
  [
    {
      kind: "timebox-without-iteration",
      team: "API",
      box: "milestone",
      name: "Backlog",
      dates: { startsAt: null, endsAt: null },
    },
    "API: the milestone “Backlog” runs without dates, so its items have no iteration. Give it a due date in the tracker, or an iteration its name (`sprintName`).",
  ],
  [
    {
      kind: "calendar-mismatch",
      team: "API and Web",
      box: "sprint",
      name: "A",
      dates: { startsAt: endsAt - 14 * 86_400_000, endsAt },
      iteration: "2026.4 iteration 3",
      calendar: { startsAt: endsAt - 10 * 86_400_000, endsAt: endsAt + 4 * 86_400_000 },
      isNamed: false,
    },
    "API and Web: the sprint “A” (23 Nov – 6 Dec 2026) belongs to 2026.4 iteration 3 (27 Nov – 10 Dec 2026), but reaches out of it. Correct its dates in the tracker, or those of the iteration in the train file.",
  ],
  [
    {
      kind: "calendar-mismatch",
      team: "API",
      box: "milestone",
      name: "A",
      dates: { startsAt: null, endsAt: endsAt - 20 * 86_400_000 },
      iteration: "2026.4 iteration 3",
      calendar: { startsAt: endsAt - 14 * 86_400_000, endsAt },
      isNamed: true,
    },
    "API: the milestone “A” (until 16 Nov 2026) has the name of 2026.4 iteration 3 (23 Nov – 6 Dec 2026), but other dates. Correct its dates in the tracker, or those of the iteration in the train file, or the iteration's `sprintName`.",
  ],
  [
    { kind: "link-type-without-links", linkType: "Bloks", seen: ["Blocks"], nearest: "Blocks" },
    "No link has the type “Bloks”, which the train reads as a dependency. Did you mean “Blocks”? There are: “Blocks”.",
  ],
  [
    {
      kind: "iteration-pattern-without-sprints",
      iteration: "2026.4 iteration 2",
      pattern: "^A",
      isAhead: false,
      seen: [],
      nearest: null,
    },
    "No sprint matches “^A”, the `sprintName` of 2026.4 iteration 2.",
  ],
  [
    {
      kind: "iteration-pattern-without-sprints",
      iteration: "2027.1 iteration 1",
      pattern: "^A",
      isAhead: true,
      seen: ["B 1"],
      nearest: null,
    },
    "No sprint matches “^A”, the `sprintName` of 2027.1 iteration 1, yet. There are: “B 1”.",
  ],
  [
    { kind: "team-without-plan", team: "API", open: 1, box: "version", boxes: [] },
    "API: its only open item is in no open version and has no dates, so Signalbox cannot tell whether it comes in time. Plan with versions of the train's calendar.",
  ],
  [
    { kind: "team-without-plan", team: "API", open: 3, box: "milestone", boxes: ["M1", "M2"] },
    "API: none of its 3 open items has an iteration or dates, so Signalbox cannot tell whether they come in time. Give the milestones they are in dates, or an iteration their name: “M1”, “M2”.",
  ],
  [
    { kind: "repository-without-milestones", team: "API", repo: "a/b" },
    "API: no item of a/b is in a milestone, so none has an iteration. Plan with milestones, one per iteration.",
  ],
  [
    { kind: "status-word-without-items", means: "cancelled", word: "Weeg", seen: ["Offen", "Weg"] },
    "No item has the status, resolution or label “Weeg” that `statuses` calls cancelled. There are: “Offen”, “Weg”.",
  ],
  [
    { kind: "increment-ends-soon", increment: "2026.4", endsAt },
    "Increment 2026.4, the last of the train file, ends on 6 Dec 2026: add the next one to the train file.",
  ],
  [
    { kind: "calendar-over", increment: "2026.4", endsAt },
    "The calendar of the train ended on 6 Dec 2026 with increment 2026.4: add the next increment to the train file.",
  ],
])("%o", (fault, words) => {
  expect(setupFaultWords(fault, "Europe/Berlin")).toBe(words);
});
