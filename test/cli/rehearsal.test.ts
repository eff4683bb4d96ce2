import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { rehearsalOf } from "../../src/cli/demo/rehearsal.ts";
import { connection as hub } from "../connectors/github/hub.ts";
import { connection as cloud } from "../connectors/jira/acme.ts";
import { smallTrains } from "../support/small-train.ts";

const jira = { ...cloud, key: "acme", webhookSecrets: ["jira-secret"] };
const github = { ...hub, webhookSecrets: ["hub-secret"] };

test.each([
  ["a Jira Cloud signs its calls", jira, { webhookSecrets: ["jira-secret"], webhookPath: null }],
  [
    "a Data Center, to which `webhooks install` gives no secret, calls a path of its own",
    { ...jira, site: "https://jira.acme.example/jira", account: null },
    { webhookSecrets: [], webhookPath: "sandbox-webhook-path-of-acme" },
  ],
])("the train file of a rehearsal is accepted: %s", (_, connection, proof) => {
  const { trainFile, env } = rehearsalOf(smallTrains, [connection, github]);
  const { connections } = parseTrainFile(trainFile, { file: "signalbox.yaml", env: parseEnv(env) });
  expect(connections).toMatchObject([
    { key: "acme", ...proof },
    { key: "hub", webhookSecrets: ["hub-secret"] },
  ]);
});
