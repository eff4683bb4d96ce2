import { beforeEach, describe, expect, test } from "vitest";
import type { FailureCode } from "../../src/domain/failure.ts";
import type { Sink } from "../../src/ports/connector.ts";
import { Trackers } from "../../src/reporting/publish-trackers.ts";
import { anItem, noon } from "../support/builders.ts";
import { failure, PaperTracker } from "../support/paper-tracker.ts";
import { begin, learn, minute, rollupGone, run, store, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const rollup = "rollup:payments:acme:PMO";
const hour = 60 * minute;

let acme: PaperTracker;
let hub: PaperTracker;

beforeEach(() => {
  [acme, hub] = [new PaperTracker("acme"), new PaperTracker("hub")];
});

/** As a process of its own would: nothing is remembered but by the books. */
function runFor(at: number) {
  const sink = (connection: string) => (connection === "acme" ? acme : hub).sink;
  return run(at, { sink, trackers: new Trackers(null) });
}

const state = async (connection: string) =>
  (await store.publishStates()).find((one) => one.train === "payments" && one.connection === connection);

describe("a rollup that is refused", () => {
  /** The rollup is refused at each try. @returns how often it was tried, and what the run told */
  async function refusedAt(at: number, code: FailureCode = "forbidden") {
    let tries = 0;
    const createIssue = () => {
      tries += 1;
      return Promise.reject(failure(code));
    };
    const sink = (connection: string) => ({ ...(connection === "acme" ? acme : hub).sink, createIssue });
    const published = await run(at, { sink, trackers: new Trackers(null) });
    return { tries, refused: published.refused, waiting: published.waiting };
  }

  test("is tried after ever longer pauses, by whatever process, and told once", async () => {
    const pauses = [1, 4, 24, 168, 168].map((hours) => hours * hour);
    expect(await refusedAt(noon)).toMatchObject({ tries: 1, refused: [{ marker: rollup }], waiting: [] });
    let at = noon;
    for (const pause of pauses) {
      expect(await refusedAt(at + pause - 1)).toMatchObject({
        tries: 0,
        refused: [],
        waiting: [{ until: at + pause }],
      });
      at += pause;
      const { tries, refused, waiting } = await refusedAt(at);
      expect({ tries, refused }).toEqual({ tries: 1, refused: [] });
      expect(waiting).toMatchObject([{ because: "refused-before", refusal: { code: "forbidden", text: /paper/u } }]);
    }
    expect(await state("acme")).toMatchObject({ refused: 1, failure: { code: "forbidden" } });
  });

  test("while a clock was a day ahead, is tried again once the clock is right", async () => {
    await refusedAt(noon + 24 * hour);
    expect(await refusedAt(noon)).toMatchObject({ tries: 1 });
  });

  test("is in the books where it was found there and may not be changed", async () => {
    await runFor(noon);
    await begin();
    const updateIssue = () => Promise.reject(failure("forbidden"));
    const sink = (connection: string) => ({ ...(connection === "acme" ? acme : hub).sink, updateIssue });
    const { refused } = await run(noon, { sink, trackers: new Trackers(null) });
    expect(refused).toMatchObject([{ marker: rollup }]);
    const known = (await store.publications("payments")).find(({ marker }) => marker === rollup);
    expect(known).toMatchObject({ state: "standing", digest: null });
    expect(await store.writes("payments", 9)).toMatchObject([{ action: "update", outcome: "failed" }]);
  });

  test("is told again where it is refused for another reason", async () => {
    await refusedAt(noon);
    expect(await refusedAt(noon + hour, "request-refused")).toMatchObject({ refused: [{ until: noon + 5 * hour }] });
  });

  test("is tried no sooner for other words once it was refused three times: it was not the words", async () => {
    for (const hours of [0, 1, 5]) await refusedAt(noon + hours * hour);
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await refusedAt(noon + 6 * hour)).tries).toBe(0);
  });

  test("begins with short pauses again after it was taken", async () => {
    await refusedAt(noon);
    await refusedAt(noon + hour);
    await runFor(noon + 5 * hour);
    expect(await store.refusals("payments")).toEqual([]);
  });
});

describe("a comment that is refused", () => {
  const locked = failure("forbidden");

  test("waits for its item to change, and takes no place from others under the cap", async () => {
    await store.savePublication(rollupGone, null);
    const comments = { ...train.comments, newPerRun: 1 };
    const tried: string[] = [];
    const createComment: Sink["createComment"] = ({ key }) => {
      tried.push(key);
      return Promise.reject(locked);
    };
    const sink = (connection: string) => ({ ...(connection === "acme" ? acme : hub).sink, createComment });
    const again = (at: number) => run(at, { sink, trackers: new Trackers(null), train: { ...train, comments } });
    await again(noon);
    await again(noon + minute);
    await again(noon + 2 * minute);
    expect(tried.toSorted()).toEqual(["PAY-1", "acme/api#1"]);
    await learn(anItem({ status: "in-progress", sourceStatus: "In Progress", updatedAt: noon + minute }));
    await again(noon + 3 * minute);
    expect(tried.filter((key) => key === "PAY-1")).toHaveLength(2);
  });
});

describe("a rollup issue that is not shown", () => {
  test("is looked for after ever longer pauses, and goes on where it is there again", async () => {
    await runFor(noon);
    const [id] = [...acme.sheets].find(([, { marker }]) => marker === rollup) ?? [""];
    acme.hidden.add(id);
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await runFor(noon + minute)).counts).toMatchObject({ gone: 1, created: 0 });
    const until = noon + minute + hour;
    expect(await runFor(until - 1)).toMatchObject({
      counts: { gone: 0, created: 0 },
      waiting: [{ where: "PMO", because: "removed-by-a-person", until }],
    });
    expect((await runFor(until)).waiting).toMatchObject([]);
    acme.hidden.clear();
    expect((await runFor(until + 4 * hour)).counts).toMatchObject({ created: 0, updated: 3, gone: 0 });
    expect(acme.sheets.size).toBe(2);
    expect((await runFor(until + 5 * hour)).counts).toMatchObject({ unchanged: 3 });
  });
});
