import { emitterEventNames, Webhooks } from "@octokit/webhooks";
import { describe, expect, test } from "vitest";
import { createGithubReceiver } from "../../../connectors/github/webhook.ts";
import { connection } from "./hub.ts";

/** GitHub's own library as a witness: what it signs we take, and no event that it knows surprises us. */
const secret = "a secret of theirs";
const receiver = createGithubReceiver(
  { ...connection, webhookSecrets: ["the next one", secret] },
  { scope: { containers: ["acme/api"] }, self: () => null },
);

test("what GitHub's own library signs is taken, and nothing else", async () => {
  const body = JSON.stringify({ action: "edited", issue: { title: "Ünïcödé 🚂" } });
  const headers = { "x-github-event": "issues", "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958" };
  const signature = await new Webhooks({ secret }).sign(body);
  const call = (signed: string) => ({
    headers: { ...headers, "x-hub-signature-256": signed },
    body: Buffer.from(body),
  });
  expect(receiver.verify(call(signature), null)).toEqual({
    deliveryId: headers["x-github-delivery"],
    event: "issues.edited",
    body,
  });
  const other = await new Webhooks({ secret: "somebody else's" }).sign(body);
  expect(receiver.verify(call(other), null)).toBeNull();
});

describe("every event that GitHub's own library knows", () => {
  const envelope = {
    repository: { full_name: "acme/api", node_id: "R_1" },
    sender: { login: "octocat", type: "User" },
  };

  test("ends as something we meant: a reason is given wherever nothing is done", () => {
    const unmeant = emitterEventNames.filter((event) => {
      const [, action] = event.split(".");
      const { kind, reason } = receiver.read({ event, body: JSON.stringify({ ...envelope, action }) });
      return kind !== "understood" && (reason === null || reason === "");
    });
    expect(emitterEventNames.length).toBeGreaterThan(100);
    expect(unmeant).toEqual([]);
  });
});
