import { describe, expect, test } from "vitest";
import type { Feature } from "../../src/domain/rollup/rollup.ts";
import { featuresSection } from "../../src/reporting/features-section.ts";
import { jiraId, noon } from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation, aRollup } from "../support/rollup.ts";

const ends = { iteration: "3", increment: "2026.4", endsAt: noon + 1 };

function aFeature(change: Partial<Feature> = {}): Feature {
  return {
    item: { id: jiraId("9"), key: "PAY-9", title: "Wallet", url: "https://acme.example/browse/PAY-9" },
    team: "checkout",
    work: 9,
    done: 3,
    teams: ["api", "checkout"],
    ends,
    unplanned: 0,
    conflicts: 0,
    ...change,
  };
}

function nameOf(number: string) {
  return { id: jiraId(number), key: `PAY-${number}`, title: "", url: "" };
}

function section(...openFeatures: readonly Feature[]) {
  return featuresSection(anEvaluation({ rollup: aRollup({ openFeatures }) }));
}

describe("features", () => {
  test.each<[string, Partial<Feature>, string]>([
    ["done, end and teams in the file's order", {}, "done 3 of 9; ends in iteration 3; Checkout, API."],
    [
      "work beyond its own end",
      { outside: { endsAt: noon, count: 1, first: [nameOf("1")] } },
      "done 3 of 9; ends in iteration 3; 1 planned after its own end on 24 Nov 2026 (PAY-1); Checkout, API.",
    ],
    [
      "much work beyond its own end",
      { outside: { endsAt: noon, count: 3, first: [nameOf("1"), nameOf("2")] } },
      "done 3 of 9; ends in iteration 3; 3 planned after its own end on 24 Nov 2026 (PAY-1, PAY-2 and 1 more); Checkout, API.",
    ],
    ["conflicts", { conflicts: 1 }, "done 3 of 9; ends in iteration 3; Checkout, API; 1 conflict or risk."],
    ["several", { conflicts: 2 }, "done 3 of 9; ends in iteration 3; Checkout, API; 2 conflicts and risks."],
    ["some not planned", { unplanned: 2 }, "done 3 of 9; ends in iteration 3; 2 not planned; Checkout, API."],
    ["none planned", { unplanned: 6, ends: null }, "done 3 of 9; 6 not planned; Checkout, API."],
    [
      "another increment",
      { ends: { ...ends, increment: "2027.1" } },
      "done 3 of 9; ends in 2027.1 iteration 3; Checkout, API.",
    ],
    [
      "what should have ended by now",
      { ends: { ...ends, endsAt: noon } },
      "done 3 of 9; should have ended in iteration 3; Checkout, API.",
    ],
    [
      "a day of its own",
      { ends: { iteration: null, increment: null, endsAt: noon + 1 } },
      "done 3 of 9; ends on 24 Nov 2026; Checkout, API.",
    ],
    ["nothing left", { done: 9, teams: [], ends: null }, "done 9 of 9; still open itself."],
  ])("%s", (_, change, expected) => {
    expect(linesOf(section(aFeature(change)))).toStrictEqual(["Features (1 open)", `PAY-9 “Wallet”: ${expected}`]);
  });

  test("link to the item where it has an address", () => {
    const first = (url: string) => {
      const [, list] = section(aFeature({ item: { ...aFeature().item, url } }));
      return list?.type === "list" ? list.items[0]?.[0] : undefined;
    };
    expect(first("https://acme.example/browse/PAY-9")).toMatchObject({ type: "link", text: "PAY-9" });
    expect(first("")).toStrictEqual({ type: "text", text: "PAY-9" });
  });

  test("say when they end, so that those that end last are left out first", () => {
    const { ends } = aFeature();
    const [, list] = section(aFeature(), aFeature({ ends: null }));
    expect(list).toMatchObject({ distances: [ends?.endsAt, Infinity] });
  });

  test("beyond ten are folded away; none at all is no section", () => {
    const blocks = section(...Array.from({ length: 12 }, () => aFeature()));
    expect(blocks.map(({ type }) => type)).toStrictEqual(["heading", "list", "details"]);
    expect(linesOf(blocks.slice(2))).toHaveLength(3);
    expect(linesOf(blocks.slice(2))[0]).toBe("2 more features");
    expect(section()).toStrictEqual([]);
  });
});
