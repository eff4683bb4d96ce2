import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { env, trainFileText } from "./train-file-text.ts";

function trainOf(parts: Parameters<typeof trainFileText>[0]) {
  return parseTrainFile(trainFileText(parts), { file: "signalbox.yaml", env }).trains[0];
}

test("`statuses` says what words mean, by name or id, for each bearer or one", () => {
  const statuses =
    "    statuses: { cancelled: [Weg, 10400, { label: wontfix, connection: hub }], done: { resolution: Shipped } }";
  const any = { bearer: null, connection: null };
  expect(trainOf({ rest: statuses })?.statuses).toEqual([
    { means: "done", word: "Shipped", bearer: "resolution", connection: null },
    { means: "cancelled", word: "Weg", ...any },
    { means: "cancelled", word: "10400", ...any },
    { means: "cancelled", word: "wontfix", bearer: "label", connection: "hub" },
  ]);
  expect(trainOf({})?.statuses).toEqual([]);
});
