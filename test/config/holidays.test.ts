import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { env, refusal, trainFileText } from "./train-file-text.ts";

const teams = "      - { key: t, holidays: [2026-11-26], from: { jira: acme, project: PAY } }";

test("a train and a team have days off, each once; without any the key is absent", () => {
  const text = trainFileText({ teams, rest: "    holidays: [2026-12-25, 2027-01-01, 2026-12-25]" });
  const [train] = parseTrainFile(text, { file: "signalbox.yaml", env }).trains;
  expect(train?.holidays).toEqual(["2026-12-25", "2027-01-01"]);
  expect(train?.teams[0]?.holidays).toEqual(["2026-11-26"]);
  const [usual] = parseTrainFile(trainFileText(), { file: "signalbox.yaml", env }).trains;
  expect([usual?.holidays, usual?.teams[0]?.holidays]).toEqual([undefined, undefined]);
});

test("a holiday is a day", () => {
  expect(refusal(trainFileText({ rest: "    holidays: [christmas]" })).message).toContain("a date such as 2026-10-05");
});
