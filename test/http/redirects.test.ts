import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aGithubItem, anItem, aPublication, noon } from "../support/builders.ts";
import { useTestDatabase } from "../support/database.ts";
import { aPage, pulled } from "../integration/store/pulled.ts";
import { startEndpoint, withoutDatabase, type Endpoint } from "./endpoint.ts";

const tested = useTestDatabase("pglite");
const issue = aGithubItem({ url: "https://hub.example/acme/api/issues/1" });
let endpoint: Endpoint;

beforeEach(async () => {
  const { store } = tested;
  const hidden = aGithubItem({ nativeId: "9", key: "acme/api#9", handle: "I_9", presence: "stub", title: "", url: "" });
  await store.savePage("hub", aPage({ items: [pulled(issue, { stubs: [hidden], completeOrigins: [] })] }), noon);
  await store.savePage("acme", aPage({ items: [pulled(anItem())] }), noon);
  const rollup = aPublication({
    marker: "rollup",
    kind: "rollup",
    itemId: null,
    connection: "hub",
    place: "acme/trains",
    remoteKey: "acme/trains#3",
    url: "https://hub.example/acme/trains/issues/3",
  });
  await store.savePublication(rollup, null);
  await store.savePublication({ ...rollup, marker: "old", remoteKey: "acme/trains#2", state: "gone" }, null);
  endpoint = await startEndpoint(store);
});

afterEach(() => endpoint.close());

async function follow(path: string, from = endpoint) {
  const response = await fetch(`${from.url}${path}`, { redirect: "manual" });
  return { status: response.status, to: response.headers.get("location"), body: await response.text() };
}

describe("a way to an issue on GitHub", () => {
  test.each([
    ["that was read", "/to/hub/acme/api/issues/1", issue.url],
    ["that is a rollup of ours", "/to/hub/acme/trains/issues/3", "https://hub.example/acme/trains/issues/3"],
  ])("%s leads there", async (_, path, to) => {
    expect(await follow(path)).toEqual({ status: 302, to, body: "" });
  });

  test.each([
    ["an issue that nobody read", "/to/hub/acme/api/issues/2"],
    ["one that is only known by name", "/to/hub/acme/api/issues/9"],
    ["a rollup that somebody deleted", "/to/hub/acme/trains/issues/2"],
    ["an issue of another connection", "/to/acme/acme/api/issues/1"],
    ["an issue in Jira", "/to/acme/PAY/1/issues/1"],
    ["a connection that is not there", "/to/nobody/acme/api/issues/1"],
    ["an address of somebody else's", "/to/hub/https:%2F%2Fevil.example%2F/x/issues/1"],
    ["an address behind a slash", "/to//evil.example/acme/issues/1"],
    ["a pull request", "/to/hub/acme/api/pull/1"],
    ["nothing", "/to"],
  ])("for %s is 404 without a word", async (_, path) => {
    expect(await follow(path)).toEqual({ status: 404, to: null, body: "" });
  });

  test("is 503 without the database, and tells nothing", async () => {
    const answer = await withoutDatabase((orphan) => follow("/to/hub/acme/api/issues/1", orphan));
    expect(answer).toEqual({ status: 503, to: null, body: "" });
  });
});
