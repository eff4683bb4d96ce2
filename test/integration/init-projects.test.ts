import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import type { GithubRepoData, SandboxData } from "../../sandbox/data.ts";
import type { NewField } from "../../sandbox/github/projects/project-people.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { issue } from "../sandbox/github/fixture.ts";
import { startInitWorld, type InitWorld } from "../support/init-world.ts";
import { at, listAt } from "../support/json.ts";
import { smallData } from "../support/small-train.ts";

const dayMs = 86_400_000;
const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };

/** A day near today, by whole fortnights: the stand-in and init use the real clock. */
function dayOf(fortnights: number, days = 0): string {
  const monday = Math.floor((Date.now() / dayMs + 3) / 14) * 14 - 3;
  return new Date((monday + 14 * fortnights + days) * dayMs).toISOString().slice(0, 10);
}

/** Six fortnights, with a week's break after the third. */
const iterations = [-3, -2, -1, 0, 1, 2].map((place) => ({
  title: `Iteration ${place + 4}`,
  startDate: dayOf(place, place >= 0 ? 7 : 0),
  duration: 14,
}));

const planned: readonly NewField[] = [
  { name: "Iteration", type: "ITERATION", iterations },
  { name: "Estimate", type: "NUMBER" },
  { name: "Status", type: "SINGLE_SELECT" },
];

/** Issues of a repository, whose ids begin at a number of its own. */
function issues(count: number, place: number, change: (number: number) => object = () => ({})): GithubRepoData {
  const made = Array.from({ length: count }, (_, n) =>
    issue(n + 1, { id: 5_000_000_000 + 1000 * place + n, labels: [], ...change(n + 1) }),
  );
  return { ...empty, issues: made };
}

function onlyGithub(github: Readonly<Record<string, GithubRepoData>>): SandboxData {
  return { jira: {}, github, trainFile: "", problems: [] };
}

/** Puts issues into a project, each in an iteration. */
function plan({ github }: InitWorld, address: string, repository: string, count: number): void {
  for (let number = 1; number <= count; number += 1) {
    const values = { Iteration: iterations[number % iterations.length]?.title ?? "", Estimate: 1 + (number % 3) };
    github.projects.add(address, { repository, number }, values);
  }
}

function trainIn({ file }: InitWorld): Train {
  const env = { JIRA_EMAIL: "a", JIRA_TOKEN: "t", GITHUB_TOKEN: "t" };
  const [train] = parseTrainFile(file(), { file: "signalbox.yaml", env }).trains;
  if (train === undefined) throw new Error("no train");
  return train;
}

function homesOf({ teams }: Train): readonly unknown[] {
  return teams.map(({ name, from }) => {
    if (from.system === "jira") return [name, from.projects];
    return [name, from.repos, from.project?.address ?? from.iterations];
  });
}

