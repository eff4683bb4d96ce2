import { describe, expect, test } from "vitest";
import { readEstimate } from "../../../src/domain/proposal/estimate-field.ts";
import { pointsPattern } from "../../../src/domain/proposal/points-labels.ts";
import type { SeenField } from "../../../src/domain/proposal/site-look.ts";
import { aBoard, aLook, anItem } from "./looks.ts";

const storyPoints: SeenField = { id: "f1", name: "Story Points", isEstimateKind: false };
const teamManaged: SeenField = { id: "f2", name: "Story point estimate", isEstimateKind: true };
const budget: SeenField = { id: "f3", name: "Budget", isEstimateKind: false };
const complexity: SeenField = { id: "f4", name: "Schwierigkeit", isEstimateKind: false };

const cards = [1, 2, 3, 5, 8, 13, 1, 2, 3, 5];

function items(field: string, values: readonly number[], more = 0) {
  const filled = values.map((value, n) => anItem(`A-${n}`, { numbers: { [field]: value } }));
  return [...filled, ...Array.from({ length: more }, (_, n) => anItem(`A-${100 + n}`))];
}

describe("the estimate field", () => {
  test("is found by Signalbox itself if there is one usual one", () => {
    const look = aLook({ fields: [storyPoints, budget], items: items("f1", cards, 10) });
    expect(readEstimate(look, {})).toMatchObject({
      reading: { pointsField: { value: null, confidence: "sure", why: "50 % of the sample have it" } },
      questions: [],
    });
  });

  test("is each item's own if company-managed and team-managed projects estimate with their usual fields", () => {
    const either = [...items("f1", cards), ...items("f2", cards.slice(0, 4))];
    const boards = [aBoard(1, "A", { estimateField: "f2" }), aBoard(2, "B", { estimateField: "f1" })];
    const look = aLook({ fields: [storyPoints, teamManaged, budget], items: either, boards });
    expect(readEstimate(look, {})).toMatchObject({
      reading: {
        pointsField: {
          value: null,
          confidence: "sure",
          why: "no item has several of “Story Points” (71 % of the sample), “Story point estimate” (29 %)",
        },
      },
      questions: [],
    });
  });

  test("is a question if items have several, the one of the boards first", () => {
    const twice = anItem("A-200", { numbers: { f1: 3, f2: 5 } });
    const both = [...items("f1", cards), ...items("f2", cards.slice(0, 4)), twice];
    const boards = [aBoard(1, "A", { estimateField: "f2" }), aBoard(2, "A", { estimateField: "f2" })];
    const look = aLook({ fields: [storyPoints, teamManaged], items: both, boards });
    const { reading, questions } = readEstimate(look, {});
    expect(questions[0]?.options.map(({ value }) => value)).toEqual(["f2", "f1"]);
    expect(questions[0]?.options[0]?.label).toContain("2 boards estimate with it");
    expect(reading.pointsField).toMatchObject({ value: "f2", confidence: "sure" });
    const answered = readEstimate(look, { "estimate:acme-jira": "f1" }).reading.pointsField;
    expect(answered).toMatchObject({ value: "f1", confidence: "likely" });
  });

  test("of two with the same name is the one that is used", () => {
    const twin = { ...storyPoints, id: "f9" };
    const look = aLook({ fields: [storyPoints, twin], items: items("f9", cards) });
    expect(readEstimate(look, {})).toMatchObject({ reading: { pointsField: { value: "f9" } }, questions: [] });
  });

  test("is recognised by its values, whatever its name", () => {
    const look = aLook({ fields: [complexity], items: items("f4", cards) });
    expect(readEstimate(look, {}).reading.pointsField.value).toBe("f4");
    const few = aLook({ fields: [complexity], items: items("f4", cards.slice(0, 9)) });
    expect(readEstimate(few, {}).reading.pointsField.value).toBeNull();
  });

  test("is none of money, of other numbers, or of epics", () => {
    const money = aLook({ fields: [budget], items: items("f3", [1200, 980, 15_000, 7, 99_000, 1, 2, 3, 5, 8]) });
    expect(readEstimate(money, {}).reading.pointsField.value).toBeNull();
    const odd = aLook({ fields: [storyPoints], items: items("f1", [1200, 980, 15_000]) });
    expect(readEstimate(odd, {}).reading.pointsField.why).toBe("no item of the sample has an estimate");
    const epics = aLook({
      fields: [storyPoints],
      items: items("f1", cards).map((one) => ({ ...one, isPlannable: false })),
    });
    expect(readEstimate(epics, {}).reading.uses[0]).toMatchObject({ of: 0, filled: 0 });
    expect(readEstimate(aLook(), {}).reading.pointsField.why).toBe("the site has no field with numbers");
  });

  test("is the board's although no item has it yet", () => {
    const look = aLook({ fields: [budget], boards: [aBoard(1, "A", { estimateField: "f3" })] });
    const { pointsField } = readEstimate(look, {}).reading;
    expect(pointsField).toMatchObject({ value: "f3", why: "0 % of the sample have it, and a board estimates with it" });
  });
});

test.each<readonly [readonly string[], string | null]>([
  [["points/1", "points/3", "points/8"], "label:points/*"],
  [["size: 5"], "label:size: *"],
  [["3 pts", "5 pts"], "label:* pts"],
  [["E1", "E3", "E8"], "label:E*"],
  [["E1", "E2", "E3"], null],
  [["E1", "E8"], null],
  [["E1", "E7", "E30"], null],
  [["P1", "P5", "P8"], null],
  [["priority-1", "priority-5", "priority-8"], null],
  [["bug", "1", "a*1", "v1.2.3"], null],
  [["E1", "E3", "E8", "points/1", "points/2", "points/3", "points/5"], "label:points/*"],
])("the estimates among labels %j are %s", (labels, pattern) => {
  expect(pointsPattern(labels)?.value ?? null).toBe(pattern);
});

test("labels without a word for it are a guess", () => {
  expect(pointsPattern(["E1", "E3", "E8"])?.confidence).toBe("guess");
  expect(pointsPattern(["a1", "a5", "a8", "b1", "b5", "b8"])?.value).toBe("label:a*");
});
