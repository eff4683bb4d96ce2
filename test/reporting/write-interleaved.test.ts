import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Sink } from "../../src/ports/connector.ts";
import type { Store } from "../../src/ports/store.ts";
import { noon } from "../support/builders.ts";
import { failure, type Mishap } from "../support/paper-tracker.ts";
import { begin, minute, run, store, tracker, usePaperRound } from "./paper-round.ts";

usePaperRound();

/** One round of all processes at once: what befalls a create, and which process loses its database when it has written. */
const round = fc.record({
  minutes: fc.integer({ min: 0, max: 12 }),
  mishap: fc.constantFrom<Mishap | null>(null, "lost-after", "lost-before", failure("forbidden")),
  dies: fc.constantFrom(null, 0, 1, 2),
});

/** What a process does to the world happens when the scheduler says so. */
function sinkOf(s: fc.Scheduler): Sink {
  const { sink } = tracker();
  return {
    ...sink,
    findIssues: s.scheduleFunction((...asked: Parameters<Sink["findIssues"]>) => sink.findIssues(...asked)),
    findComments: s.scheduleFunction((...asked: Parameters<Sink["findComments"]>) => sink.findComments(...asked)),
    createIssue: s.scheduleFunction((...asked: Parameters<Sink["createIssue"]>) => sink.createIssue(...asked)),
    createComment: s.scheduleFunction((...asked: Parameters<Sink["createComment"]>) => sink.createComment(...asked)),
    updateComment: s.scheduleFunction((...asked: Parameters<Sink["updateComment"]>) => sink.updateComment(...asked)),
  };
}

function booksOf(s: fc.Scheduler, dies: boolean): Store {
  const savePublication: Store["savePublication"] = (record, was) =>
    dies && record.state === "standing"
      ? Promise.reject(failure("database-unavailable"))
      : store.savePublication(record, was);
  return {
    ...store,
    savePublication: s.scheduleFunction(savePublication),
    publications: s.scheduleFunction((train: string) => store.publications(train)),
  };
}

test.prop([fc.scheduler(), fc.array(round, { minLength: 1, maxLength: 4 })], { numRuns: 25 })(
  "however three processes interleave, whatever gets lost, each thing is written once",
  async (s, rounds) => {
    await begin();
    let now = noon;
    for (const { minutes, mishap, dies } of rounds) {
      now += minutes * minute;
      tracker().mishap = mishap;
      const runs = [0, 1, 2].map((process) => {
        const sink = sinkOf(s);
        return run(now, { store: booksOf(s, dies === process), sink: () => sink });
      });
      await s.waitFor(Promise.allSettled(runs));
    }
    tracker().mishap = null;
    // A text that was refused twice would wait for hours.
    await store.forgetRefusals("payments", null);
    for (const later of [60, 120]) await run(now + later * minute);
    const markers = [...tracker().sheets.values()].map(({ marker }) => marker);
    const rows = await store.publications("payments");
    expect(markers.toSorted()).toEqual(rows.map(({ marker }) => marker).toSorted());
    expect(rows.map(({ state }) => state)).toEqual(["standing", "standing", "standing"]);
    expect((await run(now + 180 * minute)).counts).toMatchObject({ unchanged: 3 });
  },
);
