import nock from "nock";
import { describe, expect, test } from "vitest";
import { findGateway } from "../../../connectors/jira/gateway.ts";
import { connection, onlyPlannedCalls, timeline, wire } from "./acme.ts";

onlyPlannedCalls();

type Answer = readonly [status: number, body?: object | string, headers?: Record<string, string>];

const gateway = "https://api.atlassian.com/ex/jira/1a-2b";
const named: Answer = [200, { cloudId: "1a-2b" }];
const refusal = (message: string): Answer => [401, { code: 401, message }];

/** What is found with the planned requests alone: one that is not planned fails, which looks like a refusal. */
async function find(change: Partial<typeof connection> = {}): Promise<string | null> {
  const unplanned: unknown[] = [];
  const note = (request: unknown) => void unplanned.push(request);
  nock.emitter.on("no match", note);
  try {
    const found = await findGateway({ ...timeline(), connection: { ...connection, ...change } });
    expect(unplanned).toHaveLength(0);
    return found;
  } finally {
    nock.emitter.off("no match", note);
  }
}

/** Without credentials: the gateway's address is public. */
const plan = (tenant: Answer) =>
  nock(connection.site, { reqheaders: { accept: "application/json" }, badheaders: ["authorization"] })
    .get("/_edge/tenant_info")
    .reply(...tenant);

describe("a token has scopes", () => {
  test.each<[string, Answer]>([
    ["if the gateway takes it", [200, { accountId: "1", displayName: "Bot" }]],
    ["if it lacks the scope of the request", refusal("Unauthorized; scope does not match")],
  ])("%s", async (_, account) => {
    plan(named);
    nock(gateway)
      .get("/rest/api/3/myself")
      .reply(...account);
    expect(await find()).toBe(gateway);
  });

  test.each<[string, Answer]>([
    ["if the gateway refuses it", refusal("Unauthorized")],
    ["if the gateway is down, which is asked once", [503, "down"]],
  ])("not %s", async (_, account) => {
    plan(named);
    nock(gateway)
      .get("/rest/api/3/myself")
      .reply(...account);
    expect(await find()).toBeNull();
  });

  test.each<[string, Answer]>([
    ["that tells no cloud id", [404, { errorMessages: ["nothing"] }]],
    ["that answers with a page", [200, "<html>", { "content-type": "text/html" }]],
    ["that leads to a sign-in", [302, "", { location: "https://sso.example/" }]],
    ["whose cloud id is no id", [200, { cloudId: "../../x" }]],
    ["whose cloud id is too long", [200, { cloudId: "a".repeat(101) }]],
    ["that tells something else", [200, {}]],
  ])("not of a site %s", async (_, tenant) => {
    plan(tenant);
    expect(await find()).toBeNull();
  });

  test("not of a site that breaks off", async () => {
    wire().get("/_edge/tenant_info").replyWithError("gone");
    expect(await find()).toBeNull();
  });
});

test.each<[string, Partial<typeof connection>]>([
  ["Data Center, which has none", { account: null }],
  ["connection that has one", { gateway: "https://api.atlassian.com/ex/jira/other" }],
])("asks for no gateway of a %s", async (_, change) => {
  expect(await find(change)).toBeNull();
});
