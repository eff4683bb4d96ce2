import { expect, test } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { connectionRecord } from "../../src/cli/wiring.ts";
import { startAll } from "../../src/cli/consent.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";
import { syncAndPublish, openApp } from "../support/app.ts";

const publicUrl = "https://signalbox.acme.example";

/** What GitHub's stand-in, an Enterprise Server, says of an issue once the rollup that names it is written. */
async function afterPublishing(through: string | null) {
  await using ending = new AsyncDisposableStack();
  const clock = () => Date.parse(smallInstant);
  const sandbox = await startSandbox({ data: smallData, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const { connections: provided } = sandbox;
  const opened = await openApp({ connections: provided, trainFile: smallTrains, clock }, ending);
  const { connections } = parseTrainFile(smallTrains, { file: "small", env: {}, provided });
  const place = { ...opened, render: renderOf(connections.map(connectionRecord), through) };
  await startAll(place.store, place.trains, clock());
  await syncAndPublish(place);
  const [rollup] = sandbox.github.people.issues("acme/trains").map(({ number }) => Number(number));
  const page = await fetch(`${sandbox.url}/github/acme/api/issues/1`);
  expect(page.status).toBe(200);
  return {
    page: await page.text(),
    rollup: String(sandbox.github.people.issue({ repository: "acme/trains", number: rollup ?? 0 })?.["body"]),
    address: `${sandbox.url}/github/acme/api/issues/1`,
  };
}

test("an Enterprise Server's issues are linked through our endpoint, where it has an address, and keep no trace of it", async () => {
  const { page, rollup, address } = await afterPublishing(publicUrl);
  expect(rollup).toContain(`](${publicUrl}/to/hub/acme/api/issues/1)`);
  expect(rollup).not.toContain(address);
  expect(page).not.toContain("mentioned this in");
});

test("without an address they are named in words that are no reference", async () => {
  const { page, rollup, address } = await afterPublishing(null);
  expect(rollup).toContain("acme/api#&#8203;1");
  expect(rollup).not.toContain(address);
  expect(page).not.toContain("mentioned this in");
});
