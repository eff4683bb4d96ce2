import { expect, test } from "vitest";
import { objectsAt, textAt } from "../support/json.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { jsonOf } from "../support/terminal.ts";

const { world } = useSmallWorld("pglite");

test("a first plan shows what settles as well: its text, and after when it is written", async () => {
  const file = await world().trainFile((text) => text.replace("settle: 0m", "settle: 10m"));
  await world().command("sync", "--config", file);
  await world().command("start", "--with-standing");
  const { code, stdout } = await world().command("plan");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^== create comment in acme, PAY-1 http:\S+\/browse\/PAY-1\n {3}will be written after (?:.+, )?\d\d:\d\d UTC: its conflict has not been open/mu,
  );
  expect(stdout).toMatch(/^\| This item .*PAY-2 “Check the buyer's credit”/mu);
  expect(stdout).toMatch(/\n2 to create, \d+ waiting\.\n$/u);
  const [first] = objectsAt(jsonOf(await world().command("plan", "--json")), "waiting");
  const { draft } = first ?? {};
  expect(first).toMatchObject({ because: "settling", until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u) });
  expect(draft).toMatchObject({ action: "create", kind: "comment", where: textAt(first, "where") });
  expect(textAt(draft, "text")).toContain("PAY-2");
  expect(textAt(draft, "body")).toContain("PAY-2");
});

test("before anybody said yes the comments that would follow are shown with their text", async () => {
  await world().command("sync", "--config", await world().trainFile());
  const { stdout } = await world().command("plan");
  expect(stdout).toMatch(
    /^== create comment in acme, PAY-1 http:\S+\n {3}waits: no person has accepted the proposal yet \(`signalbox start`\)\n/mu,
  );
  expect(stdout).toMatch(
    /\n2 to create, 1 waiting\.\nSmall is a proposal; Signalbox writes no comments until you accept it: /u,
  );
});

test("apply prints the address of everything it wrote, and what it left", async () => {
  const file = await world().trainFile((text) => text.replace("settle: 0m", "settle: 10m"));
  await world().command("sync", "--config", file);
  await world().command("start", "--with-standing");
  const { code, stdout, stderr } = await world().command("apply", "--config", file);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^Small: 2 created, 0 updated, 0 resolved, 0 unchanged\n/u);
  expect(stdout).toMatch(/^ {2}created rollup in acme, PMO-1 http:\S+\/browse\/PMO-1$/mu);
  expect(stdout).toMatch(/^ {2}created rollup in hub, acme\/trains#1 http:\S+\/issues\/1$/mu);
  expect(stdout).toMatch(/^ {2}acme, PAY-1 will be written after (?:.+, )?\d\d:\d\d UTC: its conflict/mu);
  const [again] = jsonOf(await world().command("apply", "--config", file, "--json")) as readonly unknown[];
  expect(again).toMatchObject({ created: 0, written: [], waiting: [{ where: "PAY-1", because: "settling" }] });
});
