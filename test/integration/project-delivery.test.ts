import { afterAll, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import { patience, startServeWorld } from "../support/serve-world.ts";
import { silentLog } from "../support/silent-log.ts";

/** The first day of an iteration; the present one has begun a week ago. */
function firstDay(iteration: number): string {
  return new Date(Date.now() + (14 * iteration - 21) * 86_400_000).toISOString().slice(0, 10);
}

const train = `trains:
  - key: small
    name: Small
    timeZone: UTC
    increments:
      - key: "2026.4"
        starts: ${firstDay(1)}
        iterations: { count: 3, length: 2w }
    teams:
      - { key: plan, name: Plan, from: { github: hub, project: acme/1 } }
    reports:
      rollup: [{ github: hub, repo: acme/trains }]
      comments: { settle: 0m, newPerRun: 20 }
`;

const iterations = [1, 2, 3].map((n) => ({ title: `Sprint ${n}`, startDate: firstDay(n), duration: 14 }));

const resources = new AsyncDisposableStack();
afterAll(() => resources.disposeAsync());

test("a delivery of a project's item changes the plan and the comment, and no sweep is needed", async () => {
  let provider = "";
  const prepare = ({ github: { projects, people } }: Sandbox) => {
    const address = projects.create("acme", "Plan", [{ name: "Sprint", type: "ITERATION", iterations }]);
    const first = { repository: "acme/api", number: 1 };
    const second = people.createIssue("acme/api", { title: "Prepare the ledger" });
    people.block(first, second);
    projects.add(address, first, { Sprint: "Sprint 2" });
    provider = projects.add(address, second, { Sprint: "Sprint 1" });
  };
  const options = { log: silentLog, isStarted: true, trainText: train, prepare };
  const { sandbox, store, url, hands } = await startServeWorld("acme/trains", options, resources);
  const { github } = sandbox;
  const consumer = { key: "acme/api#1" };
  github.hooks.registerForOrganization({ organization: "acme", url: `${url}/webhooks/hub` });
  github.projects.set("acme/1", provider, ["Sprint", "Sprint 3"]);
  await expect
    .poll(() => hands.written(consumer), patience)
    .toEqual([expect.stringContaining("“Prepare the ledger” (Plan), which is planned for iteration 3")]);
  github.projects.set("acme/1", provider, ["Sprint", "Sprint 1"]);
  await expect.poll(() => hands.written(consumer).join(""), patience).toContain("was moved to iteration 1");
  const told = (await store.inbox.list({ connection: "hub", limit: 100 })).map(({ event, state }) => [event, state]);
  expect(told.filter(([event]) => event?.startsWith("projects"))).toEqual([
    ["projects_v2_item.edited", "processed"],
    ["projects_v2_item.edited", "processed"],
  ]);
});
