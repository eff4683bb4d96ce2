import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";

import { generatedTrains } from "../generated-trains.ts";
import { auditSteps, emptyAudit } from "../step-audit.ts";

test("every step proposed on 300 trains ends its conflict, opens none and can be taken", async ({ annotate }) => {
  const audit = emptyAudit();
  fc.assert(
    fc.property(generatedTrains, (generated) => auditSteps(audit, generated)),
    { seed: 9, numRuns: 300 },
  );
  await annotate(
    JSON.stringify({
      ...audit,
      withoutEffect: audit.withoutEffect.length,
      openedOrWorsened: audit.openedOrWorsened.length,
      impossible: audit.impossible.length,
      misread: audit.misread.length,
    }),
  );
  expect(audit.withoutEffect).toEqual([]);
  expect(audit.openedOrWorsened).toEqual([]);
  expect(audit.impossible).toEqual([]);
  expect(audit.misread).toEqual([]);
  // All kinds of steps are among them.
  expect(Object.keys(audit.byKind).toSorted()).toEqual([
    "decide-scope",
    "drop-link",
    "finish",
    "grant-access",
    "move",
    "reopen",
    "replace",
    "schedule",
    "set-due",
  ]);
  expect(audit.decideScope).toBeLessThan(audit.conflicts / 2);
});
