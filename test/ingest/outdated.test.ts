import { beforeEach, expect, test } from "vitest";
import { check } from "../../src/ingest/check-connection.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import { processInbox } from "../../src/ingest/process-inbox.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import type { Notice } from "../../src/ports/webhook.ts";
import { jiraId } from "../support/builders.ts";
import { useLive } from "./live.ts";
import { aDelivery, paperReceiver } from "./paper-receiver.ts";

const live = await useLive();

const drain = () => processInbox(live.context(), paperReceiver);
const deliver = (notice: Partial<Notice>) => live.store.inbox.receive([aDelivery(notice)], async () => {});

beforeEach(() => {
  live.source.edit("2");
  live.source.edit("1");
});

/** Deletes an item, which the search does not know yet. */
async function removeUnknownToSearch(nativeId: string): Promise<void> {
  live.source.ghosts.push(live.source.item(nativeId));
  live.source.remove(nativeId);
  await deliver({ items: [nativeId], removed: [nativeId] });
  await drain();
  expect(await live.gone()).toEqual([nativeId]);
  live.source.asked.length = 0;
}

test.each([
  ["a delivery asks for", () => deliver({ streams: ["issues"] }).then(drain)],
  ["a poll makes", () => pollConnection(live.context())],
  ["a sweep makes", () => sweepConnection(live.context(), { depth: "structure", maxDrop: 0.2 })],
])("what a delivery told to be gone stays so, whatever a search shows that %s", async (_, search) => {
  await pollConnection(live.context());
  await removeUnknownToSearch("1");
  live.source.edit("2", { title: "Another" });
  const { changed, failures } = await search();
  expect([changed, failures]).toEqual([[jiraId("2")], []]);
  expect(await live.gone()).toEqual(["1"]);
  expect(live.source.times("fetch 1")).toBe(1);
  expect(live.source.times("fetch 2")).toBe(0);
});

test("what is not shown any more stays so, whatever a search shows", async () => {
  await pollConnection(live.context());
  live.source.ghosts.push(live.source.item("1"));
  live.source.remove("1");
  await live.store.markHidden([jiraId("1")], live.now);
  live.source.edit("2", { title: "Another" });
  expect(await pollConnection(live.context())).toMatchObject({ changed: [jiraId("2")], failures: [] });
});

test("what was gone and is there again comes back by the stream that shows it", async () => {
  await pollConnection(live.context());
  await live.store.markGone([jiraId("1")], live.now);
  live.source.edit("1", { title: "Here again" });
  expect(await pollConnection(live.context())).toMatchObject({ changed: [jiraId("1")], written: 1, failures: [] });
  expect(await live.titles()).toMatchObject({ 1: "Here again" });
});

test("what somebody stops is asked for no more", async () => {
  await pollConnection(live.context());
  await live.store.markGone([jiraId("1")], live.now);
  live.source.edit("1");
  const controller = new AbortController();
  live.source.meanwhile.set("fetch 1", () => controller.abort());
  expect(await pollConnection(live.context({ signal: controller.signal }))).toMatchObject({ stopped: true });
  expect(await live.gone()).toEqual(["1"]);
});

test("what happened after a check is read anew for the delivery that tells it, whatever the check came upon", async () => {
  await pollConnection(live.context());
  live.source.comesUponIssues = true;
  await check(live.context());
  live.source.edit("1", { title: "Since" });
  await deliver({ streams: ["issues"] });
  expect(await drain()).toMatchObject({ changed: [jiraId("1")], failures: [] });
  expect(await live.titles()).toMatchObject({ 1: "Since" });
});
