import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { env, trainFileText } from "./train-file-text.ts";

test.each([
  [
    "project: Acme/5",
    {
      repos: [],
      iterations: "iteration",
      project: { address: "acme/5", iterationField: null, pointsField: null, statusField: null },
    },
  ],
  [
    "repo: acme/api, project: acme/5, iterationField: Sprint, pointsField: Size, statusField: Stage, iterations: milestone",
    {
      repos: ["acme/api"],
      iterations: "milestone",
      project: { address: "acme/5", iterationField: "Sprint", pointsField: "Size", statusField: "Stage" },
    },
  ],
  [
    "project: acme/5, businessValueField: Value",
    {
      project: {
        address: "acme/5",
        iterationField: null,
        pointsField: null,
        statusField: null,
        businessValueField: "Value",
      },
    },
  ],
])("a team's project: %s", (source, expected) => {
  const teams = `      - { key: t, from: { github: hub, ${source} } }`;
  const [train] = parseTrainFile(trainFileText({ teams }), { file: "signalbox.yaml", env }).trains;
  expect(train?.teams[0]?.from).toMatchObject(expected);
});
