import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { openApp } from "../support/app.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";

/* A relation of GitHub leads to any repository that shows itself, a parent only to one of the same owner; no team has these two. */

const ending = new AsyncDisposableStack();
const empty = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
const data = { ...smallData, github: { ...smallData.github, "beta/lib": empty, "acme/plans": empty } };
const consumer = { repository: "acme/api", number: 1 };

let sandbox: Sandbox;
let place: AppContext;

beforeAll(async () => {
  const clock = () => Date.parse(smallInstant);
  sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const { people } = sandbox.github;
  people.createMilestone("beta/lib", { title: "Second", dueOn: Date.parse("2026-12-11T12:00:00Z") });
  const blocker = people.createIssue("beta/lib", { title: "Parse invoices", milestone: "Second" });
  const parent = people.createIssue("acme/plans", { title: "Invoices everywhere" });
  people.block(consumer, blocker);
  people.addSubIssue(parent, consumer);
  place = await openApp({ connections: sandbox.connections, trainFile: smallTrains, clock }, ending);
  await syncAll(place, { full: false });
});

afterAll(() => ending.disposeAsync());

async function read() {
  const { store, trains, runtime } = place;
  const [train] = trains;
  if (train === undefined) throw new Error("there is no train");
  const { view } = await evaluateStored(evaluating(store), train, runtime.clock());
  const items = [...view.items.values()].map(({ item, role }) => ({ key: item.key, id: item.id, item, role }));
  const keyOf = (id: string | null) => items.find((one) => one.id === id)?.key;
  return { view, items, keyOf };
}

test("a blocker in another organisation and a parent in another repository are read, until people remove the relations", async () => {
  const { view, items, keyOf } = await read();
  const beyond = items.filter(({ key }) => /^(?:beta\/lib|acme\/plans)#/u.test(key));
  expect(beyond.map(({ key, item, role }) => `${key} ${item.title}: ${item.presence}, ${role}`).toSorted()).toEqual([
    "acme/plans#1 Invoices everywhere: present, neighbour",
    "beta/lib#1 Parse invoices: present, neighbour",
  ]);
  expect(keyOf(items.find(({ key }) => key === "acme/api#1")?.item.parentId ?? null)).toBe("acme/plans#1");
  const waits = view.dependencies.filter(({ origins }) => origins.includes("github-blocked-by"));
  expect(waits.map((one) => [keyOf(one.consumer), keyOf(one.provider)])).toEqual([["acme/api#1", "beta/lib#1"]]);
  const blocker = [...view.items.values()].find(({ item }) => item.key === "beta/lib#1");
  expect(blocker?.endsAt).toBe(Date.parse("2026-12-12T00:00:00Z"));

  const { people } = sandbox.github;
  people.unblock(consumer, { repository: "beta/lib", number: 1 });
  people.removeSubIssue({ repository: "acme/plans", number: 1 }, consumer);
  await syncAll(place, { full: false });
  const later = await read();
  expect(later.items.map(({ key }) => key)).toContain("acme/api#1");
  expect(later.items.find(({ key }) => key === "acme/api#1")?.item.parentId).toBe(null);
  expect(later.view.dependencies.flatMap(({ origins }) => origins).toSorted()).toEqual(["jira-link", "text"]);
});
