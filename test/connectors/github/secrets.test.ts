import { expect, test } from "vitest";
import { z } from "zod";
import { aClient, connection, failureOf, onlyPlannedCalls, wire } from "./hub.ts";

onlyPlannedCalls();

const webhookPath = 'Zq3v"J8nR2xW5tK9bM4cD7fGh';
const secret = "hook secret";
const token = "s3cret-token";
const said = `The url https://signalbox.acme.example/webhooks/hub/${webhookPath} with ${secret} or ${encodeURIComponent(secret)} by ${token} is not https.`;
const safe = "The url https://signalbox.acme.example/webhooks/hub/… with … or … by … is not https.";
const from = { ...connection, webhookPath, webhookSecrets: [secret, ""] };

test("GitHub's words of a refusal hold no secret of ours", async () => {
  wire()
    .get("/repos/acme/api")
    .reply(422, { message: said, errors: [{ message: secret }] });
  const failure = await failureOf(
    aClient(from).client.rest({
      what: "reading",
      owner: "acme",
      schema: z.unknown(),
      request: ({ rest }) => rest.repos.get({ owner: "acme", repo: "api" }),
    }),
  );
  expect(failure.message).toBe(`hub refuses the request (HTTP 422) while reading: "${safe}; …".`);
});

const query = { what: "reading", owner: "acme", schema: z.unknown(), query: "query A { a }", variables: {} };

test("nor do those within a 200", async () => {
  wire()
    .post("/graphql")
    .reply(200, { data: null, errors: [{ type: "FORBIDDEN", message: said }] });
  const failure = await failureOf(aClient(from).client.query(query));
  expect(failure.message).toBe(`hub does not allow it while reading: "${safe}".`);
});

test("nor those of a part that is missing, in the log", async () => {
  const errors = [{ type: "FORBIDDEN", message: said, path: ["list", 0] }];
  wire()
    .post("/graphql")
    .reply(200, { data: { list: [null] }, errors });
  const { client, logged } = aClient(from);
  await client.query(query);
  expect(logged).toMatchObject([["parts are missing", { reason: safe }]]);
});
