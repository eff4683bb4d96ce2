import { expect, test } from "vitest";
import { aConnector, failureOf, onlyPlannedCalls, wire } from "../acme.ts";

onlyPlannedCalls();

test("a Cloud site without an account in the train file says what is missing", async () => {
  wire().get("/rest/api/2/serverInfo").reply(200, { deploymentType: "Cloud", version: "1001.0.0-SNAPSHOT" });
  const failure = await failureOf(aConnector({}, { account: null }).source.probe());
  expect(failure).toMatchObject({ code: "config-invalid", verdict: { kind: "stop" } });
  expect(failure.message).toContain("is a Jira Cloud site, but connection acme-jira gives no account");
  expect(failure.remedy).toContain("`account` of connection acme-jira");
});

test("an answer that is no server's is unreadable", async () => {
  wire().get("/rest/api/2/serverInfo").reply(200, ["no", "object"]);
  const failure = await failureOf(aConnector({}, { account: null }).source.probe());
  expect(failure).toMatchObject({ code: "unreadable-answer" });
});

test("a version only in words is read", async () => {
  wire().get("/rest/api/2/serverInfo").reply(200, { version: "10.3.5" });
  wire().get("/rest/api/2/myself").reply(401, {});
  expect(await failureOf(aConnector({}, { account: null }).source.probe())).toMatchObject({ code: "unauthorized" });
});
