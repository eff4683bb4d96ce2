import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dependencyHealth } from "../../src/domain/figures/dependency-health.ts";
import { dependencyHints } from "../../src/domain/figures/dependency-hints.ts";
import { flowFigures } from "../../src/domain/figures/flow.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import { flowJson } from "../../src/reporting/flow-json.ts";
import { sourceOf, described } from "../domain/figures/described-lives.ts";
import { blocks, item, model, train } from "../domain/plan.ts";
import { viewTrain } from "../support/look-once.ts";
import { at, listAt, namesAt, textsNamed } from "../support/json.ts";

test("the report has each flow figure of the train and of its teams, with instants as ISO 8601", () => {
  const source = sourceOf([described("PAY-1", "in progress 2027-03-20, done 2027-03-24")]);
  const { view, window } = source;
  const health = dependencyHealth({ view, records: [], changedLater: new Set(), window });
  const figuresOfAll = { flow: atOneGo(flowFigures(source)), dependencyHealth: health };
  const hints = atOneGo(dependencyHints(view));
  const json = flowJson({ window, ...figuresOfAll, hints, unreadable: 2 }, view);
  const figures = [
    "ageing",
    "cumulativeFlow",
    "distribution",
    "efficiency",
    "flowTime",
    "littlesLaw",
    "load",
    "throughput",
  ];
  expect(namesAt(json, "flow", "train").toSorted()).toEqual(figures);
  expect(namesAt(json, "flow", "teams", 0).toSorted()).toEqual([...figures, "name", "team"].toSorted());
  expect(at(json, "flow", "window")).toMatchObject({
    from: "2027-01-04T00:00:00.000Z",
    until: "2027-03-29T00:00:00.000Z",
  });
  expect(listAt(json, "flow", "window", "weeks").at(-1)).toEqual({
    from: "2027-03-22T00:00:00.000Z",
    until: "2027-03-29T00:00:00.000Z",
  });
  expect(at(json, "flow", "train", "flowTime", "items")).toEqual({ total: 1, first: [{ key: "PAY-1", days: 4 }] });
  expect(at(json, "flow", "train", "throughput", "items")).toEqual({ total: 1, first: ["PAY-1"] });
  expect(at(json, "flow", "unreadable")).toBe(2);
  expect(listAt(json, "flow", "teams", 0, "throughput", "weeks").at(-1)).toEqual({
    items: 1,
    byKind: [{ kind: "story", items: 1 }],
  });
  expect(namesAt(json, "dependencyHealth").toSorted()).toEqual([
    "age",
    "chain",
    "conflicts",
    "edges",
    "hints",
    "lives",
    "risks",
  ]);
  expect(at(json, "dependencyHealth", "lives", "knownSince")).toBe(null);
  expect(listAt(json, "dependencyHealth", "lives", "weeks")[0]).toEqual({
    opened: null,
    resolved: null,
  });
});

const page = readFileSync(new URL("../../docs/figures.md", import.meta.url), "utf8");

test("the report has every hint, its items by their keys, and names formulas as the page does", () => {
  const { view: _, window, ...source } = sourceOf([]);
  const items = ["PAY-1", "PAY-2", "LED-1"].map((key) => item(key));
  const links = [blocks("PAY-2", "PAY-1"), blocks("LED-1", "PAY-2"), blocks("LED-1", "PAY-1")];
  const view = viewTrain(model({ items, links }), train(), window.until);
  const flow = atOneGo(flowFigures({ ...source, view, window }));
  const health = dependencyHealth({ view, records: [], changedLater: new Set(), window });
  const hints = atOneGo(dependencyHints(view));
  const json = flowJson({ window, flow, dependencyHealth: health, hints, unreadable: 0 }, view);
  const formulas = new Set(textsNamed(json, "formula"));
  expect(formulas.size).toBe(16);
  expect([...formulas].filter((name) => !page.includes(`\n### ${name}\n`) && !page.includes(`**${name}**`))).toEqual(
    [],
  );
  expect(at(json, "dependencyHealth", "hints")).toEqual({
    redundant: {
      formula: "Redundant dependencies",
      sample: 3,
      coverage: { of: 3, known: 3 },
      cutShort: 0,
      items: [{ consumer: "PAY-1", provider: "LED-1", through: ["PAY-2"] }],
    },
    reversed: {
      formula: "Closing order of link types",
      sample: 0,
      linkTypes: [{ linkType: "Blocks", consumerFirst: 0, providerFirst: 0, open: 3, isReversed: false }],
    },
  });
});
