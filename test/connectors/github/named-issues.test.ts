import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import { textAt } from "../../support/json.ts";
import {
  aConnector,
  all,
  anIssue,
  failureOf,
  onlyPlannedCalls,
  plannedGraph,
  plannedUser,
  type Sent,
  wire,
} from "./hub.ts";
import { start } from "./stand-in.ts";

test("issues are read by keys as people wrote them, also by what their repository was called then", async () => {
  const { source, host, people } = await start();
  const gateway = (number: number) => ({ repository: "acme/gateway", number });
  for (const title of ["One", "Two"]) people.createIssue("acme/api", { title });
  people.openPull("acme/api", { title: "Three", body: "", head: "three" });
  host.admin.renameRepository("acme/api", "acme/gateway");
  const node = textAt(people.issue(gateway(2)), "node_id") ?? "";
  const keys = ["acme/api#1", "ACME/Gateway#1", "acme/gateway#99", "acme/nothing#1", "acme/api#3"];
  const read = async () => (await all(source.fetch([...keys, node]))).flatMap(({ items }) => items);
  expect((await read()).map(({ item, formerKeys }) => [item.key, formerKeys])).toEqual([
    ["acme/gateway#2", []],
    ["acme/gateway#1", ["acme/api#1", "ACME/Gateway#1"]],
  ]);
  host.admin.hideRepository("acme/gateway");
  expect(await read()).toEqual([]);
});

test("twenty a call, and nothing at all where nothing is asked for by key", async () => {
  const { source, people, seen } = await start();
  const keys = Array.from({ length: 21 }, (_, n) => {
    const { repository, number } = people.createIssue("acme/api", { title: `Issue ${n}` });
    return `${repository}#${number}`;
  });
  await source.probe();
  seen.length = 0;
  expect((await all(source.fetch(keys))).flatMap(({ items }) => items)).toHaveLength(21);
  expect(seen).toHaveLength(2 + 1);
  seen.length = 0;
  await all(source.fetch(["I_1"]));
  expect(seen).toHaveLength(1);
});

describe("by what GitHub answers", () => {
  onlyPlannedCalls();

  test("issues that are too much for GitHub together are read in halves, down to ten", async () => {
    plannedUser();
    const sent: Sent[] = [];
    for (let n = 0; n < 4; n += 1) plannedGraph(sent, {}, 502);
    plannedGraph(sent, { data: { nodes: [anIssue(1)] } });
    plannedGraph(sent, { data: { nodes: [anIssue(7)] } });
    const ids = Array.from({ length: 12 }, (_, n) => `I_${n + 1}`);
    const { source } = aConnector();
    const pages = await all(source.fetch(ids));
    expect(pages.flatMap(({ items }) => items).map(({ item }) => item.key)).toEqual(["acme/api#1", "acme/api#7"]);
    expect(sent.map(({ variables }) => variables["ids"])).toEqual([
      ...Array.from({ length: 4 }, () => ids),
      ids.slice(0, 6),
      ids.slice(6),
    ]);
    for (let n = 0; n < 4; n += 1) plannedGraph(sent, {}, 502);
    expect(await failureOf(all(source.fetch(ids.slice(0, 10))))).toMatchObject({ code: "tracker-unavailable" });
  });

  /** An app that is installed for these owners, and suspended for `halted`. */
  function plannedApp(logins: readonly string[], listed = 2): Pick<GithubConnection, "auth"> {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const installed = logins.map((login, n) => ({ id: n + 1, account: { login } }));
    const halted = { id: 9, account: { login: "halted" }, suspended_at: "2026-11-20T08:00:00Z" };
    wire()
      .get("/app/installations")
      .query(true)
      .times(listed)
      .reply(200, [...installed, halted]);
    for (const { id } of installed) {
      const minted = { token: `t${id}`, expires_at: "2026-11-23T11:00:00Z" };
      wire().post(`/app/installations/${id}/access_tokens`).reply(201, minted);
    }
    return { auth: { kind: "app", appId: "1", privateKey } };
  }

  test("an app asks as what is installed for the key's owner, and sees nothing where it is not, or is suspended", async () => {
    const from = plannedApp(["acme", "other"], 3);
    wire().get("/app").reply(200, { slug: "signalbox" });
    const sent: Sent[] = [];
    plannedGraph(sent, { data: { r0: { issue: { id: "I_1" } } } });
    const missing = { type: "NOT_FOUND", message: "Could not resolve", path: ["nodes", 0] };
    plannedGraph(sent, { data: { nodes: [null] }, errors: [missing] });
    plannedGraph(sent, { data: { nodes: [anIssue(1)] } });
    const { source } = aConnector({}, from);
    const pages = await all(source.fetch(["stranger/x#1", "halted/x#1", "other/x#1"]));
    expect(pages.flatMap(({ items }) => items.map(({ formerKeys }) => formerKeys))).toEqual([["other/x#1"]]);
    expect(sent.map(({ variables }) => variables)).toEqual([
      { owner0: "other", name0: "x", number0: 1 },
      { ids: ["I_1"] },
      { ids: ["I_1"] },
    ]);
  });

  test.each([
    ["stranger", "not-found"],
    ["halted", "forbidden"],
  ])(
    "an app reads issues though it has no token for %s; one that may be of that owner is not called missing",
    async (owner, code) => {
      const from = plannedApp(["acme"]);
      wire().get("/app").reply(200, { slug: "signalbox" });
      plannedGraph([], { data: { nodes: [anIssue(1)] } });
      const { source } = aConnector({ containers: [`${owner}/x`, "acme/api"] }, from);
      const pages = await all(source.fetch(["I_1"]));
      expect(pages.flatMap(({ items }) => items).map(({ item }) => item.key)).toEqual(["acme/api#1"]);
      plannedGraph([], { data: { nodes: [anIssue(1), null] } });
      expect(await failureOf(all(source.fetch(["I_1", "I_2"])))).toMatchObject({ code });
    },
  );

  test("what was never there is nothing to tell of, what is hidden from us is", async () => {
    const errorOf = (alias: string, type: string) => ({ type, message: `${type} here`, path: [alias] });
    const errors = [errorOf("r0", "NOT_FOUND"), errorOf("r1", "FORBIDDEN")];
    plannedGraph([], { data: { r0: null, r1: null }, errors });
    const { source, logged } = aConnector();
    expect(await all(source.fetch(["acme/typo#1", "acme/secret#1"]))).toEqual([]);
    expect(logged).toEqual([["parts are missing", expect.objectContaining({ at: "r1", reason: "FORBIDDEN here" })]]);
  });

  test("where nothing can be asked for, that is said", async () => {
    wire().post("/graphql").reply(401, { message: "Bad credentials" });
    expect(await failureOf(all(aConnector().source.fetch(["acme/api#1"])))).toMatchObject({ code: "unauthorized" });
  });
});
