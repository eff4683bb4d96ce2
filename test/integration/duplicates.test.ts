import { evaluating } from "../../src/cli/evaluate-context.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawRecord, SandboxData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { conflictRows } from "../../src/reporting/conflict-rows.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { smallData, smallInstant } from "../support/small-train.ts";
import { openApp } from "../support/app.ts";

const types = {
  blocks: { id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" },
  doubles: { id: "10002", name: "Doppelung", inward: "wird dupliziert von", outward: "dupliziert" },
};
const end = (number: number) => ({ id: `${20_000 + number}`, key: `EXT-${number}`, fields: {} });

/** Of a project that no team names; finished ones are duplicates of the next. */
function foreign(number: number, change: RawRecord = {}): RawRecord {
  const status = { id: "6", name: "Geschlossen", statusCategory: { id: 3, key: "done", name: "Done" } };
  return {
    id: `${20_000 + number}`,
    key: `EXT-${number}`,
    fields: {
      summary: `Elsewhere ${number}`,
      issuetype: { id: "10001", name: "Story", subtask: false, hierarchyLevel: 0 },
      project: { id: "9", key: "EXT", name: "Elsewhere" },
      status,
      resolution: { id: "10400", name: "Doppelt" },
      created: "2026-11-01T08:00:00.000+0000",
      updated: "2026-11-20T08:00:00.000+0000",
      issuelinks: [{ id: `60${number}`, type: types.doubles, outwardIssue: end(number + 1) }],
      ...change,
    },
  };
}

const open = {
  status: { id: "1", name: "Offen", statusCategory: { id: 2, key: "new", name: "To Do" } },
  resolution: null,
  issuelinks: [],
};

function data(): SandboxData {
  const site = smallData.jira["acme"];
  if (site === undefined) throw new Error("the small data has a site");
  const waits = { id: "700", type: types.blocks, inwardIssue: end(1) };
  const issues = site.issues.map((issue) =>
    issue["key"] === "PAY-3" ? { ...issue, fields: { ...Object(issue["fields"]), issuelinks: [waits] } } : issue,
  );
  const hub = smallData.github["acme/api"];
  if (hub === undefined) throw new Error("the small data has a repository");
  const dates = { created_at: "2026-11-01T08:00:00Z", updated_at: "2026-11-20T08:00:00Z" };
  const more = [2, 3].map((number) => ({ number, title: `Issue ${number}`, body: "", state: "open", ...dates }));
  return {
    ...smallData,
    jira: {
      acme: {
        ...site,
        issues: [...issues, foreign(1), foreign(2), foreign(3, open)],
        issueLinkTypes: Object.values(types),
        projects: [...site.projects, { id: "9", key: "EXT", name: "Elsewhere" }],
      },
    },
    github: { ...smallData.github, "acme/api": { ...hub, issues: [...hub.issues, ...more] } },
  };
}

const ending = new AsyncDisposableStack();
let sandbox: Sandbox;
let place: AppContext;

beforeAll(async () => {
  const clock = () => Date.parse(smallInstant);
  sandbox = await startSandbox({ data: data(), port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const hands = sandbox.github.people;
  const issue = (number: number) => ({ repository: "acme/api", number });
  hands.block(issue(1), issue(2));
  hands.closeAsDuplicate(issue(2), issue(3));
  place = await openApp({ connections: sandbox.connections, trainFile: data().trainFile, clock }, ending);
  await syncAll(place, { full: false });
});

afterAll(() => ending.disposeAsync());

async function edges(change: Partial<Train> = {}) {
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  const evaluation = await evaluateStored(evaluating(place.store), { ...train, ...change }, Date.parse(smallInstant));
  const { items, dependencies } = evaluation.view;
  const nameOf = (id: string) => [...items.values()].find(({ item }) => item.id === id)?.item.key ?? id;
  return {
    dependencies: dependencies.map(({ consumer, provider }) => `${nameOf(consumer)} > ${nameOf(provider)}`).toSorted(),
    rules: conflictRows(evaluation).map(({ rule, provider }) => `${rule} ${provider?.key}`),
    presence: [...items.values()].filter(({ item }) => item.key === "EXT-3").map(({ item }) => item.presence),
  };
}

test("one sync follows duplicates through projects that no team names, in either tracker", async () => {
  const { dependencies, rules, presence } = await edges();
  expect(dependencies).toEqual(["PAY-1 > PAY-2", "PAY-3 > EXT-3", "acme/api#1 > PAY-2", "acme/api#1 > acme/api#3"]);
  expect(presence).toEqual(["present"]);
  expect(rules.filter((rule) => rule.startsWith("cancelled-provider"))).toEqual([]);
});

test("what the train file says of a status takes effect on what was read already", async () => {
  const meant = { bearer: null, connection: null, means: "done" } as const;
  const { dependencies, rules } = await edges({ statuses: [{ ...meant, word: "10400" }] });
  expect(dependencies).toContain("PAY-3 > EXT-1");
  expect(rules).not.toContain("cancelled-provider EXT-1");
  const dropped = await edges({ statuses: [{ ...meant, means: "cancelled", word: "Offen" }] });
  expect(dropped.rules).toContain("cancelled-provider EXT-3");
});
