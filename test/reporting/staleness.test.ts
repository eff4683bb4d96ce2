import { expect, test } from "vitest";
import type { Rollup } from "../../src/domain/rollup/rollup.ts";
import type { SourceState } from "../../src/domain/rollup/connection-freshness.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";
import { asFarAsRead, figuresAsOf, stalenessBlocks } from "../../src/reporting/staleness.ts";
import { aModel, aSource, aTrain, noon } from "../support/builders.ts";
import { evaluate } from "../support/look-once.ts";

const { rollup: real } = evaluate({ model: aModel(), train: aTrain(), previous: [], past: null, at: noon });

function rollup(...sources: readonly SourceState[]): Rollup {
  return { ...real, dataQuality: { ...real.dataQuality, sources } };
}

function said(...sources: readonly SourceState[]): readonly string[] {
  const blocks = stalenessBlocks(rollup(...sources), "Europe/Berlin");
  return blocks.flatMap((block) => (block.type === "panel" ? block.paragraphs.map(plain) : ["not a panel"]));
}

const evening = Date.UTC(2026, 10, 27, 17, 2);
const stale = aSource({ isStale: true, asOf: evening });

test("nothing is said while all is read as it should be", () => {
  expect(stalenessBlocks(rollup(aSource()), "UTC")).toEqual([]);
  expect(asFarAsRead(rollup(aSource()))).toBe("");
});

test.each<readonly [string, Partial<SourceState>, string]>([
  [
    "why",
    { failure: "unauthorized" },
    "Jira (acme) was last read on Fri 27 Nov 2026, 18:02 CET: the token was refused.",
  ],
  ["nobody knows why", {}, "Jira (acme) was last read on Fri 27 Nov 2026, 18:02 CET."],
  [
    "never",
    { connection: "hub", system: "github", asOf: null, failure: "not-found" },
    "GitHub (hub) has not been read to the end yet: a project or repository is not there, or hidden from our account.",
  ],
  [
    "a part",
    { staleStreams: ["sprints", "versions"], failure: "forbidden" },
    "Part of Jira (acme), namely sprints, versions, was last read on Fri 27 Nov 2026, 18:02 CET: a permission is missing.",
  ],
  [
    "many parts",
    { staleStreams: ["a", "b", "c", "d", "e"] },
    "Part of Jira (acme), namely a, b, c and 2 more, was last read on Fri 27 Nov 2026, 18:02 CET.",
  ],
  [
    "two repositories and a list of a third",
    {
      staleStreams: [
        ...["container", "edges", "issues", "pulls"].flatMap((kind) => [`${kind}:acme/api`, `${kind}:acme/web`]),
        "milestones:acme/core",
      ],
    },
    "Part of Jira (acme), namely acme/api, acme/web, milestones:acme/core, was last read on Fri 27 Nov 2026, 18:02 CET.",
  ],
  [
    "three parts",
    { staleStreams: ["a", "b", "c"] },
    "Part of Jira (acme), namely a, b, c, was last read on Fri 27 Nov 2026, 18:02 CET.",
  ],
])("whose data is old, and since when: %s", (_, change, words) => {
  expect(said({ ...stale, ...change })).toEqual([words]);
});

test("each source that is old has a line, and a tracker in trouble the same one whatever it does", () => {
  const [one, other] = (["unreachable", "rate-limited"] as const).map((failure) =>
    said({ ...stale, failure }, aSource()),
  );
  expect(one).toEqual(["Jira (acme) was last read on Fri 27 Nov 2026, 18:02 CET: it gives no usable answer."]);
  expect(other).toEqual(one);
  expect(said(stale, { ...stale, connection: "other" })).toHaveLength(2);
});

test("the figures are as old as their oldest source", () => {
  expect(figuresAsOf(rollup(aSource({ asOf: noon - 5 }), aSource({ asOf: noon - 90 }), aSource({ asOf: null })))).toBe(
    noon - 90,
  );
  // A report on the past, from what was read later.
  expect(figuresAsOf(rollup(aSource({ asOf: noon + 5 })))).toBe(noon);
  expect(figuresAsOf(rollup(aSource({ asOf: null })))).toBe(noon);
});
