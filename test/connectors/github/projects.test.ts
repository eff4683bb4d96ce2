import { describe, expect, test } from "vitest";
import type { ProjectSource } from "../../../src/domain/model/train.ts";
import { all } from "./hub.ts";
import { start, stream, type Started } from "./stand-in.ts";
import { issue } from "../../sandbox/github/fixture.ts";

const source = (change: Partial<ProjectSource> = {}): ProjectSource => ({
  address: "acme/1",
  iterationField: null,
  pointsField: null,
  statusField: null,
  ...change,
});

const sprints = [
  { title: "Sprint 1", startDate: "2026-11-02", duration: 14 },
  // A break of a week.
  { title: "Sprint 2", startDate: "2026-11-23", duration: 14 },
  { title: "Sprint 3", startDate: "2026-12-07", duration: 14 },
];

const api = (number: number) => ({ repository: "acme/api", number });

async function startProject(sources: readonly ProjectSource[] = [source()]) {
  const hub = await start({ issues: [issue(1), issue(2)] }, { projects: sources });
  const address = hub.host.projects.create("acme", "Payments", [
    { name: "Sprint", type: "ITERATION", iterations: sprints },
    { name: "Estimate", type: "NUMBER" },
    { name: "Status", type: "SINGLE_SELECT" },
  ]);
  return { ...hub, address, projects: hub.host.projects };
}

const pullProjects = ({ source: reader }: Pick<Started, "source">) => all(reader.pull({ name: "projects" }, null));

describe("a project of the stand-in", () => {
  test("gives iterations with a break and a completed one, and each issue's iteration, points and status", async () => {
    const hub = await startProject();
    const { projects, address } = hub;
    projects.add(address, api(1), { Sprint: "Sprint 2", Estimate: 5, Status: "In progress" });
    projects.add(address, api(2));
    expect(hub.source.streams().at(-1)).toEqual({ name: "projects", mode: "full", pace: "sweep" });
    const [boxes, items, ...others] = await pullProjects(hub);
    expect(others).toEqual([]);
    expect(boxes?.wholeList).toBe("iteration");
    expect(
      boxes?.sprints.map(({ name, state, startsAt, endsAt, container }) => [name, state, startsAt, endsAt, container]),
    ).toEqual([
      ["Sprint 1", "closed", Date.parse("2026-11-02"), Date.parse("2026-11-16"), "acme/1"],
      ["Sprint 2", "active", Date.parse("2026-11-23"), Date.parse("2026-12-07"), "acme/1"],
      ["Sprint 3", "future", Date.parse("2026-12-07"), Date.parse("2026-12-21"), "acme/1"],
    ]);
    const second = boxes?.sprints[1]?.id;
    expect(second).toMatch(/^github:hub:iteration:PVTIF_/u);
    expect(items?.members.map(({ query, itemId, values }) => [query, itemId, values])).toEqual([
      ["project:acme/1", "github:hub:issue:5000000001", { iteration: second, points: 5, status: "In progress" }],
      ["project:acme/1", "github:hub:issue:5000000002", { iteration: null, points: null, status: null }],
    ]);
  });

  test("gives each issue's business value, if the train file names a field for it", async () => {
    const hub = await startProject([source({ businessValueField: "Estimate", pointsField: "Estimate" })]);
    hub.projects.add(hub.address, api(1), { Estimate: 8 });
    hub.projects.add(hub.address, api(2));
    const [, items] = await pullProjects(hub);
    expect(items?.members.map(({ values }) => values)).toEqual([
      { iteration: null, points: 8, businessValue: 8, status: null },
      { iteration: null, points: null, businessValue: null, status: null },
    ]);
  });

  test("counts drafts apart, leaves archived items and pull requests out, and reports what it hides", async () => {
    const hub = await startProject();
    const { projects, address, people, host } = hub;
    projects.addDraft(address, "An idea");
    projects.addDraft(address, "Another");
    projects.archive(address, projects.add(address, api(1)));
    projects.add(address, people.openPull("acme/api", { title: "Change", head: "b" }));
    const entry = projects.add(address, people.createIssue("acme/web", { title: "Hidden" }));
    host.admin.hideRepository("acme/web");
    const [, items] = await pullProjects(hub);
    expect(items).toMatchObject({
      members: [],
      hidden: [{ query: "project:acme/1", entry }],
      drafts: [{ query: "project:acme/1", count: 2 }],
      rejected: [{ ref: "project acme/1", reason: "GitHub does not show the item to our account" }],
    });
  });

  test("keeps the identity of an iteration although GitHub gives it a new id with each edit of the field", async () => {
    const hub = await startProject();
    const ids = async () => (await pullProjects(hub))[0]?.sprints.map(({ id }) => id);
    const before = await ids();
    hub.projects.setIterations(hub.address, "Sprint", [
      ...sprints,
      { title: "Sprint 4", startDate: "2026-12-21", duration: 14 },
    ]);
    const after = await ids();
    expect(after?.slice(0, 3)).toEqual(before);
    hub.projects.setIterations(hub.address, "Sprint", [{ title: "Sprint 1", startDate: "2026-11-02", duration: 7 }]);
    expect((await ids())?.[0]).toMatch(/-2026-11-02-7-[0-9a-f]{8}$/u);
  });

  test("reads issues of repositories that no stream reads whole, and lists all its issues", async () => {
    const hub = await start({ issues: [issue(1)] }, { containers: ["acme/api"], projects: [source()] });
    const address = hub.host.projects.create("acme", "Payments", []);
    hub.host.projects.add(address, api(1));
    const entry = hub.host.projects.add(address, hub.people.createIssue("acme/web", { title: "Elsewhere" }));
    const pages = await pullProjects(hub);
    expect(pages.flatMap(({ items }) => items).map(({ item }) => item.key)).toEqual(["acme/web#1"]);
    const listed = (await all(hub.source.identities())).flat().flatMap((one) => ("id" in one ? one.id : []));
    expect(new Set(listed).size).toBe(2);
    hub.host.admin.hideRepository("acme/web");
    expect((await all(hub.source.identities())).flat()).toContainEqual({ query: "project:acme/1", entry });
  });

  test("has as many pages as it takes", async () => {
    const hub = await startProject();
    for (let count = 0; count < 120; count += 1) hub.projects.addDraft(hub.address, `Draft ${count}`);
    hub.projects.add(hub.address, api(2));
    const pages = await pullProjects(hub);
    expect(pages.slice(1).map(({ drafts = [], members }) => [drafts[0]?.count, members.length])).toEqual([
      [100, 0],
      [20, 1],
    ]);
  });

  test("is left out with its reason where it is missing or the token may not read it; the others are read", async () => {
    const hub = await startProject([source({ address: "acme/7" }), source()]);
    hub.projects.add(hub.address, api(1));
    const [boxes, items] = await pullProjects(hub);
    expect(boxes).not.toHaveProperty("wholeList");
    expect(boxes?.unread).toMatchObject([
      {
        name: "query:project:acme/7",
        failure: { code: "not-found", remedy: expect.stringContaining("`read:project`") },
      },
    ]);
    expect(items?.members).toHaveLength(1);
    hub.host.admin.withhold("organization_projects=read");
    const { notes } = await hub.source.probe();
    expect(notes).toMatchObject([
      { group: "permissions", outcome: "blocks", remedy: expect.stringContaining('"Projects: read"') },
      { group: "permissions", outcome: "blocks" },
    ]);
    // The issues are read all the same.
    const issues = await all(hub.source.pull(stream("issues"), null));
    expect(issues.flatMap((page) => page.items)).toHaveLength(2);
  });
});
