import { afterEach, describe, expect, test } from "vitest";
import type { GithubRepoData } from "../../sandbox/data.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { sortedBy } from "../../src/domain/ordering.ts";
import type { ConflictAnswer } from "../../src/domain/conflicts/answer.ts";
import { iterationAt } from "../../src/domain/model/train.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { evaluateAndStore, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { qualitySection } from "../../src/reporting/quality-section.ts";
import { appOn, openApp } from "../support/app.ts";
import { linesOf } from "../support/document-lines.ts";
import { issue } from "../sandbox/github/fixture.ts";

const trainFile = `trains:
  - key: small
    name: Small
    timeZone: Europe/Berlin
    increments:
      - key: "2026.4"
        starts: 2026-11-16
        iterations: { count: 3, length: 2w }
    teams:
      - { key: web, from: { github: hub, project: acme/1, label: web } }
      - { key: api, from: { github: hub, project: acme/1 } }
`;

const began = Date.parse("2026-11-24T12:00:00Z");
let now = began;
const clock = () => now;
const minute = 60_000;
const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
const sprints = ["2026-11-16", "2026-11-30", "2026-12-14"].map((startDate, place) => ({
  title: `Sprint ${place + 1}`,
  startDate,
  duration: 14,
}));

let resources = new AsyncDisposableStack();
afterEach(async () => {
  now = began;
  await resources.disposeAsync();
  resources = new AsyncDisposableStack();
});

async function startWorld() {
  const web = issue(1, { id: 9_000_000_001, body: "", labels: [{ id: 6_000_000_009, name: "web", color: "0e8a16" }] });
  const sandbox = await startSandbox({
    data: {
      jira: {},
      github: { "acme/api": { ...empty, issues: [issue(1), issue(2)] }, "acme/web": { ...empty, issues: [web] } },
      trainFile,
      problems: [],
    },
    port: 0,
    clock,
    searchLagMs: 0,
  });
  resources.defer(() => sandbox.close());
  const { projects, people } = sandbox.github;
  const address = projects.create("acme", "Payments", [
    { name: "Iteration", type: "ITERATION", iterations: sprints },
    { name: "Estimate", type: "NUMBER" },
    { name: "Status", type: "SINGLE_SELECT" },
  ]);
  const consumer = { repository: "acme/web", number: 1 };
  const provider = { repository: "acme/api", number: 1 };
  people.block(consumer, provider);
  const items = {
    consumer: projects.add(address, consumer, { Iteration: "Sprint 1", Estimate: 3, Status: "Doing" }),
    provider: projects.add(address, provider, { Iteration: "Sprint 2", Estimate: 8, Status: "Todo" }),
  };
  projects.addDraft(address, "An idea");
  const app = await openApp({ connections: sandbox.connections, trainFile, clock }, resources);
  const evaluated = () => {
    const [train] = app.trains;
    if (train === undefined) throw new Error("no train");
    return evaluateStored(evaluating(app.store), train, clock());
  };
  const look = async () => {
    await syncAll(app, { full: false });
    return evaluated();
  };
  /** Ten minutes later: reads, a whole sweep too, and stores the conflicts. */
  let sent = 0;
  const pass = async (depth: "sync" | "whole" = "sync") => {
    now += 10 * minute;
    const [synced] = await syncAll(app, { full: depth === "whole" && { maxDrop: 0.2 } });
    const [train] = app.trains;
    if (train === undefined || synced === undefined) throw new Error("nothing was read");
    const requests = synced.requests - sent;
    sent = synced.requests;
    return { synced, requests, evaluation: await evaluateAndStore(evaluating(app.store), train, clock()) };
  };
  return { sandbox, projects, address, items, look, pass, evaluated, store: app.store };
}

const key = (number: number, repo = "api") => `acme/${repo}#${number}`;

function itemsIn({ view }: Awaited<ReturnType<Awaited<ReturnType<typeof startWorld>>["look"]>>) {
  const planned = [...view.items.values()].filter(({ role }) => role === "owned");
  return sortedBy(planned, ({ item }) => item.key).map(({ item, team, iteration, points }) => [
    item.key,
    team?.key,
    iteration?.key ?? null,
    points,
    item.status,
  ]);
}

