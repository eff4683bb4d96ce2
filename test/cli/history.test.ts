import { expect, test } from "vitest";
import { objectsAt } from "../support/json.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { jsonOf } from "../support/terminal.ts";

const { world } = useSmallWorld("pglite");

test("history lists what was written, the newest first, and says so where nothing was", async () => {
  const file = await world().trainFile((text) => text.replace("settle: 0m", "settle: 10m"));
  await world().command("sync", "--config", file);
  expect(await world().command("history")).toMatchObject({
    code: 0,
    stdout: "Signalbox has written nothing for Small yet.\n",
  });
  await world().command("apply", "--config", file);
  const { stdout } = await world().command("history");
  expect(stdout.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^\d{4}-\S+Z create rollup in hub, acme\/trains#\d+: done http:\S+$/u),
    expect.stringMatching(/^\d{4}-\S+Z create rollup in acme, PMO-\d+: done http:\S+$/u),
  ]);
  const one = objectsAt({ rows: jsonOf(await world().command("history", "--json", "--limit", "1")) }, "rows");
  expect(one).toMatchObject([{ action: "create", kind: "rollup", connection: "hub", outcome: "done" }]);
});
