import { describe, expect, test } from "vitest";
import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import { conflictSections } from "../../src/reporting/conflict-sections.ts";
import { aConflict, aGithubItem, anItem, aRecord, githubId, jiraId, planned, proposed } from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation } from "../support/rollup.ts";

const view = aView([planned(anItem()), planned(aGithubItem())]);
const sections = (...records: readonly ConflictRecord[]) => conflictSections(anEvaluation({ view, records }));

const late = aRecord(aConflict());
const risk = aRecord(aConflict({ fingerprint: "x", severity: "risk", rule: "started-blocked" }));
const info = aRecord(aConflict({ fingerprint: "y", severity: "info", rule: "unreadable-provider", provider: null }));

describe("open conflicts", () => {
  test("stand by the team that can end them, what no team can end last", () => {
    const nobodys = aRecord(aConflict({ fingerprint: "z", actors: [] }));
    const all = linesOf(sections(nobodys, late));
    expect(all[0]).toBe("Open conflicts by team (2)");
    expect(all[1]).toBe("API (1)");
    expect(all[2]).toMatch(
      /^conflict PAY-1 “Title of PAY-1” .*acme\/api#1.* Fix: .*move acme\/api#1 to iteration 1\.$/u,
    );
    expect(all[3]).toBe("No team of this train (1)");
    expect(all).toHaveLength(5);
  });

  test("that two teams could end stand with both: whole with the first, in short with the other", () => {
    const fix = [
      proposed({ do: "finish", item: githubId("1") }, { by: "api" }),
      proposed({ do: "move", item: jiraId("1"), to: "5", increment: "2026.4" }, { by: "checkout" }),
    ];
    const both = aRecord(aConflict({ actors: ["api", "checkout"], fix }));
    const all = linesOf(sections(both));
    expect(all.slice(0, 4)).toStrictEqual([
      "Open conflicts by team (1)",
      "Checkout (1, also with another team)",
      "conflict PAY-1 needs acme/api#1 (also API). Fix: move PAY-1 to iteration 5.",
      "API (1, also with another team)",
    ]);
    expect(all[4]).toMatch(
      /^conflict PAY-1 “Title of PAY-1” .* Fix: API: finish acme\/api#1; or Checkout: move PAY-1 to iteration 5\.$/u,
    );
  });

  test("a cycle that teams settle together has the words of all with each of them", () => {
    const fix = ["api", "checkout"].map((by) => proposed({ do: "decide-scope", item: jiraId("1") }, { by }));
    const cycle = aConflict({ rule: "cycle", actors: ["api", "checkout"], fix });
    const [, , short, , whole] = linesOf(sections(aRecord(cycle)));
    for (const line of [short, whole])
      expect(line).toContain("Fix: API and Checkout: settle together which dependency of the cycle to give up");
  });

  test("a heading counts what another team can end too, unless that is all", () => {
    const alone = aRecord(aConflict({ fingerprint: "a", actors: ["api"] }));
    const shared = ["x", "y"].map((fingerprint) =>
      aRecord(aConflict({ fingerprint, actors: ["api", "checkout"], fix: [] })),
    );
    const headings = linesOf(sections(alone, ...shared)).filter((line) => line.includes("another team"));
    expect(headings).toStrictEqual(["Checkout (2, all also with another team)", "API (3, 2 also with another team)"]);
  });

  test("a team that is named without a step of its own is pointed to the other", () => {
    const both = aRecord(
      aConflict({ actors: ["api", "checkout"], fix: [proposed({ do: "finish", item: githubId("1") })] }),
    );
    const [, , short, , whole] = linesOf(sections(both));
    expect(short).toBe("conflict PAY-1 needs acme/api#1 (also API).");
    expect(whole).toMatch(/ Fix: .*finish acme\/api#1 \(also Checkout\)\.$/u);
  });

  test("repeat neither the steps of the decisions at the top nor the titles of a decision for one conflict", () => {
    const now = { dueAt: view.at, actors: ["api", "checkout"] };
    const fix = [
      proposed({ do: "finish", item: githubId("1") }, { by: "api" }),
      proposed({ do: "move", item: jiraId("1"), to: "5", increment: "2026.4" }, { by: "checkout" }),
    ];
    const [, , short, , whole] = linesOf(sections(aRecord(aConflict({ ...now, fix }))));
    expect(whole).toMatch(/^conflict PAY-1 [^“]*acme\/api#1[^“]* Fix: above \(also Checkout\)\.$/u);
    expect(short).toBe("conflict PAY-1 needs acme/api#1 (also API). Fix: above.");
    const twice = ["x", "y"].map((fingerprint) => aRecord(aConflict({ ...now, fix, fingerprint })));
    expect(linesOf(sections(...twice))[5]).toMatch(
      /^conflict PAY-1 “Title of PAY-1” .* Fix: above \(also Checkout\)\.$/u,
    );
  });

  test("risks, and what is only worth knowing, are folded away with who acts", () => {
    const fix = [proposed({ do: "finish", item: githubId("1") }, { by: "api" })];
    const all = sections(info, { ...risk, conflict: { ...risk.conflict, fix } });
    const folded = all.flatMap((block) => (block.type === "details" ? [block.summary] : []));
    expect(folded).toStrictEqual(["At risk (1)", "Worth knowing (1)"]);
    expect(linesOf(all)[3]).toMatch(/^risk PAY-1 “Title of PAY-1” .* Fix: API: finish acme\/api#1\.$/u);
  });

  test("say how far they are, so that those that bite last are left out first; risks stay longer than what is only worth knowing", () => {
    const later = aRecord(aConflict({ fingerprint: "z", dueAt: 20 }));
    const never = aRecord(aConflict({ fingerprint: "n", dueAt: null }));
    const now = aRecord(aConflict({ dueAt: 10 }));
    const blocks = sections(now, later, never, { ...risk, conflict: { ...risk.conflict, dueAt: 30 } }, info);
    const lists = blocks.flatMap((block) => (block.type === "details" ? block.blocks : [block]));
    const distances = lists.flatMap((block) => (block.type === "list" ? [block.distances] : []));
    expect(distances.slice(0, 2)).toStrictEqual([[10, 20, Infinity], [30]]);
    expect(blocks.flatMap((block) => (block.type === "details" ? [block.keep] : []))).toStrictEqual(["long", "short"]);
  });

  test("that are resolved are not shown", () => {
    expect(linesOf(sections({ ...late, state: "resolved" }))).toStrictEqual(["Open conflicts by team (0)", "None."]);
  });
});
