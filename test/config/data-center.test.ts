import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { connectionRecord } from "../../src/cli/wiring.ts";
import { env, trainFileText } from "./train-file-text.ts";

const hub = "  hub: { kind: github, token: ${HUB} }";

test("a Jira connection without an account is a Data Center, at an address with a context path", () => {
  const acme = "  acme: { kind: jira, site: https://acme.test/jira/, token: ${JIRA} }";
  const text = trainFileText({ connections: `${acme}\n${hub}` });
  const [connection, other] = parseTrainFile(text, { file: "signalbox.yaml", env }).connections;
  expect(connection).toMatchObject({ site: "https://acme.test/jira", account: null, token: "jira-secret" });
  expect([connection, other].map((one) => one && connectionRecord(one))).toEqual([
    { key: "acme", system: "jira", site: "https://acme.test/jira", alsoAt: [], dataCenter: true },
    { key: "hub", system: "github", site: "https://github.com", alsoAt: [] },
  ]);
});

test("one with an account is Jira Cloud", () => {
  const [connection] = parseTrainFile(trainFileText(), { file: "signalbox.yaml", env }).connections;
  expect(connection && connectionRecord(connection)).toEqual({
    key: "acme",
    system: "jira",
    site: "https://acme.atlassian.net",
    alsoAt: [],
  });
});
