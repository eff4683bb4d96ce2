import { describe, expect, test } from "vitest";
import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import { workItemId } from "../../src/domain/ids.ts";
import { reportedElsewhere } from "../../src/reporting/other-trains.ts";
import { idOf, item, jiraTeam, model, now, train } from "../domain/plan.ts";
import { aConflict, aRecord } from "../support/builders.ts";
import { viewTrain } from "../support/look-once.ts";
import { anEvaluation } from "../support/rollup.ts";

/** Connections `j` and `k` read one site; what `k` reads counts. */
const is = (key: string) => workItemId({ system: "jira", connection: "k" }, key);
const [pay, led, ops] = [is("PAY-1"), is("LED-1"), is("OPS-1")];
const sites = ["j", "k"].map((connection) => ({ system: "jira", connection, sites: ["acme.example"] }) as const);
const items = ["PAY-1", "LED-1", "OPS-1"]
  .map((key) => item(key))
  .flatMap((one) => [one, { ...one, id: is(one.key), connection: "k" }]);
const teams = ["pay", "led", "ops"].map((key) => jiraTeam(key, { connection: "k" }));
const view = viewTrain(model({ items, sites }), train({ teams }), now);

const edge = aConflict({ consumer: pay, provider: led });
const circle = (...cycle: Conflict["evidence"]["cycle"]) =>
  aConflict({ rule: "cycle", consumer: pay, provider: led, evidence: { ...edge.evidence, cycle } });
/** As the other train stored it while `j` read the items. */
const former = aConflict({ consumer: idOf("PAY-1"), provider: idOf("LED-1") });

/** Whether a comment of another train reports the edge from `PAY-1` to `LED-1`, or `of`. */
async function isReported({
  found = [former],
  of = edge,
  state = "open" as "open" | "resolved",
  before = now + 1,
  on = idOf("PAY-1"),
}) {
  const asked: string[] = [];
  const at = { createdAt: now, itemId: on };
  const store = {
    commentsOfOthers: () =>
      Promise.resolve([
        { ...at, train: "quiet" },
        { ...at, train: "other" },
        { ...at, train: "other" },
      ]),
    conflicts: (name: string) => {
      asked.push(name);
      return Promise.resolve(name === "other" ? found.map((conflict) => aRecord(conflict, { state })) : []);
    },
  };
  const reported = await reportedElsewhere(store, anEvaluation({ view }));
  expect(asked).toEqual(["quiet", "other"]);
  return reported(pay, of, before);
}

describe("a dependency", () => {
  test.each<[string, boolean, Parameters<typeof isReported>[0]]>([
    ["is reported by an older comment, though another connection reads its ends", true, {}],
    ["is reported whichever rule shows it", true, { found: [{ ...former, rule: "overdue-provider" }] }],
    ["is reported beside another one", true, { found: [{ ...former, provider: ops }, former] }],
    ["is not reported by a comment that is as old", false, { before: now }],
    ["is not reported on another item", false, { on: led }],
    ["is not reported once its conflict is resolved", false, { state: "resolved" }],
    ["is not reported to another provider", false, { found: [{ ...former, provider: ops }] }],
    ["is not reported of another consumer", false, { found: [{ ...former, consumer: ops }] }],
    ["is not reported by a circle with it", false, { found: [circle(pay, led)] }],
    ["reports no circle with it", false, { of: circle(pay, led) }],
    ["is reported in a circle of the item", true, { found: [circle(pay, led)], of: circle(pay, ops, led) }],
    ["is not reported in a circle of others", false, { found: [circle(led, ops)], of: circle(pay, ops) }],
  ])("%s", async (_, expected, others) => {
    expect(await isReported(others)).toBe(expected);
  });
});
