import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { env, trainFileText } from "./train-file-text.ts";

test("a place for a rollup says what its new issue gets", () => {
  const rest =
    "reports: { rollup: [{ jira: acme, project: PMO, fields: { Level: Gold, Cost: 7, Due: 2026-12-01, Areas: [a, b] }, labels: pmo, components: [API], assignee: mara, parent: PMO-1 }, { github: hub, repo: acme/trains, labels: [pmo], assignees: mara }] }";
  const [train] = parseTrainFile(trainFileText({ rest: `    ${rest}` }), { file: "f", env }).trains;
  expect(train).toMatchObject({
    rollupTargets: [
      {
        project: "PMO",
        fields: {
          Level: "Gold",
          Cost: 7,
          Due: "2026-12-01",
          Areas: ["a", "b"],
          labels: ["pmo"],
          components: ["API"],
          assignee: "mara",
          parent: "PMO-1",
        },
      },
      { repo: "acme/trains", labels: ["pmo"], assignees: ["mara"] },
    ],
  });
});
