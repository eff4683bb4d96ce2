import { afterEach, expect, test } from "vitest";
import { silentLog } from "../support/silent-log.ts";
import { patience, startServeWorld } from "../support/serve-world.ts";

let resources = new AsyncDisposableStack();
afterEach(async () => {
  await resources.disposeAsync();
  resources = new AsyncDisposableStack();
});

test.each([
  ["jira", "PMO"],
  ["github", "acme/trains"],
])("a box that a person ticks in %s is heeded at once, long before the regular turn", async (_, place) => {
  const { store, hands } = await startServeWorld("acme/trains", { log: silentLog, isStarted: false }, resources);
  const rollup = async () => {
    const found = (await store.publications("small")).find((one) => one.kind === "rollup" && one.place === place);
    return { key: found?.remoteKey ?? "" };
  };
  const proposal = async () => {
    const { key } = await rollup();
    return key === "" ? "" : hands.body({ key });
  };
  await expect.poll(proposal, patience).toContain("comment also on the 1 conflict that stands already: 1 comment");
  expect(hands.written({ key: "PAY-1" })).toEqual([]);
  hands.tick(await rollup(), "start-with-standing");
  await expect.poll(() => hands.written({ key: "PAY-1" }), patience).toHaveLength(1);
  await expect.poll(proposal, patience).not.toContain("signalbox start small");
  expect(await store.consent("small")).toMatchObject({ state: "started", withStanding: true });
});
