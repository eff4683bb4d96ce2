import { describe, expect, test } from "vitest";
import { readLinkTypes } from "../../../src/domain/proposal/link-directions.ts";
import type { SeenLink } from "../../../src/domain/proposal/site-look.ts";
import { aLink, aLook } from "./looks.ts";

type Words = readonly [name: string, outward: string, inward: string];

/** Links of type 1 of which some had their source closed first, the others their target. */
function links(sourceFirst: number, targetFirst: number): readonly SeenLink[] {
  return Array.from({ length: sourceFirst + targetFirst }, (_, n) => {
    const closed = n < sourceFirst ? (["2026-01-01", "2026-02-01"] as const) : (["2026-02-01", "2026-01-01"] as const);
    return aLink(`l${n}`, [`A-${n}`, `B-${n}`], { type: "1", closed });
  });
}

function read([name, outward, inward]: Words, uses: readonly SeenLink[] = [], answers = {}) {
  const look = aLook({ linkTypes: [{ id: "1", name, outward, inward }], links: uses });
  const { types, questions } = readLinkTypes([look], answers);
  return { ...types[0]?.means, uses: types[0]?.uses, questions };
}

test.each<readonly [Words, string | null]>([
  [["Blocks", "blocks", "is blocked by"], "source-blocks-target"],
  [["Depends", "depends on", "is dependent of"], "target-blocks-source"],
  [["Depends", "is depended on by", "depends on"], "source-blocks-target"],
  [["Blockers", "Is Blocked By", "Blocks"], "target-blocks-source"],
  [["Gantt: finish-start", "has to be done before", "has to be done after"], "source-blocks-target"],
  [["Order", "must be completed before", "must be completed after"], "source-blocks-target"],
  [["Order", "needs to be done after", "needs to be done before"], "target-blocks-source"],
  [["Impediment", "impedes", "is impeded by"], "source-blocks-target"],
  [["Abhängigkeit", "hängt ab von", "ist Voraussetzung für"], "target-blocks-source"],
  [["Blocage", "bloque", "est bloqué par"], "source-blocks-target"],
  [["Odd", "goes with", "is blocked by"], "source-blocks-target"],
  [["Odd", "goes with", "blocks"], "target-blocks-source"],
  [["Relates", "relates to", "relates to"], null],
  [["Cloners", "clones", "is cloned by"], null],
  [["Gantt: start-finish", "is triggering", "is triggered by"], null],
])("reads %j by its words as %s", (words, means) => {
  expect(read(words).value).toBe(means);
});

describe("the order of closing", () => {
  const blocks: Words = ["Blocks", "blocks", "is blocked by"];

  test("proves nothing with few links", () => {
    expect(read(blocks, links(0, 19))).toMatchObject({ value: "source-blocks-target", confidence: "sure", uses: 19 });
  });

  test("confirms the words", () => {
    const why = "“blocks” says so; the source was closed first in 75 % of 20";
    expect(read(blocks, links(15, 5))).toMatchObject({ confidence: "sure", why, questions: [] });
  });

  test("against the words, weakly, makes them likely", () => {
    const why = "“blocks” says so; the target was closed first in 60 % of 20, against the words";
    expect(read(blocks, links(8, 12))).toMatchObject({ value: "source-blocks-target", confidence: "likely", why });
  });

  test("against the words, clearly, is a question with the words first", () => {
    const { questions, value } = read(blocks, links(2, 18));
    expect(value).toBe("source-blocks-target");
    expect(questions.map(({ options }) => options.map((option) => option.value))).toEqual([
      ["source-blocks-target", "target-blocks-source", "none"],
    ]);
    const answered = read(blocks, links(2, 18), { "link:acme-jira:1": "target-blocks-source" });
    expect(answered.value).toBe("target-blocks-source");
    expect(read(blocks, links(2, 18), { "link:acme-jira:1": "none" }).value).toBeNull();
  });

  test("gives words without a direction one, as a guess", () => {
    const dependency: Words = ["Dependency", "goes with", "goes with"];
    expect(read(dependency, links(18, 2))).toMatchObject({ value: "source-blocks-target", confidence: "guess" });
    expect(read(dependency, links(2, 18)).value).toBe("target-blocks-source");
    expect(read(dependency, links(10, 10))).toMatchObject({ value: null, confidence: "guess" });
    expect(read(dependency, links(10, 10)).questions[0]?.options[0]?.value).toBe("none");
    expect(read(dependency)).toMatchObject({ value: null, questions: [] });
  });

  test("does not count links with an open end, or closed at once", () => {
    const open = links(30, 0).map((link) => ({ ...link, target: { ...link.target, closedAt: null } }));
    const unread = links(30, 0).map((link) => ({ ...link, source: { ...link.source, closedAt: null } }));
    const together = links(30, 0).map((link) => ({ ...link, target: link.source }));
    for (const uses of [open, unread, together]) expect(read(blocks, uses).why).toBe("“blocks” says so");
  });
});

test("words of which only one end says a direction are likely", () => {
  expect(read(["Odd", "goes with", "blocks"]).confidence).toBe("likely");
  expect(read(["Blocks", "blocks", "blocks"]).confidence).toBe("likely");
});
