import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useTestDatabase } from "../support/database.ts";
import { fromGithub, fromJira, holdUp, post, startEndpoint, type Endpoint } from "./endpoint.ts";

const tested = useTestDatabase("pglite");
let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await startEndpoint(tested.store);
});

afterEach(() => endpoint.close());

const empty = (status: number) => ({ status, body: "" });
const at = (path: string) => `${endpoint.url}/webhooks/${path}`;
const kept = () => tested.store.inbox.list({ limit: 100 });

describe("400: the tracker's own, but named as no tracker names it", () => {
  test.each([
    ["no id", { "X-GitHub-Delivery": "" }],
    ["an id of more than 200 bytes", { "X-GitHub-Delivery": "7".repeat(201) }],
    ["an id of thousands of bytes", { "X-GitHub-Delivery": "7".repeat(12_000) }],
    ["an id of several words", { "X-GitHub-Delivery": "one two" }],
    ["an event of more than 100 letters", { "X-GitHub-Event": "i".repeat(101 - ".edited".length) }],
    ["an event of thousands of bytes", { "X-GitHub-Event": "i".repeat(12_000) }],
    ["an event of no letters", { "X-GitHub-Event": "issues/opened?" }],
    ["an event of two words", { "X-GitHub-Event": "issues opened" }],
  ])("%s", async (_, change) => {
    const { headers, body } = fromGithub("one");
    expect(await post(at("hub"), { headers: { ...headers, ...change }, body })).toEqual(empty(400));
    expect(await kept()).toEqual([]);
    expect(endpoint.logged).toEqual([]);
  });
});

test("202: the longest id and event", async () => {
  const { headers, body } = fromGithub("7".repeat(200));
  const event = "i".repeat(100 - ".edited".length);
  expect(await post(at("hub"), { headers: { ...headers, "X-GitHub-Event": event }, body })).toEqual(empty(202));
  expect(await kept()).toMatchObject([{ deliveryId: "7".repeat(200), event: `${event}.edited` }]);
});

test("one that the database refuses is refused by itself, and those beside it are kept", async () => {
  await tested.database.execute("alter table delivery add constraint odd check (delivery_id <> 'bad')");
  const { announce, entered, goOn } = holdUp();
  const busy = await startEndpoint(tested.store, announce);
  try {
    const call = (id: string) => post(`${busy.url}/webhooks/acme`, fromJira(id));
    const first = call("one");
    await entered;
    const later = ["two", "bad", "three", "four", "five"].map(call);
    await busy.accepted(6);
    goOn();
    expect(await Promise.all([first, ...later])).toEqual([202, 202, 400, 202, 202, 202].map(empty));
    expect((await kept()).map(({ deliveryId }) => deliveryId).toSorted()).toEqual([
      "five",
      "four",
      "one",
      "three",
      "two",
    ]);
    expect(busy.logged.filter(({ level }) => level !== "info")).toMatchObject([{ level: "warn" }]);
  } finally {
    goOn();
    await busy.close();
    await tested.database.execute("alter table delivery drop constraint odd");
  }
});