test("a team plans by its project alone: owners, iterations, points, status, conflicts and drafts", async () => {
  const { look, projects, address, items } = await startWorld();
  const first = await look();
  expect(itemsIn(first)).toEqual([
    [key(1), "api", "2", 8, "todo"],
    [key(1, "web"), "web", "1", 3, "in-progress"],
  ]);
  expect(first.view.conflicts.map(({ rule, severity }) => [rule, severity])).toEqual([["late-provider", "conflict"]]);
  expect(iterationAt(first.view.train, clock())?.key).toBe("1");
  // A day of the field is a day of the train.
  const provider = [...first.view.items.values()].find(({ item }) => item.key === key(1));
  expect(provider?.startsAt).toBe(Date.parse("2026-11-30T00:00:00+01:00"));
  expect(linesOf(qualitySection(first))).toContain(
    "1 draft issue of the project acme/1: Signalbox counts no drafts. Convert it to an issue to plan with it.",
  );
  // Each edit of the field gives its iterations new ids, and moves no item.
  projects.setIterations(address, "Iteration", [
    ...sprints,
    { title: "Sprint 4", startDate: "2026-12-28", duration: 14 },
  ]);
  expect(itemsIn(await look())).toEqual(itemsIn(first));
  projects.set(address, items.provider, ["Iteration", "Sprint 1"]);
  projects.set(address, items.provider, ["Estimate", null]);
  projects.archive(address, items.consumer);
  const next = await look();
  expect(itemsIn(next)).toEqual([[key(1), "api", "1", null, "todo"]]);
  expect(next.view.conflicts).toEqual([]);
});

test("a project that can no longer be read keeps its last items; the failure has its remedy", async () => {
  const { look, evaluated, sandbox, store } = await startWorld();
  const before = itemsIn(await look());
  sandbox.github.admin.withhold("organization_projects=read");
  await expect(look()).rejects.toThrow("does not allow it while reading the fields of the project acme/1");
  expect(itemsIn(await evaluated())).toEqual(before);
  const failed = (await store.streams()).filter(({ failure }) => failure !== null);
  expect(failed.map(({ stream, failure }) => [stream, failure?.code])).toEqual([["query:project:acme/1", "forbidden"]]);
  expect(failed[0]?.failure?.text).toContain("`read:project`");
});

test("what a project says follows its connection's new key", async () => {
  const { look, store } = await startWorld();
  await look();
  await store.renameConnection("hub", "octo");
  const { memberships, sprints: boxes } = await store.loadModel();
  const values = memberships.flatMap(({ values: found }) => [...(found ?? [])]);
  expect(values).toHaveLength(2);
  for (const [id, { iteration }] of values) {
    expect(id).toMatch(/^github:octo:issue:/u);
    expect(boxes.get(iteration ?? "github:octo:iteration:none")?.kind).toBe("iteration");
  }
});

test("the plan stays when people rename the fields that it comes from, or add another iteration field", async () => {
  const { look, projects, address } = await startWorld();
  const first = await look();
  projects.addField(address, { name: "Quarter", type: "ITERATION", iterations: [] });
  const second = await look();
  expect(itemsIn(second)).toEqual(itemsIn(first));
  projects.renameField(address, ["Iteration", "Cycle"]);
  projects.renameField(address, ["Estimate", "Weight"]);
  projects.renameField(address, ["Status", "State"]);
  const third = await look();
  expect(itemsIn(third)).toEqual(itemsIn(first));
  expect(third.view.conflicts.map(({ rule }) => rule)).toEqual(["late-provider"]);
});

