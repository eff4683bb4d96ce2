import { describe, expect, test } from "vitest";
import { Failure, type Verdict } from "../../src/domain/failure.ts";
import { nextAfter, nextAfterFailure } from "../../src/jobs/schedule.ts";
import type { Job, JobSubject } from "../../src/ports/jobs.ts";

const schedule = {
  pollMs: 60_000,
  structureMs: 3_600_000,
  wholeMs: 86_400_000,
  recomputeMs: 300_000,
  keepDeliveriesMs: 1,
  maxDrop: 0.2,
};

const receive: Job = { kind: "receive", connection: "acme" };
const poll: Job = { kind: "poll", connection: "acme" };
const structure: Job = { kind: "sweep", connection: "acme", depth: "structure" };
const whole: Job = { kind: "sweep", connection: "acme", depth: "whole" };
const recompute: Job = { kind: "recompute", train: "payments" };
const portfolio: Job = { kind: "portfolio" };
const digest: Job = { kind: "digest", train: "payments" };

describe("after a turn that ended well", () => {
  const cases: readonly (readonly [JobSubject, number | null])[] = [
    [receive, null],
    [poll, 60_000],
    [structure, 3_600_000],
    [whole, 86_400_000],
    [recompute, 300_000],
    [portfolio, null],
    [digest, null],
  ];

  test.each(cases)("%o comes again after %s ms", (job, afterMs) => {
    const next = nextAfter({ ...job, attempt: 3 }, "done", schedule);
    expect(next).toEqual(afterMs === null ? null : { job, afterMs, slot: "turn" });
  });
});

describe("while somebody else is at it", () => {
  const cases: readonly (readonly [JobSubject, number])[] = [
    [receive, 1000],
    [recompute, 1000],
    [portfolio, 1000],
    [digest, 60_000],
    [poll, 15_000],
    [structure, 5000],
    [whole, 5000],
  ];

  test.each(cases)("%o looks again after %i ms", (job, afterMs) => {
    expect(nextAfter(job, "taken", schedule)).toEqual({ job, afterMs, slot: "retry" });
  });
});

describe("after a failure", () => {
  test("that passes, it comes later and later, at most every five minutes", () => {
    const waits = [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000];
    expect(retriesOf(poll, { kind: "retry", afterMs: null })).toEqual(waits);
  });

  test("the tracker's word counts where it says to wait longer", () => {
    const next = nextAfterFailure(portfolio, failure({ kind: "retry", afterMs: 900_000 }), schedule);
    expect(next).toEqual({ job: { ...portfolio, attempt: 1 }, afterMs: 900_000, slot: "retry" });
  });

  test.each(["park", "stop"] as const)("with verdict %s, regular work waits for its turn", (kind) => {
    expect(nextAfterFailure({ ...poll, attempt: 4 }, failure({ kind }), schedule)).toEqual({
      job: poll,
      afterMs: 60_000,
      slot: "turn",
    });
  });

  test.each(["park", "stop"] as const)("with verdict %s, the inbox is looked at again: its deliveries wait", (kind) => {
    expect(nextAfterFailure(receive, failure({ kind }), schedule)).toEqual({
      job: { ...receive, attempt: 1 },
      afterMs: 300_000,
      slot: "retry",
    });
  });

  test("that stays, the inbox is looked at later and later, at most every hour", () => {
    const minutes = retriesOf(receive, { kind: "park" }).map((ms) => ms / 60_000);
    expect(minutes).toEqual([5, 10, 20, 40, 60, 60, 60, 60]);
  });
});

/** How long (ms) a job waits after each of eight failures in a row. */
function retriesOf(first: Job, verdict: Verdict): readonly number[] {
  const waits: number[] = [];
  let job = first;
  for (let failures = 1; failures <= 8; failures += 1) {
    const next = nextAfterFailure(job, failure(verdict), schedule);
    if (next === null) throw new Error("no job follows");
    expect(next).toMatchObject({ job: { attempt: failures }, slot: "retry" });
    waits.push(next.afterMs);
    job = next.job;
  }
  return waits;
}

function failure(verdict: Verdict): Failure {
  return new Failure({ code: "tracker-unavailable", what: "It is not there.", remedy: "Wait.", verdict });
}
