import { evaluating } from "../../src/cli/evaluate-context.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { applyNotices } from "../../src/ingest/apply-notices.ts";
import { Changes } from "../../src/ingest/read-context.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import { scopeOf } from "../../src/ingest/scope.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { startSmallSandbox } from "../support/small-sandbox.ts";
import { smallInstant, smallTrains } from "../support/small-train.ts";
import { openApp, syncAndPublish } from "../support/app.ts";

/* A name can change at any time, and until the next check nobody asks for it: deliveries come first. */

let ending: AsyncDisposableStack;
let sandbox: Sandbox;
let place: AppContext;

const now = Date.parse(smallInstant);

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  sandbox = await startSmallSandbox(() => now, ending);
  const { connections } = sandbox;
  place = await openApp({ connections, trainFile: smallTrains, clock: () => now }, ending);
  await startAll(place.store, place.trains, now);
  await syncAndPublish(place);
});
afterEach(() => ending.disposeAsync());

function jira() {
  const [site] = sandbox.jira.values();
  if (site === undefined) throw new Error("the sandbox has no Jira site");
  return site;
}

/** A delivery is worked off, and nothing else is asked. */
async function deliver(connection: string, event: string, payload: object): Promise<void> {
  const connector = place.connectors.get(connection);
  if (connector === undefined) throw new Error(`there is no ${connection}`);
  const notice = connector.receiver.read({ event, body: JSON.stringify(payload) });
  expect(notice.kind).toBe("understood");
  const { source } = connector;
  const scope = scopeOf(connection, place.trains);
  await applyNotices({ ...place, source, scope, changes: new Changes() }, [notice]);
}

async function state() {
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  const { view, rollup, setup, records } = await evaluateStored(evaluating(place.store), train, now);
  return {
    teams: Object.fromEntries([...view.items.values()].map(({ item, team }) => [item.title, team?.key ?? null])),
    verdict: rollup.verdict.level,
    renamed: setup.faults.flatMap((fault) => (fault.kind === "renamed" ? [`${fault.name} is ${fault.present}`] : [])),
    conflicts: records.map(({ conflict, state: life }) => `${conflict.rule} ${conflict.consumer} ${life}`),
  };
}

/** Renames the repository and returns the delivery of a change in it. */
async function inRepository(change: () => number): Promise<Parameters<typeof deliver>> {
  const { admin, people } = sandbox.github;
  const { names } = await place.store.loadModel();
  const id = Number(names.find(({ name }) => name === "acme/api")?.nativeId);
  admin.renameRepository("acme/api", "acme/gateway");
  const issue = people.issue({ repository: "acme/gateway", number: change() });
  return ["hub", "issues.edited", { action: "edited", issue, repository: { id, full_name: "acme/gateway" } }];
}

/** Renames the project and returns the delivery of a change in it. */
function inProject(change: () => string): Parameters<typeof deliver> {
  const { administration, people } = jira();
  administration.renameProject("PAY", "CHK");
  const issue = people.issue(change());
  return ["acme", "jira:issue_updated", { webhookEvent: "jira:issue_updated", issue }];
}

const edited = { title: "Edited" };
const repository = ["acme/api", "acme/gateway"] as const;
const project = ["PAY", "CHK"] as const;

test.each([
  [
    "an issue of a repository that waits for another",
    { team: "api", renamed: repository },
    () =>
      inRepository(() => {
        sandbox.github.people.edit({ repository: "acme/gateway", number: 1 }, edited);
        return 1;
      }),
  ],
  [
    "a new issue of a repository",
    { team: "api", renamed: repository },
    () => inRepository(() => sandbox.github.people.createIssue("acme/gateway", edited).number),
  ],
  [
    "an issue of a project that is awaited by another",
    { team: "checkout", renamed: project },
    () =>
      inProject(() => {
        jira().people.editIssue("CHK-2", { summary: "Edited" });
        return "CHK-2";
      }),
  ],
  [
    "a new issue of a project",
    { team: "checkout", renamed: project },
    () =>
      inProject(() =>
        jira().people.createIssue({ project: { key: "CHK" }, issuetype: { name: "Story" }, summary: "Edited" }),
      ),
  ],
] as const)("%s: its team is known though nobody asked for the new name", async (_, { team, renamed }, act) => {
  const before = await state();
  const delivery = await act();
  await deliver(...delivery);
  const after = await state();
  expect(after.teams).toMatchObject({ Edited: team });
  expect(after.renamed).toEqual([`${renamed[0]} is ${renamed[1]}`]);
  expect(after.conflicts).toEqual(before.conflicts);
  await syncAndPublish(place);
  expect(await state()).toEqual(after);
});

test("another process takes a name for what it was found to mean, also before its own first check", async () => {
  const { admin, people } = sandbox.github;
  people.createIssue("acme/trains", { title: "Somebody else's" });
  admin.renameRepository("acme/api", "acme/gateway");
  admin.renameRepository("acme/trains", "acme/api");
  await syncAndPublish(place);
  people.edit({ repository: "acme/gateway", number: 1 }, edited);
  const { connections } = sandbox;
  const other = await openApp({ connections, trainFile: smallTrains, clock: () => now }, ending);
  const connector = other.connectors.get("hub");
  if (connector === undefined) throw new Error("there is no hub");
  await pollConnection({ ...place, source: connector.source, scope: scopeOf("hub", place.trains) });
  const { teams } = await state();
  expect(teams).toMatchObject({ Edited: "api" });
  expect(Object.keys(teams)).not.toContain("Somebody else's");
});
