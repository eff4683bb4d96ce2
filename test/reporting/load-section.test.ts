import { describe, expect, test } from "vitest";
import type { IterationLoad, TeamLoad } from "../../src/domain/rollup/rollup.ts";
import { loadSection } from "../../src/reporting/load-section.ts";
import { linesOf } from "../support/document-lines.ts";
import { aRollup } from "../support/rollup.ts";

const anIteration = (iteration: string, load: number, isOver: boolean): IterationLoad => ({
  iteration,
  increment: "2026.4",
  ordinal: Number(iteration),
  load,
  done: 0,
  isOver,
});

function aTeam(change: Partial<TeamLoad>): TeamLoad {
  return { team: "checkout", name: "Checkout", unit: "points", finished: 26.4, over: 3, iterations: [], ...change };
}

const lines = (...load: readonly TeamLoad[]) => linesOf(loadSection(aRollup({ load })));

describe("load", () => {
  test("names who has too much, against what the team finished; the rest is folded away", () => {
    const checkout = aTeam({
      iterations: [anIteration("2", 52, true), anIteration("3", 27.4, true), anIteration("4", 10, false)],
    });
    const api = aTeam({ name: "API", unit: "items", finished: null, iterations: [anIteration("2", 4, false)] });
    expect(lines(checkout, api)).toStrictEqual([
      "Load of the teams",
      "Checkout: iteration 2 (now): 52 pt, iteration 3: 27.4 pt planned; finished lately: about 26 pt per iteration.",
      "Iterations within what the team finished lately, or without anything to compare with",
      "Checkout: iteration 4: 10 pt planned; finished lately: about 26 pt per iteration.",
      "API: iteration 2 (now): 4 items planned; finished lately: nothing yet.",
    ]);
  });

  test("never rounds what was finished up to what is too much, nor down to nothing", () => {
    expect(lines(aTeam({ finished: 33.5, iterations: [anIteration("2", 34, true)] }))[1]).toBe(
      "Checkout: iteration 2 (now): 34 pt planned; finished lately: about 33.5 pt per iteration.",
    );
    expect(lines(aTeam({ unit: "items", finished: 0.33, iterations: [anIteration("2", 1, true)] }))[1]).toBe(
      "Checkout: iteration 2 (now): 1 item planned; finished lately: about 0.3 items per iteration.",
    );
  });

  test("says that a team finished nothing", () => {
    expect(lines(aTeam({ finished: 0, iterations: [anIteration("2", 1, true)] }))[1]).toBe(
      "Checkout: iteration 2 (now): 1 pt planned; finished lately: nothing.",
    );
  });

  test("says so where nobody has too much", () => {
    expect(lines(aTeam({ iterations: [anIteration("2", 4, false)] }))[1]).toBe(
      "No team has more planned than it finished per iteration lately.",
    );
    expect(loadSection(aRollup({ load: [aTeam({ iterations: [anIteration("2", 40, true)] })] }))).toHaveLength(2);
  });

  test("says of teams that have finished nothing yet that there is nothing to compare with", () => {
    const fresh = aTeam({ finished: null, iterations: [anIteration("2", 4, false)] });
    const nothing = "No team has finished work in an iteration that is over: there is nothing to compare with.";
    expect(lines(fresh)[1]).toBe(nothing);
    expect(lines(fresh, aTeam({ iterations: [anIteration("2", 4, false)] }))[1]).toBe(
      "No team with finished iterations has more planned than it finished per iteration lately.",
    );
  });

  test("empty iterations are no load, and no load is no section", () => {
    expect(lines(aTeam({ iterations: [anIteration("2", 0, false)] }))).toStrictEqual([]);
  });
});