async function proposed({ init }: InitWorld): Promise<unknown> {
  const { code, stdout, stderr } = await init("--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

function asked(printed: unknown): readonly unknown[] {
  return listAt(printed, "questions").map((question) => [
    at(question, "id"),
    ...listAt(question, "options").map((option) => at(option, "value")),
  ]);
}

const plansIn = { "acme/api": issues(12, 1), "acme/web": issues(8, 2) };

test("an organisation planned only in a project: teams, iterations with their break, estimates and first findings", async () => {
  const world = await startInitWorld(onlyGithub(plansIn));
  const { projects, people } = world.github;
  const address = projects.create("acme", "Payments", planned);
  plan(world, address, "acme/api", 10);
  plan(world, address, "acme/web", 8);
  // The provider is in the next iteration, its consumer in the present one.
  people.block({ repository: "acme/web", number: 3 }, { repository: "acme/api", number: 4 });
  const before = world.github.requests();
  const printed = await proposed(world);
  // Account, repositories, overview; projects of the owner; two requests for each repository.
  expect(world.github.requests() - before).toBe(3 + 1 + 2 * 2);
  expect(asked(printed)[0]).toEqual(["teams:github:acme/1", "repositories", "project"]);
  const { code, stdout, stderr } = await world.init("--yes");
  expect(code, stderr).toBe(0);
  const train = trainIn(world);
  expect(homesOf(train)).toEqual([
    ["api", ["acme/api"], "acme/1"],
    ["web", ["acme/web"], "acme/1"],
  ]);
  const days = train.increments.flatMap((one) => one.iterations.map(({ startsOn, endsOn }) => `${startsOn}/${endsOn}`));
  const starts = new Set(days.map((span) => span.slice(0, 10)));
  expect(iterations.filter(({ startDate }) => !starts.has(startDate))).toEqual([]);
  expect(days).toContain(`${dayOf(-1)}/${dayOf(0)}`);
  expect(days.some((span) => span.startsWith(dayOf(0)))).toBe(false);
  expect(stdout).toContain("2 repositories, 0 milestones, 1 open project; it read 20 items");
  expect(stdout).toMatch(/^ {2}api: 10 items, 100 % with estimate, 100 % with iteration/mu);
  expect(stdout).toContain("no team: 2 items of acme/api, such as acme/api#11");
  expect(stdout).toMatch(/^ {2}web: 8 items owned; of 8 open ones \d have an iteration and 8 an estimate$/mu);
  expect(stdout).toContain("== the comment that acme/web#3 would get");
  expect(stderr).not.toContain("warning");
});

test("teams of a project are one team, if its people work in all its repositories, or a person says so", async () => {
  const people = ["ann", "bob", "cid", "dee"];
  const assigned = (n: number) => ({ assignees: [{ login: people[n % 4], id: 70 + (n % 4) }] });
  const world = await startInitWorld(
    onlyGithub({ "acme/api": issues(8, 1, assigned), "acme/web": issues(8, 2, assigned) }),
  );
  const address = world.github.projects.create("acme", "Payments", planned);
  plan(world, address, "acme/api", 8);
  plan(world, address, "acme/web", 8);
  const printed = await proposed(world);
  expect(asked(printed).flat()).not.toContain("teams:github:acme/1");
  expect(listAt(printed, "teams")).toMatchObject([
    {
      key: "payments",
      confidence: "likely",
      from: { repos: [], project: { address: "acme/1", pointsField: null, holds: ["acme/api", "acme/web"] } },
      why: "the project holds 16 of the sample, 100 % in an iteration; estimates: field “Estimate”, 100 % of the sample have it; 4 of the 4 people on it work in more than one of its 2 repositories",
    },
  ]);
});

describe("beside other plans", () => {
  test("Jira's boards and a project are one train, where their items name each other", async () => {
    const world = await startInitWorld({
      ...smallData,
      github: { "acme/api": issues(6, 1, () => ({ body: "Blocked by PAY-1" })) },
    });
    plan(world, world.github.projects.create("acme", "Interfaces", planned), "acme/api", 6);
    const sources = listAt(await proposed(world), "teams").map((team) => at(team, "from"));
    expect(sources).toMatchObject([{ projects: ["PAY"] }, { repos: [], project: { address: "acme/1" } }]);
  });

  test("a repository with milestones too is a question, by where most of its issues are", async () => {
    const due = (number: number) => ({
      number,
      title: `M${number}`,
      due_on: `${dayOf(number)}T08:00:00Z`,
      state: "open",
    });
    const milestones = [1, 2].map((number) => ({ id: 900 + number, ...due(number) }));
    const inMilestone = (n: number) => ({ milestone: n <= 6 ? milestones[n % 2] : null });
    const world = await startInitWorld(
      onlyGithub({ "acme/api": { ...issues(8, 1, inMilestone), milestones }, "acme/web": issues(8, 2) }),
    );
    const { projects, people } = world.github;
    const address = projects.create("acme", "Payments", planned);
    plan(world, address, "acme/api", 4);
    plan(world, address, "acme/web", 8);
    people.block({ repository: "acme/web", number: 1 }, { repository: "acme/api", number: 2 });
    const printed = await proposed(world);
    expect(asked(printed)[0]).toEqual(["plans:github:acme/api", "milestones", "project"]);
    expect(listAt(printed, "teams").map((team) => at(team, "from"))).toMatchObject([
      { repos: ["acme/api"], points: null },
      { repos: [], project: { address: "acme/1", holds: ["acme/web"] } },
    ]);
  });
});

test("projects without iterations, without issues, and closed ones make no team", async () => {
  const world = await startInitWorld(onlyGithub(plansIn));
  const { projects } = world.github;
  plan(world, projects.create("acme", "Payments", planned), "acme/api", 10);
  projects.add(projects.create("acme", "Bugs", []), { repository: "acme/web", number: 1 });
  projects.create("acme", "Unused", planned);
  const old = projects.create("acme", "Old", planned);
  plan(world, old, "acme/web", 8);
  projects.close(old);
  const printed = await proposed(world);
  expect(listAt(printed, "trackers", 0, "projects")).toEqual(["acme/3", "acme/2", "acme/1"]);
  expect(listAt(printed, "teams").map((team) => at(team, "from", "project", "address"))).toEqual(["acme/1"]);
  expect(listAt(printed, "notes").slice(0, 2)).toEqual([
    "No team plans by the project “Bugs” (acme/2) in this proposal: no iteration field.",
    "No team plans by the project “Unused” (acme/3) in this proposal: no issue that Signalbox looked at is in it.",
  ]);
});

test("of two projects over the same issues, the one that most plan by", async () => {
  const world = await startInitWorld(onlyGithub(plansIn));
  const { projects } = world.github;
  const roadmap = projects.create("acme", "Roadmap", planned);
  for (let number = 1; number <= 10; number += 1) projects.add(roadmap, { repository: "acme/api", number });
  plan(world, projects.create("acme", "Sprints", planned), "acme/api", 10);
  const printed = await proposed(world);
  expect(asked(printed)[0]).toEqual(["project:github:acme/1,acme/2", "acme/2", "acme/1"]);
  expect(listAt(printed, "teams").map((team) => at(team, "name"))).toEqual(["Sprints"]);
  expect(listAt(printed, "leftOut")).toContainEqual({ container: "acme/1", why: "holds the same issues as acme/2" });
});

test("ten projects are ten teams, in a bounded number of requests", async () => {
  const names = Array.from({ length: 10 }, (_, n) => `acme/part-${n}`);
  const world = await startInitWorld(onlyGithub(Object.fromEntries(names.map((name, n) => [name, issues(4, n)]))));
  const { projects, people } = world.github;
  for (const [n, repository] of names.entries()) {
    plan(world, projects.create("acme", `Team ${n}`, planned), repository, 4);
    if (n > 0) people.block({ repository, number: 1 }, { repository: names[n - 1] ?? "", number: 2 });
  }
  const before = world.github.requests();
  const printed = await proposed(world);
  expect(world.github.requests() - before).toBe(3 + 1 + 2 * 10);
  const teams = listAt(printed, "teams");
  expect(teams.map((team) => at(team, "from", "project", "address"))).toEqual(
    names.map((_, n) => `acme/${n + 1}`).toSorted(),
  );
  expect(new Set(teams.map((team) => at(team, "confidence")))).toEqual(new Set(["sure"]));
  expect(at(printed, "calendar", "why")).toBe("10 of 10 teams begin one every 2 weeks");
});

test.each<readonly [string, (world: InitWorld) => void, RegExp]>([
  [
    "a token without read:project",
    ({ github }) => {
      github.admin.withhold("organization_projects=read");
    },
    /does not allow it while listing the projects of acme: .* give the token of connection github the scope `read:project`/u,
  ],
  [
    "a server that does not know projects",
    ({ github }) => {
      github.admin.removeProjects();
    },
    /does not know a field that Signalbox reads while listing the projects of acme: .* init goes on without projects\.$/u,
  ],
])("%s: init says so, and goes on with the repositories", async (_, prepare, says) => {
  const world = await startInitWorld(onlyGithub(plansIn));
  plan(world, world.github.projects.create("acme", "Payments", planned), "acme/api", 10);
  prepare(world);
  const printed = await proposed(world);
  expect(listAt(printed, "teams").map((team) => at(team, "key"))).toEqual(["api"]);
  expect(listAt(printed, "notes").filter((note) => says.test(String(note)))).toHaveLength(1);
});

test("--update proposes a new project as a diff, and names one whose issues have teams already", async () => {
  const world = await startInitWorld(onlyGithub({ ...plansIn, "acme/docs": issues(1, 3) }));
  const { projects, people } = world.github;
  people.block({ repository: "acme/web", number: 1 }, { repository: "acme/api", number: 2 });
  people.block({ repository: "acme/docs", number: 1 }, { repository: "acme/api", number: 3 });
  world.github.admin.hideRepository("acme/docs");
  plan(world, projects.create("acme", "Interfaces", planned), "acme/api", 10);
  expect((await world.init("--yes")).code).toBe(0);
  expect((await world.init("--update")).stdout).toContain("Nothing is new");
  world.github.admin.showRepository("acme/docs");
  const docs = projects.create("acme", "Manuals: ${A}", planned);
  plan(world, docs, "acme/docs", 1);
  plan(world, projects.create("acme", "Pages", planned), "acme/web", 8);
  const shown = await world.init("--update");
  expect(shown.stdout.split("\n").filter((line) => /^[+-]/u.test(line))).toEqual([
    expect.stringMatching(
      /^\+ +- \{ key: manuals-a, name: "?Manuals: \$ \{A\}"?, from: \{ github: github, project: acme\/2 \} \} # the project holds 1 of the sample/u,
    ),
  ]);
  expect(shown.stderr).toContain("note: The project acme/3 has iterations and holds issues of acme/web.");
});
