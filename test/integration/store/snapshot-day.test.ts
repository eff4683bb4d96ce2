import { expect, it } from "vitest";
import { evaluating } from "../../../src/cli/evaluate-context.ts";
import { updateEvaluation } from "../../../src/reporting/evaluate-train.ts";
import { aTrain } from "../../support/builders.ts";
import { useTestDatabase } from "../../support/database.ts";
import { silentLog as log } from "../../support/silent-log.ts";

const test = useTestDatabase("pglite");

function sink(): never {
  throw new Error("nothing is written");
}

it.each([
  ["Pacific/Auckland", ["2026-11-25"]],
  ["UTC", ["2026-11-24", "2026-11-25"]],
  ["America/Lima", ["2026-11-24"]],
])("the snapshots of a train in %s are of its days", async (timeZone, days) => {
  const context = { ...evaluating(test.store), sink, log };
  for (const at of ["2026-11-24T13:00Z", "2026-11-25T03:00Z"]) {
    await updateEvaluation(context, aTrain({ timeZone }), Date.parse(at));
  }
  const kept = await test.database.query<{ day: string }>("select day::text as day from snapshot order by day");
  expect(kept.map(({ day }) => day)).toEqual(days);
});
