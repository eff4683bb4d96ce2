import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dependencyHints } from "../../../src/domain/figures/dependency-hints.ts";
import { dependencyHealth } from "../../../src/domain/figures/dependency-health.ts";
import { flowWindow } from "../../../src/domain/figures/flow-window.ts";
import type { WorkItemKind } from "../../../src/domain/items/work-item.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { aConflict, aRecord } from "../../support/builders.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, day, idOf, item, model, train } from "../plan.ts";
import { payFlow, described } from "./described-lives.ts";

const page = readFileSync(new URL("../../../docs/figures.md", import.meta.url), "utf8");

/** The text below a heading, until the next one. */
function section(heading: string): string {
  const [, text = ""] = page.split(`\n${heading}\n`);
  return text.split(/\n#+ /u)[0] ?? "";
}

/** Cells of the rows of the section's last table. */
function rows(text: string): readonly (readonly string[])[] {
  const table = text.split("\n\n").findLast((block) => block.startsWith("| "));
  const lines = (table ?? "").trim().split("\n").slice(2);
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** `flowTime.p50 = 8` in a text: the figure's place and its value. */
function statements(text: string): readonly (readonly [path: string, value: string])[] {
  return [...text.matchAll(/`([\w.]+) = ([^`]+)`/gu)].map(([, path = "", value = ""]) => [path, value]);
}

/** What lies at `throughput.weeks.1.items`. */
function at(figures: object, path: string): unknown {
  let found: unknown = figures;
  for (const part of path.split(".")) {
    if (typeof found !== "object" || found === null) throw new TypeError(`${path} ends at ${part}`);
    found = new Map(Object.entries(found)).get(part);
  }
  return found;
}

const lives = rows(section("## Flow")).map(([key = "", kind = "", words = ""]) =>
  described(key, words, { kind: kind as WorkItemKind }),
);

describe.each([
  "Flow time",
  "Throughput",
  "Flow distribution",
  "Flow load",
  "Flow efficiency",
  "Ageing work",
  "Cumulative flow",
  "Little's law",
])("the example of %s", (heading) => {
  const stated = statements(section(`### ${heading}`));
  const figures = payFlow(lives);

  test("has figures", () => {
    expect(lives).toHaveLength(8);
    expect(stated.length).toBeGreaterThan(1);
  });

  test.each(stated)("%s = %s", (path, value) => {
    expect(String(at(figures, path))).toBe(value);
  });

  test("has the formula's name", () => {
    expect(Object.values(figures).filter(({ formula }) => formula === heading)).toHaveLength(1);
  });
});

describe("the examples of dependency health", () => {
  const text = section("## Dependency health");
  const [, arrows = ""] = /Examples, with the report of above\. (.+) are open/u.exec(text) ?? [];
  const links = arrows.split(/, | and /u).flatMap((chain) => {
    const keys = chain.split(" → ");
    return keys.slice(1).map((provider, place) => blocks(provider, keys[place] ?? ""));
  });
  const items = ["PAY-1", "PAY-2", "LED-1", "LED-2"].map((key) => item(key));
  const records = rows(text).map(([name = "", first = "", now = ""]) => {
    const [, when = first] = /^resolved (.+)$/u.exec(now) ?? [];
    const conflict = aConflict({ fingerprint: name, consumer: idOf(`PAY-${name}`), provider: idOf("LED-1") });
    return aRecord(conflict, {
      firstSeenAt: Date.parse(first),
      stateSince: Date.parse(when),
      state: now.startsWith("resolved") ? "resolved" : "open",
      reopenings: now.includes("reopened once") ? 1 : 0,
    });
  });
  const view = viewTrain(model({ items, links }), train(), day(84));
  const figures = dependencyHealth({ view, records, changedLater: new Set(), window: flowWindow(day(84), "UTC") });

  test("are about what the text says", () => {
    expect([links.length, records.length, statements(text).length]).toEqual([5, 3, 14]);
  });

  test.each(statements(text))("%s = %s", (path, value) => {
    expect(String(at(figures, path))).toBe(value);
  });
});

describe("the example of hints", () => {
  const text = section("### Hints");
  const [, arrows = ""] = /Example\. (.+) are open; /u.exec(text) ?? [];
  const links = arrows.split(/, | and /u).flatMap((chain) => {
    const keys = chain.split(" → ");
    return keys.slice(1).map((provider, place) => blocks(provider, keys[place] ?? ""));
  });
  const items = ["PAY-1", "PAY-2", "PAY-3", "LED-1"].map((key) => item(key));
  const found = atOneGo(dependencyHints(viewTrain(model({ items, links }), train(), day(84))));
  const hints = JSON.parse(JSON.stringify(found).replaceAll(idOf(""), "")) as object;

  test("is about what the text says", () => {
    expect([links.length, statements(text).length]).toEqual([5, 6]);
  });

  test.each(statements(text))("%s = %s", (path, value) => {
    expect(String(at(hints, path))).toBe(value);
  });
});

test.each(["never-started", "unknown-start", "clocks", "undated", "unknown-status"])(
  "the page says what %s means",
  (kind) => {
    expect(section("## Flow")).toContain(`| \`${kind}\` |`);
  },
);