describe("items of a project that GitHub hides", () => {
  type Passed = Awaited<ReturnType<Awaited<ReturnType<typeof startWorld>>["pass"]>>;
  const lifeOf = ({ evaluation: { records } }: Passed) =>
    records.map(({ conflict: { rule }, state, firstSeenAt, unseenSince, answer }) => {
      return { rule, state, firstSeenAt, unseenSince, by: answer?.by };
    });
  const answer: ConflictAnswer = { kind: "acknowledged", by: "Ann", note: null, at: began };

  /** Begins with an acknowledged conflict. */
  async function startAnswered() {
    const world = await startWorld();
    const { evaluation } = await world.pass();
    const answered = evaluation.records.map((record) => ({ ...record, answer }));
    await world.store.saveConflicts("small", answered, evaluation.records);
    return { ...world, before: await world.pass() };
  }

  test("keep team, plan and conflict with its age and answer, without requests of their own, until GitHub shows them again", async () => {
    const { sandbox, pass, before } = await startAnswered();
    const life = lifeOf(before);
    expect(life).toMatchObject([{ rule: "late-provider", state: "open", by: "Ann", unseenSince: null }]);
    for (const hidden of [["acme/api"], ["acme/web"], ["acme/api", "acme/web"]]) {
      for (const repo of hidden) sandbox.github.admin.hideRepository(repo);
      // GitHub hides a blocker's link together with the blocker.
      const unseenSince = hidden.join() === "acme/api" ? now + 10 * minute : null;
      for (const depth of ["sync", "whole", "sync"] as const) {
        const after = await pass(depth);
        expect(itemsIn(after.evaluation), `${hidden.join()} ${depth}`).toEqual(itemsIn(before.evaluation));
        expect(lifeOf(after)).toEqual(life.map((one) => ({ ...one, unseenSince })));
        expect(after.synced).toMatchObject({ refused: null, gone: 0, failures: [] });
        // Signalbox asks once more for the visible end of a link that vanished; a whole sweep lists the project again.
        const more = (unseenSince === null ? 0 : 1) + (depth === "whole" ? 2 : 0);
        expect(after.requests).toBeLessThanOrEqual(before.requests + more);
        expect(linesOf(qualitySection(after.evaluation)).join("\n")).toContain(
          `${hidden.length} open item${hidden.length === 1 ? " of the project acme/1 is" : "s of the project acme/1 are"} hidden from our account`,
        );
        expect(after.evaluation.rollup.verdict.reasons).toContainEqual({ kind: "hidden-items", count: hidden.length });
        expect(after.evaluation.rollup.unseenConflicts).toBe(unseenSince === null ? 0 : 1);
      }
      for (const repo of hidden) sandbox.github.admin.showRepository(repo);
      const shown = await pass();
      expect(lifeOf(shown)).toEqual(life);
      expect(shown.evaluation.rollup.verdict.reasons).toEqual(before.evaluation.rollup.verdict.reasons);
    }
  });

  test("leave a conflict open whose other end changes, until a fact ends it", async () => {
    const { sandbox, projects, address, items, pass, before } = await startAnswered();
    const [was] = lifeOf(before);
    sandbox.github.admin.hideRepository("acme/api");
    projects.set(address, items.consumer, ["Iteration", "Sprint 3"]);
    const unseenSince = now + 10 * minute;
    expect(lifeOf(await pass("whole"))).toEqual([{ ...was, unseenSince }]);
    expect(lifeOf(await pass())).toEqual([{ ...was, unseenSince }]);
    sandbox.github.people.close({ repository: "acme/web", number: 1 });
    expect(lifeOf(await pass())).toMatchObject([{ state: "resolved" }]);
  });

  test("are members no more once people remove them from the project, or delete them", async () => {
    const { sandbox, projects, address, items, pass, store, before } = await startAnswered();
    const [was] = lifeOf(before);
    const members = async () => (await store.loadModel()).memberships.flatMap(({ itemIds }) => [...itemIds]);
    sandbox.github.admin.hideRepository("acme/api");
    const unseenSince = now + 10 * minute;
    await pass();
    expect(await members()).toHaveLength(2);
    projects.remove(address, items.provider);
    expect(lifeOf(await pass("whole"))).toEqual([{ ...was, unseenSince }]);
    expect(await members()).toHaveLength(1);
    sandbox.github.admin.showRepository("acme/api");
    projects.add(address, { repository: "acme/api", number: 2 });
    await pass();
    expect(await members()).toHaveLength(2);
    sandbox.github.people.delete({ repository: "acme/api", number: 2 });
    await pass("whole");
    expect(await members()).toHaveLength(1);
  });

  test("stay in their team if people name other fields of the project in the train file", async () => {
    const { sandbox, pass, store, before } = await startAnswered();
    sandbox.github.admin.hideRepository("acme/api");
    await pass();
    const changed = trainFile.replaceAll("project: acme/1", "project: acme/1, pointsField: Estimate");
    const app = await appOn(store, { connections: sandbox.connections, trainFile: changed, clock });
    const [train] = app.trains;
    if (train === undefined) throw new Error("no train");
    const evaluate = () => evaluateAndStore(evaluating(store), train, clock());
    const life = before.evaluation.records.map(({ state, firstSeenAt }) => ({ state, firstSeenAt, answer }));
    expect((await evaluate()).records).toMatchObject(life);
    now += 10 * minute;
    await syncAll(app, { full: false });
    const after = await evaluate();
    expect(after.records).toMatchObject(life);
    expect(itemsIn(after)).toEqual(itemsIn(before.evaluation));
  });
});
