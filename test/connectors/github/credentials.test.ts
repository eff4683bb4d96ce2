import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import { aClient, aConnector, anOverview, failureOf, onlyPlannedCalls, plannedGraph, type Sent, wire } from "./hub.ts";

onlyPlannedCalls();

const privateKey = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
}).privateKey;
const app: Pick<GithubConnection, "auth"> = { auth: { kind: "app", appId: "12", privateKey } };
const jwt = /^bearer [\w-]+\.[\w-]+\.[\w-]+$/;

type Client = ReturnType<typeof aClient>["client"];

const read = (client: Client, owner: string | null) =>
  client.rest({
    what: "reading acme/api",
    owner,
    schema: z.unknown(),
    request: ({ rest }) => rest.repos.get({ owner: "acme", repo: "api" }),
  });

const repo = () => wire().get("/repos/acme/api");

function plannedInstallations(...owners: readonly string[]): void {
  wire()
    .get("/app/installations")
    .query({ per_page: 100, page: 1 })
    .matchHeader("authorization", jwt)
    .reply(
      200,
      owners.map((login, n) => ({ id: n + 1, account: { login } })),
    );
}

function plannedMint(id: number, token: string, expires_at = "2026-11-23T11:00:00Z"): void {
  wire()
    .post(`/app/installations/${id}/access_tokens`)
    .matchHeader("authorization", jwt)
    .reply(201, { token, expires_at });
}

