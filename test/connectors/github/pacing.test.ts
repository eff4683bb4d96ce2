import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { GithubClient } from "../../../connectors/github/client.ts";
import { Pacing } from "../../../connectors/github/pacing.ts";
import { GithubSource } from "../../../connectors/github/source.ts";
import {
  aClient,
  aConnector,
  all,
  anIssue,
  failureOf,
  onlyPlannedCalls,
  ownLogin,
  server,
  timeline,
  wire,
} from "./hub.ts";

onlyPlannedCalls();

const read = (client: GithubClient, number = 1) =>
  client.rest({
    what: `reading acme/api#${number}`,
    owner: "acme",
    schema: z.unknown(),
    request: ({ rest }) => rest.issues.get({ owner: "acme", repo: "api", issue_number: number }),
  });
const query = (client: GithubClient) =>
  client.query({ what: "reading issues", owner: "acme", schema: z.unknown(), query: "query A { a }", variables: {} });
const comment = (client: GithubClient) =>
  client.rest({
    what: "commenting",
    owner: "acme",
    kind: "create",
    schema: z.unknown(),
    request: ({ rest }) => rest.issues.createComment({ owner: "acme", repo: "api", issue_number: 1, body: "x" }),
  });

const start = timeline().clock();
const budget = (remaining: number, resetInS: number, resource = "core") => ({
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset": String(start / 1000 + resetInS),
  "x-ratelimit-resource": resource,
});
const issues = () => wire().get(/issues\/\d+$/);

describe("the last tenth of a budget", () => {
  test("is not for reads in the background, which wait until it is full again; live calls go on", async () => {
    issues().reply(200, {}, budget(499, 90));
    issues().reply(200, {}, budget(498, 90));
    wire()
      .post(/comments$/)
      .reply(201, {}, budget(497, 90));
    issues().reply(200, {}, budget(4999, 3690));
    const { client, waits } = aClient();
    await read(client);
    await read(client);
    await comment(client);
    expect(waits).toEqual([]);
    await read(client.inBackground());
    expect(waits).toEqual([90_000]);
  });

  test("is told with the time where that is too long for a process", async () => {
    issues().reply(200, {}, budget(499, 1800));
    issues().reply(200, {}, budget(498, 1800));
    const { client, waits } = aClient();
    const background = client.inBackground();
    await read(background);
    const failure = await failureOf(read(background));
    expect(failure).toMatchObject({
      code: "rate-limited",
      verdict: { kind: "retry", afterMs: 1_800_000 },
      remedy: "Run it again in 1800 s.",
    });
    expect(failure.message).toContain("less than a tenth of its budget left while reading acme/api#1");
    await read(client);
    expect(waits).toEqual([]);
  });

  test("is over when the budget is full again", async () => {
    issues().reply(200, {}, budget(10, 1800));
    issues().reply(200, {}, budget(4999, 5400));
    const { client, wait } = aClient();
    await read(client);
    await wait(1_800_000);
    await read(client.inBackground());
    expect(client.requests).toBe(2);
  });

  test("is kept of each budget by itself", async () => {
    wire()
      .post("/graphql")
      .reply(200, { data: { a: 1 } }, budget(100, 1800, "graphql"));
    issues().reply(200, {}, budget(4000, 1800));
    const { client } = aClient();
    const background = client.inBackground();
    await query(background);
    await read(background);
    expect(await failureOf(query(background))).toMatchObject({ code: "rate-limited" });
  });

  test.each([
    ["a tenth and more is left", budget(500, 1800)],
    ["no limit is told, as by an Enterprise Server without", {}],
  ])("%s: nobody is held", async (_, headers) => {
    issues().twice().reply(200, {}, headers);
    const { client, waits } = aClient();
    await read(client.inBackground());
    await read(client.inBackground());
    expect([client.requests, waits]).toEqual([2, []]);
  });

  test("streams, listings and looks wait; single items are read", async () => {
    const { source } = aConnector();
    if (!(source instanceof GithubSource)) throw new TypeError("another source");
    wire()
      .post("/graphql")
      .reply(200, { data: { nodes: [anIssue(1)] } }, budget(10, 1800, "graphql"));
    wire().get("/user").reply(200, { login: ownLogin }, budget(10, 1800));
    wire()
      .post("/graphql")
      .reply(200, { data: { nodes: [anIssue(1)] } });
    await all(source.fetch(["I_1"]));
    const limited = { code: "rate-limited" };
    for (const { name } of source.streams()) {
      expect(await failureOf(source.peek({ name }, null))).toMatchObject(limited);
      expect(await failureOf(all(source.pull({ name }, null)))).toMatchObject(limited);
    }
    expect(await failureOf(source.identities().next())).toMatchObject(limited);
    expect(await all(source.fetch(["I_1"]))).toHaveLength(1);
  });
});

describe("live calls", () => {
  function aLane() {
    const pacing = new Pacing({ connection: server, ...timeline() });
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string) => () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    return {
      begun,
      live: (name: string) => pacing.read("core", task(name)),
      written: (name: string) => pacing.write(task(name)),
      background: (name: string) => pacing.read("core", task(name), { background: true }),
      /** Lets everything begin that may. */
      settle: () => new Promise(setImmediate),
      end: (place: number) => ends[place]?.(),
    };
  }

  test("always find a place: reads in the background take three of four", async () => {
    const { begun, background, live, settle } = aLane();
    for (const name of ["a", "b", "c", "d"]) void background(name);
    await settle();
    expect(begun).toEqual(["a", "b", "c"]);
    void live("L");
    await settle();
    expect(begun).toEqual(["a", "b", "c", "L"]);
  });

  test("and writes go before all that waits in the background", async () => {
    const { begun, background, live, written, settle, end } = aLane();
    for (const name of ["L1", "L2", "L3", "L4"]) void live(name);
    await settle();
    void background("a");
    await settle();
    void live("L5");
    void written("W");
    await settle();
    for (const place of [0, 1, 2]) {
      end(place);
      await settle();
    }
    expect(begun).toEqual(["L1", "L2", "L3", "L4", "L5", "W", "a"]);
  });
});
