import { afterEach, beforeEach, expect, test } from "vitest";
import type { SandboxData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { readAll } from "../../src/cli/sync-and-publish.ts";
import { createConnectors, realRuntime, type AppContext } from "../../src/cli/wiring.ts";
import { openApp } from "../support/app.ts";
import { silentLog } from "../support/silent-log.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";

/* Data Center gives an issue's epic by key only: while the epic is hidden, Signalbox cannot ask for its id. */

const minute = 60_000;
const teams = "      - { key: ledger, name: Ledger, from: { jira: acme, project: LED } }\n    dependencies:";
let now: number;
let ending: AsyncDisposableStack;
let sandbox: Sandbox;
let place: AppContext;

function withProjects(): SandboxData {
  const site = smallData.jira["acme"];
  if (site === undefined) throw new Error("the small train has no site");
  const others = [
    { id: "3", key: "LED", name: "Ledger" },
    { id: "4", key: "SEC", name: "Secrets" },
  ];
  const projects = [...site.projects, ...others];
  const trainFile = smallTrains.replace("    dependencies:", teams);
  return { ...smallData, jira: { acme: { ...site, projects } }, trainFile };
}

beforeEach(async () => {
  now = Date.parse(smallInstant);
  ending = new AsyncDisposableStack();
  const data = withProjects();
  const clock = () => now;
  sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0, jira: "data-center" });
  ending.defer(() => sandbox.close());
  place = await openApp({ connections: sandbox.connections, trainFile: data.trainFile, clock }, ending);
});

afterEach(() => ending.disposeAsync());

function site() {
  const one = sandbox.jira.get("acme");
  if (one === undefined) throw new Error("there is no site");
  return one;
}

/** An epic in a project, and a story of the visible project PAY that belongs to it. */
function epicIn(project: string): { readonly epic: string; readonly story: string } {
  const { people } = site();
  const epic = people.createIssue({ project: { key: project }, issuetype: { name: "Story" }, summary: "Epic" });
  const summary = "A part of it";
  const story = people.createIssue({ project: { key: "PAY" }, issuetype: { name: "Story" }, summary });
  people.editIssue(story, { parent: { key: epic } });
  return { epic, story };
}

/**
 * A new process, which has seen no epic, reads what changed: an edit of another issue, late enough that no reading
 * reaches back to the edits before.
 */
async function pass(): Promise<void> {
  now += 20 * minute;
  site().people.editIssue("PAY-3", { labels: [`at-${now}`] });
  now += minute;
  const connectors = createConnectors(sandbox.connections, place.trains, realRuntime(silentLog));
  await readAll({ ...place, connectors }, { full: false });
}

/** The key of a story's parent in the model; `hidden` if the model does not hold the parent, `none` without one. */
async function parentOf(story: string): Promise<string> {
  const { items } = await place.store.loadModel();
  const child = [...items.values()].find(({ key }) => key === story);
  if (child === undefined) throw new Error(`the model lacks ${story}`);
  if (child.parentId === null) return "none";
  return items.get(child.parentId)?.key ?? "hidden";
}

test.each(["LED", "SEC"])(
  "an epic in %s that was hidden from the beginning becomes the parent once it is shown",
  async (project) => {
    const { epic, story } = epicIn(project);
    site().administration.hideProject(project);
    await pass();
    expect(await parentOf(story)).toBe("none");
    await pass();
    site().administration.showProject(project);
    await pass();
    expect(await parentOf(story)).toBe(epic);
  },
);

test.each(["LED", "SEC"])(
  "a story that is read while its known epic in %s is hidden keeps it as its parent",
  async (project) => {
    const { epic, story } = epicIn(project);
    await pass();
    expect(await parentOf(story)).toBe(epic);
    site().administration.hideProject(project);
    site().people.editIssue(story, { labels: ["meanwhile"] });
    await pass();
    expect(await parentOf(story)).toBe(epic);
    await pass();
    site().administration.showProject(project);
    await pass();
    expect(await parentOf(story)).toBe(epic);
  },
);

test("a story gets the new one of two epics that changed while both were hidden", async () => {
  const { epic, story } = epicIn("LED");
  await pass();
  const { epic: other } = epicIn("LED");
  site().people.editIssue(story, { parent: { key: other } });
  site().administration.hideProject("LED");
  await pass();
  expect(await parentOf(story)).toBe("none");
  await pass();
  site().administration.showProject("LED");
  await pass();
  expect(await parentOf(story)).toBe(other);
  expect(other).not.toBe(epic);
});

test.each(["LED", "SEC"])(
  "a story gets its known epic although %s was renamed before it was hidden, and Signalbox knows only the old key",
  async (project) => {
    const { epic, story } = epicIn(project);
    const { people, administration } = site();
    people.editIssue(story, { parent: null });
    people.link({ type: "Blocks", source: epic, destination: "PAY-1" });
    await pass();
    administration.renameProject(project, "SAFE");
    const present = epic.replace(project, "SAFE");
    people.editIssue(story, { parent: { key: present } });
    administration.hideProject("SAFE");
    await pass();
    expect(await parentOf(story)).toBe("none");
    await pass();
    administration.showProject("SAFE");
    await pass();
    expect(await parentOf(story)).toBe(present);
  },
);

test("a story that is read while its hidden epic counts as gone has it as parent once it is shown", async () => {
  const { epic, story } = epicIn("LED");
  await pass();
  site().administration.hideProject("LED");
  const stored = await place.store.loadModel();
  await place.store.markGone(
    [...stored.items.values()].flatMap(({ key, id }) => (key === epic ? id : [])),
    now,
  );
  site().people.editIssue(story, { labels: ["meanwhile"] });
  await pass();
  await pass();
  site().administration.showProject("LED");
  await pass();
  const { items } = await place.store.loadModel();
  expect([...items.values()].find(({ key }) => key === epic)).toMatchObject({ presence: "present" });
  expect(await parentOf(story)).toBe(epic);
});

test("a story that leaves its hidden epic has no parent", async () => {
  const { story } = epicIn("LED");
  site().administration.hideProject("LED");
  await pass();
  site().people.editIssue(story, { parent: null });
  await pass();
  site().administration.showProject("LED");
  await pass();
  expect(await parentOf(story)).toBe("none");
});
