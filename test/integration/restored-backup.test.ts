import { cp, rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { useSmallWorld } from "../support/small-world.ts";
import { at, listAt } from "../support/json.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const { world, home } = useSmallWorld("pglite");

/** Its output; it has to end well. */
async function run(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world().command(...argv);
  expect(code, stderr).toBe(0);
  return stdout;
}

test("a copied folder that is restored knows what it wrote; what it wrote later is found, and written no second time", async () => {
  const file = await world().trainFile();
  const { github, jira } = world().sandbox;
  const people = jira.get("acme")?.people;
  const hands = new TrackerHands(world().sandbox);
  const rollups = () => [
    ...github.people.issues("acme/trains").map(({ number }) => `acme/trains#${Number(number)}`),
    ...(people?.keys() ?? []).filter((key) => key.startsWith("PMO-")),
  ];
  const comments = () => ["PAY-1", "PAY-2", "PAY-3", "acme/api#1"].map((key) => hands.written({ key }).length);
  const writes = async () => {
    const planned: unknown = JSON.parse(await run("plan", "--json"));
    return listAt(planned, "writes").map((write) => [at(write, "action"), at(write, "where")]);
  };
  await run("apply", "--config", file);
  await run("start", "small", "--with-standing");
  await run("apply", "--config", file);
  expect([rollups().length, comments()]).toEqual([2, [1, 0, 0, 0]]);
  const backup = await world().inFolder("backup");
  await cp(home(), backup, { recursive: true });
  const restore = async () => {
    await rm(home(), { recursive: true });
    await cp(backup, home(), { recursive: true });
  };

  await restore();
  expect(await writes()).toEqual([]);

  // After the backup: another conflict, whose comment the backup does not know, and a text that changed.
  people?.link({ type: "Blocks", source: "PAY-2", destination: "PAY-3" });
  people?.editIssue("PAY-3", { customfield_10020: 1 });
  hands.rename({ key: "PAY-2" }, "Check what the buyer owes");
  await run("sync", "--config", file);
  await run("apply", "--config", file);
  const after = [rollups(), comments()];
  expect(after[1]).toEqual([1, 0, 1, 0]);
  await restore();
  await run("sync", "--config", file);
  expect((await writes()).filter(([action]) => action === "create")).toEqual([["create", "PAY-3"]]);
  await run("apply", "--config", file);
  expect([rollups(), comments()]).toEqual(after);
  expect(await writes()).toEqual([]);
});
