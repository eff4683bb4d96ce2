import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isOwnLabel, labelChange, ownLabels } from "../../../connectors/kit/own-labels.ts";

test.each([
  ["signalbox", "signalbox"],
  ["at-risk", "signalbox-at-risk"],
  ["train-Payments", "signalbox-train-payments"],
  ["signalbox-on-track", "signalbox-on-track"],
  ["Off track!", "signalbox-off-track"],
  ["signalboxes", "signalbox-signalboxes"],
  ["train-Zahlung Süd", "signalbox-train-zahlung-süd"],
])("%s is written %s", (label, written) => {
  expect(ownLabels([label])).toEqual([written]);
});

test("a label that is nothing is none, and one that comes twice is one", () => {
  expect(ownLabels(["", " - ", "at-risk", "signalbox-at-risk", "AT RISK"])).toEqual(["signalbox-at-risk"]);
});

test("whatever a label is made from, it is ours, short and without spaces", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 80 })), (labels) => {
      for (const label of ownLabels(labels)) {
        expect(isOwnLabel(label)).toBe(true);
        expect(label.length).toBeLessThanOrEqual(50);
        expect(label).not.toMatch(/\s/u);
      }
    }),
  );
});

test("only our labels are taken away, whatever their case", () => {
  const standing = ["Signalbox", "Signalbox-On-Track", "signalman", "steering"];
  expect(labelChange(standing, ["signalbox", "signalbox-at-risk"])).toEqual({
    add: ["signalbox-at-risk"],
    remove: ["Signalbox-On-Track"],
  });
});
