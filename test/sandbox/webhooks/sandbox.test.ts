import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import { startSandbox } from "../../../sandbox/server.ts";
import { recordingSender } from "./recording-sender.ts";

const now = Date.UTC(2026, 10, 26, 10);

test("each connection has the secret that its tracker signs with", async () => {
  const webhookSender = recordingSender();
  const data = generateDemo({ seed: 1, now });
  const sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 0, webhookSender });
  const site = sandbox.jira.get("acme");
  site?.hooks.register({ url: "https://receiver.example/jira" });
  site?.people.editIssue(site.people.keys()[0] ?? "", { summary: "Other" });
  sandbox.github.hooks.register({ repository: "acme/api", url: "https://receiver.example/github" });
  await sandbox.close();
  const [edited, ping] = webhookSender.take();
  const [jira, github] = sandbox.connections.map(({ webhookSecrets }) => webhookSecrets[0] ?? "");
  const signature = (secret = "", body = "") => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  expect(edited?.headers["X-Hub-Signature"]).toBe(signature(jira, edited?.body));
  expect(ping?.headers["X-Hub-Signature-256"]).toBe(signature(github, ping?.body));
  expect(new Set([jira, github, ""]).size).toBe(3);
});
