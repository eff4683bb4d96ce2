import { existsSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readPast, type Past } from "../../bench/past.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import { modelAt } from "../support/model-at.ts";
import { unknownIn } from "../../src/domain/history/unknown.ts";
import { startTestServer, type TestServer } from "../support/database.ts";
import { byId, aModel } from "../support/builders.ts";
import { liveOn } from "../support/home.ts";
import { at, listAt, objectsAt } from "../support/json.ts";
import { viewTrain } from "../support/look-once.ts";
import { jsonOf, signalbox } from "../support/terminal.ts";

const years = "../shared/data/history/titanium-2012-2016";
const quarter = "../shared/data/trains/titanium-2015Q1";

describe.skipIf(!existsSync(years))(`the middle of 2015 (needs ${years})`, () => {
  const middle = Date.parse("2015-07-01T00:00:00Z");
  let past: Past;
  beforeAll(async () => {
    past = await readPast(years);
  });

  test("has nothing done that was done later, and every item that was done by then", () => {
    const { items, links, sprints, train } = past;
    const facts = aModel({ items: byId(items), links: byId(links), sprints });
    const { model, ...uncertain } = modelAt(facts, [], middle);
    const done = [...model.items.values()].filter(({ status }) => status === "done").map(({ key }) => key);
    const doneBy = items.filter(({ status, closedAt }) => status === "done" && (closedAt ?? Infinity) <= middle);
    expect(done.toSorted()).toEqual(doneBy.map(({ key }) => key).toSorted());
    const created = items.filter(({ createdAt }) => (createdAt ?? Infinity) <= middle);
    expect([...model.items.values()].map(({ id }) => id)).toEqual(created.map(({ id }) => id));
    expect([done.length, created.length, items.length]).toEqual([9801, 20_361, 23_826]);

    // Only an item that has not changed since can have been planned in a sprint that began later.
    const inLater = [...model.items.values()].filter(({ sprintIds }) =>
      sprintIds.some((id) => sprints.get(id)?.kind === "sprint" && (sprints.get(id)?.startsAt ?? 0) > middle),
    );
    expect(inLater.filter(({ updatedAt }) => (updatedAt ?? Infinity) > middle)).toEqual([]);
    expect(inLater).toHaveLength(4);

    const unknown = atOneGo(unknownIn({ view: viewTrain(model, train, middle), past: uncertain, unreadable: 0 }));
    expect(unknown.map(({ kind }) => kind)).toEqual(["untold", "undated-links"]);
  });
});

describe.skipIf(!existsSync(quarter))(`a demo before the end of a quarter (needs ${quarter})`, () => {
  const middle = "2026-10-06T12:00:00Z";
  let server: TestServer;
  let home: string;
  let demo: unknown;

  beforeAll(async () => {
    server = await startTestServer();
    home = await server.createDatabase();
    liveOn(home);
    const result = await signalbox("demo", "--once", "--json", "--data", quarter, "--at", middle, "--port", "0");
    expect(result.code, result.stderr).toBe(0);
    demo = jsonOf(result);
  });
  beforeEach(() => liveOn(home));
  afterAll(() => server.stop());

  const report = async (instant: string) => {
    return jsonOf(await signalbox("report", "titanium", "--as", "json", "--at", instant));
  };
  const doneAt = async (instant: string) => Number(at(await report(instant), "total", "done"));

  test("writes what stood then, once, and says what it cannot know", () => {
    expect(at(demo, "again")).toEqual({ created: 0, updated: 0, resolved: 0 });
    const [train] = objectsAt(demo, "trains");
    expect(listAt(train, "notes")[0]).toContain("as it stood on 6 Oct 2026, 12:00 UTC");
    expect(listAt(train, "notes")[1]).toMatch(/^\d+ items changed since/u);
  });

  test("is what report, conflicts and plan say of that instant", async () => {
    const [train] = objectsAt(demo, "trains");
    const told = await report(middle);
    expect(at(told, "items")).toBe(train?.["items"]);
    expect(at(told, "asOf", "says")).toEqual(train?.["notes"]);
    const conflicts = await signalbox("conflicts", "titanium", "--json", "--at", middle);
    expect(conflicts.stderr).toContain("note: Signalbox shows the train as it stood on 6 Oct 2026");
    expect(objectsAt({ rows: jsonOf(conflicts) }, "rows")).toHaveLength(objectsAt(told, "openConflicts").length);
    const lines = await signalbox("conflicts", "titanium", "--at", middle);
    expect(lines.stdout).toContain("\nnote: Signalbox shows the train as it stood on 6 Oct 2026");
    const plan = jsonOf(await signalbox("plan", "titanium", "--json", "--at", middle));
    expect({ writes: at(plan, "writes"), notes: at(plan, "notes") }).toEqual({ writes: [], notes: train?.["notes"] });
  });

  test("more was done later, and less before", async () => {
    const [before, then, after] = [
      await doneAt("2026-05-01"),
      await doneAt(middle),
      await doneAt("2026-11-17T12:00:00Z"),
    ];
    expect(before).toBeLessThan(then);
    expect(then).toBeLessThan(after);
  });

  test("a later instant than now shows the items of now, and says so", async () => {
    const says = ["Signalbox shows the items as they are now, under the calendar of 1 Jan 2300, 00:00 UTC."];
    const then = await report("2300-01-01");
    expect(at(then, "asOf")).toEqual({ kind: "later", unknown: [], says });
    expect([at(then, "delivery"), at(then, "forecast"), at(then, "changes"), at(then, "load")]).toEqual([
      null,
      null,
      null,
      [],
    ]);
    expect(at(jsonOf(await signalbox("report", "titanium", "--as", "json")), "asOf")).toBe(null);
  });
});