describe("an app", () => {
  test("says that an installation is suspended, and goes on once it is not", async () => {
    const listed = (suspended_at: string | null) =>
      wire()
        .get("/app/installations")
        .query({ per_page: 100, page: 1 })
        .reply(200, [{ id: 1, account: { login: "acme" }, target_type: "Organization", suspended_at }]);
    const { client } = aClient(app);
    listed("2026-11-20T08:00:00Z");
    expect(await failureOf(read(client, "acme"))).toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("for acme is suspended since 2026-11-20T08:00:00Z"),
      remedy: expect.stringContaining("https://github.com/organizations/acme/settings/installations/1"),
    });
    listed(null);
    wire().post("/app/installations/1/access_tokens").reply(403, { message: "This installation has been suspended" });
    expect(await failureOf(read(client, "acme"))).toMatchObject({ code: "forbidden" });
    // It was suspended after it was listed: the next request lists again.
    listed(null);
    plannedMint(1, "for-acme");
    repo().matchHeader("authorization", "token for-acme").reply(200, {});
    expect((await read(client, "acme")).status).toBe(200);
  });

  test("has one token per owner, asked for once and used until it is nearly over", async () => {
    plannedInstallations("Acme", "other");
    plannedMint(1, "for-acme");
    plannedMint(2, "for-other");
    repo().times(2).matchHeader("authorization", "token for-acme").reply(200, {});
    repo().matchHeader("authorization", "token for-other").reply(200, {});
    const { client, wait } = aClient(app);
    await read(client, "acme");
    await read(client, "ACME");
    await read(client, "other");
    await wait(56 * 60_000);
    plannedMint(1, "for-acme-again");
    repo().matchHeader("authorization", "token for-acme-again").reply(200, {});
    await read(client, "acme");
    expect(client.requests).toBe(1 + 3 + 4);
  });

  const refused = (token: string) =>
    repo().matchHeader("authorization", `token ${token}`).reply(401, { message: "Bad credentials" });
  const accepted = (token: string) => repo().matchHeader("authorization", `token ${token}`).reply(200, { id: 1 });

  async function withToken(token: string) {
    plannedInstallations("acme");
    plannedMint(1, token);
    accepted(token);
    const known = aClient(app);
    await read(known.client, "acme");
    return known;
  }

  test("whose token was withdrawn sends the request once more with a new one", async () => {
    const { client, wait } = await withToken("old");
    await wait(60_000);
    refused("old");
    plannedMint(1, "new");
    accepted("new");
    expect((await read(client, "acme")).data).toEqual({ id: 1 });
  });

  test("whose token was withdrawn sends a query once more as well", async () => {
    const { client, wait } = await withToken("old");
    await wait(60_000);
    const graph = (token: string) => wire().post("/graphql").matchHeader("authorization", `token ${token}`);
    graph("old").reply(401, { message: "Bad credentials" });
    plannedMint(1, "new");
    graph("new").reply(200, { data: { a: 1 } });
    const query = { what: "reading", owner: "acme", query: "{ a }", variables: {}, schema: z.unknown() };
    expect(await client.query(query)).toEqual({ a: 1 });
  });

  test("whose new token GitHub does not know yet sends the request once more, a second later", async () => {
    const { client, clock } = await withToken("new");
    const before = clock();
    refused("new");
    accepted("new");
    expect((await read(client, "acme")).data).toEqual({ id: 1 });
    expect(clock() - before).toBe(1000);
  });

  test("that a person installed anew asks for its installations again", async () => {
    const { client, wait } = await withToken("old");
    await wait(60_000);
    refused("old");
    wire().post("/app/installations/1/access_tokens").reply(404, { message: "Not Found" });
    plannedInstallations("other", "acme");
    plannedMint(2, "new");
    accepted("new");
    expect((await read(client, "acme")).data).toEqual({ id: 1 });
  });

  test("whose new token GitHub refuses as well is unauthorized", async () => {
    const { client, wait } = await withToken("old");
    await wait(60_000);
    refused("old");
    plannedMint(1, "new");
    refused("new");
    expect(await failureOf(read(client, "acme"))).toMatchObject({ code: "unauthorized" });
    // The next request asks for another token.
    plannedMint(1, "newer");
    accepted("newer");
    expect((await read(client, "acme")).data).toEqual({ id: 1 });
  });

  test("that lacked a permission asks for a new token seconds later: a person may have granted it since", async () => {
    plannedInstallations("acme");
    plannedMint(1, "old");
    const lacks = { message: "Resource not accessible by integration" };
    repo().times(2).matchHeader("authorization", "token old").reply(403, lacks);
    const graph = () => wire().post("/graphql");
    const { client, wait } = aClient(app);
    // Until then it keeps the token: a permission that the app will never get costs no token with each request.
    expect(await failureOf(read(client, "acme"))).toMatchObject({ code: "forbidden" });
    await wait(10_000);
    expect(await failureOf(read(client, "acme"))).toMatchObject({ code: "forbidden" });
    plannedMint(1, "newer");
    graph()
      .matchHeader("authorization", "token newer")
      .times(2)
      .reply(200, { data: { repository: null }, errors: [{ type: "FORBIDDEN", path: ["repository"], ...lacks }] });
    const query = { what: "reading", owner: "acme", query: "{ repository }", variables: {}, schema: z.unknown() };
    expect(await failureOf(client.query(query))).toMatchObject({ code: "forbidden" });
    await wait(10_000);
    expect(await failureOf(client.query(query))).toMatchObject({ code: "forbidden" });
    plannedMint(1, "newest");
    repo().matchHeader("authorization", "token newest").reply(200, { id: 1 });
    expect((await read(client, "acme")).data).toEqual({ id: 1 });
  });

  test("that asked too often keeps its token", async () => {
    plannedInstallations("acme");
    plannedMint(1, "t");
    repo().reply(403, { message: "You have exceeded a secondary rate limit" }, { "Retry-After": "1" });
    repo().matchHeader("authorization", "token t").reply(200, { id: 1 });
    expect((await read(aClient(app).client, "acme")).data).toEqual({ id: 1 });
  });

  test.each([
    ["fast", 3_600_000],
    ["slow", -7_200_000],
  ])("signs in on a machine with a %s clock, and renews its token in time", async (_, fastMs) => {
    const { client, clock, wait } = aClient(app);
    const now = () => clock() - fastMs;
    const date = () => new Date(now()).toUTCString();
    const isInTime = (header: string | null) => {
      const claims = z.object({ iat: z.number(), exp: z.number() });
      const { iat, exp } = claims.parse(JSON.parse(Buffer.from(header?.split(".")[1] ?? "", "base64url").toString()));
      return iat * 1000 <= now() && now() < exp * 1000 && exp * 1000 <= now() + 600_000;
    };
    const refuses = "'Expiration time' claim ('exp') is too far in the future";
    const listed = () => wire().get("/app/installations").query(true);
    listed()
      .matchHeader("authorization", (header) => !isInTime(header))
      .reply(401, { message: refuses }, { date });
    listed()
      .matchHeader("authorization", isInTime)
      .reply(200, [{ id: 1, account: { login: "acme" } }]);
    const minted = (token: string) => {
      const expires_at = new Date(now() + 3_600_000).toISOString();
      const mint = wire().post("/app/installations/1/access_tokens").matchHeader("authorization", isInTime);
      mint.reply(201, { token, expires_at });
      repo().matchHeader("authorization", `token ${token}`).reply(200, {});
    };
    minted("first");
    await read(client, "acme");
    await wait(56 * 60_000);
    minted("second");
    await read(client, "acme");
    expect(client.requests).toBe(2 + 2 + 2);
  });

  test("with a clock like GitHub's is refused once", async () => {
    const { client, clock } = aClient(app);
    const date = new Date(clock() + 5000).toUTCString();
    wire().get("/app/installations").query(true).reply(401, { message: "Bad credentials" }, { date });
    expect(await failureOf(read(client, "acme"))).toMatchObject({ code: "unauthorized" });
  });

  test("that is not installed is told for whom; installed meanwhile, it is found", async () => {
    plannedInstallations("other");
    const { client } = aClient(app);
    const failure = await failureOf(read(client, "acme"));
    expect(failure).toMatchObject({
      code: "not-found",
      message: "The app of connection hub is not installed for acme.",
      remedy: expect.stringContaining("If acme was renamed, write its new name in the train file."),
    });
    plannedInstallations("other", "acme");
    plannedMint(2, "t");
    repo().reply(200, {});
    expect((await read(client, "acme")).status).toBe(200);
  });

  test("that GitHub does not know is unauthorized", async () => {
    wire().get("/app/installations").query(true).reply(401, { message: "A JSON web token could not be decoded" });
    expect(await failureOf(read(aClient(app).client, "acme"))).toMatchObject({ code: "unauthorized" });
  });

  test("answers of another shape are no tokens", async () => {
    plannedInstallations("acme");
    wire().post("/app/installations/1/access_tokens").reply(201, { nothing: true });
    expect(await failureOf(read(aClient(app).client, "acme"))).toMatchObject({ code: "unreadable-answer" });
  });

  test("with half a key is told so, and not the key", async () => {
    const half = privateKey.slice(0, 200);
    const { client } = aClient({ auth: { kind: "app", appId: "12", privateKey: half } });
    const failure = await failureOf(read(client, null));
    expect(failure).toMatchObject({ code: "unauthorized", verdict: { kind: "stop" } });
    expect(failure.message + failure.remedy).not.toContain(half.slice(40, 80));
  });

  test("asks for each owner's repositories with that owner's token, and by REST who it is", async () => {
    wire().get("/app").matchHeader("authorization", jwt).reply(200, { slug: "signalbox" });
    plannedInstallations("acme", "other");
    plannedMint(1, "for-acme");
    plannedMint(2, "for-other");
    const sent: Sent[] = [];
    plannedGraph(sent, { data: { r0: anOverview(), r1: anOverview({ nameWithOwner: "acme/web" }) } });
    plannedGraph(sent, { data: { r0: anOverview({ nameWithOwner: "other/x" }) } });
    const { source } = aConnector({ containers: ["acme/api", "Acme/web", "other/x"] }, app);
    expect((await source.probe()).notes).toEqual([]);
    expect(sent.map(({ variables }) => Object.values(variables))).toEqual([
      ["acme", "api", "Acme", "web"],
      ["other", "x"],
    ]);
    expect(sent.some(({ query }) => query.includes("viewer"))).toBe(false);
  });

  test("is known by its bot's login", async () => {
    wire().get("/app").matchHeader("authorization", jwt).reply(200, { slug: "signalbox" });
    const { source } = aConnector({ containers: [] }, app);
    expect((await source.probe()).account).toEqual({ id: "signalbox[bot]", name: "signalbox[bot]" });
  });
});
