import { describe, expect, test } from "vitest";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import { ModelTallies } from "../../../src/domain/model/model-tallies.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, item } from "../plan.ts";

const words = {
  statusId: "s1",
  statusName: "Done",
  resolutionId: "r1",
  resolutionName: "Fixed",
  labels: ["red"],
} as const;
const pay = item("PAY-1", words);
const api = item("acme/api#1", { labels: ["red", "blue"] });

/** Takes items one after the other: what was there before, and what is there then. */
function tallies(...steps: readonly (readonly [was: WorkItem | null, is: WorkItem | null])[]): ModelTallies {
  const counted = new ModelTallies(new Cells(), true);
  for (const [was, is] of steps) counted.takeItem({ id: (is ?? was ?? pay).id, was, is });
  return counted;
}

const bearing = (counted: ModelTallies, connection: string) =>
  counted.wordsIn(connection).map(({ bearer, word }) => `${bearer} ${word}`);

describe("what the model holds is counted", () => {
  test("items, projects and words, by connection", () => {
    const counted = tallies([null, pay], [null, api], [null, item("PAY-2", words)]);
    expect(counted.itemsIn("j", "pay").map(({ key }) => key)).toEqual(["PAY-1", "PAY-2"]);
    expect(counted.itemsIn("g", "acme/api")).toEqual([api]);
    expect([counted.containersOf("j"), counted.containersOf("g")]).toEqual([["PAY"], ["acme/api"]]);
    expect([counted.isProject("PAY"), counted.isProject("ACME/API"), counted.isProject("LED")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(bearing(counted, "j")).toEqual(["status s1", "status Done", "resolution r1", "resolution Fixed"]);
    expect(bearing(counted, "g").filter((word) => word.startsWith("label"))).toEqual(["label red", "label blue"]);
  });

  test("labels and statuses are not counted for a train that does not read them", () => {
    const counted = new ModelTallies(new Cells(), false);
    counted.takeItem({ id: pay.id, was: null, is: pay });
    expect([counted.wordsIn("j"), counted.containersOf("j")]).toEqual([[], ["PAY"]]);
  });

  test.each<[string, WorkItem | null, readonly string[], boolean]>([
    ["the last one of a project goes", null, [], false],
    ["it is only deleted in the tracker, and names its project still", { ...pay, presence: "gone" }, [], true],
    ["it moves to another", item("LED-1", { ...words, id: pay.id, container: "LED" }), ["LED"], false],
    ["it stays", { ...pay, title: "Another" }, ["PAY"], true],
  ])("where %s", (_, is, containers, isProject) => {
    const counted = tallies([null, pay], [pay, is]);
    expect(counted.containersOf("j")).toEqual(containers);
    expect(counted.isProject("PAY")).toBe(isProject);
    expect(counted.itemsIn("j", "pay")).toEqual(containers.includes("PAY") ? [is] : []);
    expect(bearing(counted, "j")).toHaveLength(containers.length * 4);
  });

  test("as long as another one bears the same", () => {
    const second = item("PAY-2", words);
    const counted = tallies([null, pay], [null, second], [pay, null]);
    expect([counted.containersOf("j"), counted.isProject("PAY"), bearing(counted, "j").length]).toEqual([
      ["PAY"],
      true,
      4,
    ]);
    counted.takeItem({ id: second.id, was: second, is: null });
    expect([counted.containersOf("j"), counted.isProject("PAY"), bearing(counted, "j").length]).toEqual([[], false, 0]);
  });

  test("types of Jira's links that begin at an item", () => {
    const counted = new ModelTallies(new Cells(), true);
    const take = (is: Link, was: Link | null = null) => counted.takeLink({ id: is.id, was, is });
    take(blocks("PAY-1", "LED-1", { typeId: "7" }));
    take(blocks("PAY-2", "LED-1", { typeId: "7" }));
    take(blocks("?OPS-1", "LED-1", { typeName: "Relates" }));
    take(blocks("PAY-3", "LED-1", { origin: "text", typeName: "blocked by" }));
    expect(counted.linkTypesOf("j")).toEqual([{ typeId: "7", typeName: "Blocks" }]);
    expect(counted.linkTypesOf("other")).toEqual([]);
    take(blocks("PAY-1", "LED-1", { typeId: "8", typeName: "Gates" }), blocks("PAY-1", "LED-1", { typeId: "7" }));
    expect(counted.linkTypesOf("j").map(({ typeName }) => typeName)).toEqual(["Blocks", "Gates"]);
  });

  test("members of a query", () => {
    const counted = new ModelTallies(new Cells(), true);
    counted.countMember("j team = core", 1);
    counted.countMember("j team = core", 1);
    counted.countMember("j team = core", -1);
    expect([counted.hasMembers("j", "team = core"), counted.hasMembers("j", "team = red")]).toEqual([true, false]);
    counted.countMember("j team = core", -1);
    expect(counted.hasMembers("j", "team = core")).toBe(false);
  });
});
