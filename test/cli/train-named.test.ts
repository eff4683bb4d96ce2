import { beforeEach, expect, onTestFinished, test } from "vitest";
import { answerIn } from "../support/answered-home.ts";
import { aTrain } from "../support/builders.ts";
import { makeHome } from "../support/empty-database.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { signalbox } from "../support/terminal.ts";

const inFolder = useFolder();
let homes = 0;

/** Commands go through a process that has a database with those trains open. */
async function databaseWith(...keys: readonly string[]): Promise<void> {
  homes += 1;
  const dataDir = await inFolder(`home-${homes}`);
  await makeHome(dataDir);
  const { store, stop } = await answerIn(dataDir);
  onTestFinished(stop);
  await store.saveTrains(
    keys.map((key) => aTrain({ key, timeZone: "Europe/Berlin" })),
    [],
  );
  liveIn(dataDir);
}

beforeEach(() => liveIn(""));

test.each(["report", "conflicts"])("%s wants to know which of several trains", async (command) => {
  await databaseWith("payments", "lending");
  expect(await signalbox(command)).toEqual({
    code: 2,
    stdout: "",
    stderr: "signalbox: There are several trains in the database; name one.\n  It holds: payments, lending.\n",
  });
  expect(await signalbox(command, "lending", "--json")).toMatchObject({ code: 0, stderr: "" });
});

test("a day begins at midnight of the train's own time zone", async () => {
  await databaseWith("payments");
  const day = await signalbox("report", "--json", "--at", "2026-11-24");
  expect(day).toEqual(await signalbox("report", "--json", "--at", "2026-11-23T23:00:00Z"));
  expect(JSON.parse(day.stdout)).toMatchObject({ at: "2026-11-23T23:00:00.000Z" });
});

test("without any train there is nothing to report on", async () => {
  await databaseWith();
  expect(await signalbox("conflicts")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no train in the database yet."),
  });
});
