import { afterEach, beforeEach, expect, test } from "vitest";
import type { GithubRepoData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { applyNotices } from "../../src/ingest/apply-notices.ts";
import { Changes } from "../../src/ingest/read-context.ts";
import { scopeOf } from "../../src/ingest/scope.ts";
import { evaluateAndStore } from "../../src/reporting/evaluate-train.ts";
import { openApp } from "../support/app.ts";
import { smallInstant } from "../support/small-train.ts";
import { textAt } from "../support/json.ts";

/* The team plans by a project of the organisation, whatever repositories its issues are in. */

const trainFile = `trains:
  - key: small
    name: Small
    timeZone: UTC
    increments:
      - key: "2026.4"
        starts: 2026-11-16
        iterations: { count: 3, length: 2w }
    teams:
      - { key: plan, from: { github: hub, project: acme/1 } }
`;

const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
const iterations = ["2026-11-16", "2026-11-30"].map((startDate, place) => {
  return { title: `Sprint ${place + 1}`, startDate, duration: 14 };
});
const provider = { repository: "acme/api", number: 1 };

let ending: AsyncDisposableStack;
let now: number;
let sandbox: Sandbox;
let place: AppContext;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  now = Date.parse(smallInstant);
  const data = { jira: {}, github: { "acme/api": empty, "acme/books": empty }, trainFile, problems: [] };
  sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const { people, projects } = sandbox.github;
  people.createIssue("acme/api", { title: "Keep the books" });
  const consumer = people.createIssue("acme/api", { title: "Pay by invoice" });
  people.block(consumer, provider);
  const address = projects.create("acme", "Plan", [{ name: "Sprint", type: "ITERATION", iterations }]);
  projects.add(address, provider, { Sprint: "Sprint 2" });
  projects.add(address, consumer, { Sprint: "Sprint 1" });
  place = await openApp({ connections: sandbox.connections, trainFile, clock: () => now }, ending);
});
afterEach(() => ending.disposeAsync());

async function look() {
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  const { view, records } = await evaluateAndStore(evaluating(place.store), train, now);
  const owned = [...view.items.values()].filter(({ role }) => role === "owned");
  return {
    owned: owned.map(({ item, iteration }) => `${item.key} in ${iteration?.key ?? "none"}`).toSorted(),
    conflicts: records.map(({ conflict, state, firstSeenAt }) => [conflict.rule, state, firstSeenAt]),
  };
}

const sync = () => syncAll(place, { full: false });

async function deliver(from: string, to: string): Promise<void> {
  const connector = place.connectors.get("hub");
  if (connector === undefined) throw new Error("there is no hub");
  const issue = { node_id: from, updated_at: "2026-11-24T13:00:00Z", user: { login: "octocat" } };
  const changes = { new_issue: { node_id: to } };
  const body = JSON.stringify({ action: "transferred", issue, changes, sender: { login: "octocat" } });
  const notice = connector.receiver.read({ event: "issues.transferred", body });
  const context = { ...place, source: connector.source, scope: scopeOf("hub", place.trains) };
  await applyNotices({ ...context, changes: new Changes() }, [notice]);
}

test.each([
  ["a delivery tells it before the project is read again", deliver],
  ["no delivery tells it", sync],
])("an issue that is transferred keeps its team, plan and conflict, where %s", async (_, learn) => {
  await sync();
  const before = await look();
  expect(before.conflicts).toEqual([["late-provider", "open", now]]);
  const nodeId = (address: typeof provider) => textAt(sandbox.github.people.issue(address), "node_id") ?? "";
  const from = nodeId(provider);
  const target = sandbox.github.people.transfer(provider, "acme/books");
  now += 3_600_000;
  await learn(from, nodeId(target));
  const after = { ...before, owned: ["acme/api#2 in 1", "acme/books#1 in 2"] };
  expect(await look()).toEqual(after);
  now += 3_600_000;
  await sync();
  expect(await look()).toEqual(after);
});
