import { evaluating } from "../../src/cli/evaluate-context.ts";
import { expect, test } from "vitest";
import { recordAt } from "../../sandbox/record.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { setupFaultsIn } from "../../src/cli/setup-faults.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";
import { openApp } from "../support/app.ts";

test("a team that is given by its Kanban board owns nothing: the board is named, and nothing is green", async () => {
  await using ending = new AsyncDisposableStack();
  const clock = () => Date.parse(smallInstant);
  const acme = smallData.jira["acme"];
  if (acme === undefined) throw new Error("the small train has no site");
  const boards = acme.boards.map((board) => ({ ...board, type: "kanban" }));
  const issues = acme.issues.map((issue) => ({
    ...issue,
    fields: { ...recordAt(issue, "fields"), customfield_10020: null },
  }));
  const trainFile = smallTrains.replace("project: PAY }", "board: 7 }").replace(/\n.*key: api.*/u, "");
  const data = { ...smallData, jira: { acme: { ...acme, boards, issues, sprints: [] } }, trainFile };
  const sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const place = await openApp({ connections: sandbox.connections, trainFile, clock }, ending);
  expect(await setupFaultsIn(place.connectors, place.trains)).toContainEqual(
    expect.stringMatching(
      /^acme: Checkout: board 7 is a Kanban board, which has no sprints: no item can be found by it\./u,
    ),
  );
  await syncAll(place, { full: false });
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  const { rollup, setup } = await evaluateStored(evaluating(place.store), train, clock());
  expect(setup.faults.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["team-owns-nothing", "board-without-items"]),
  );
  expect(rollup.verdict).toMatchObject({
    level: "unknown",
    reasons: [{ kind: "nothing-owned" }, { kind: "dead-criteria" }],
  });
});
