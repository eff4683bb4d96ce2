import { expect, test } from "vitest";
import { readScopes, writeScope } from "../../connectors/jira/scopes.ts";
import type { JiraSite } from "../../sandbox/jira/site.ts";
import { asPlanted, firstToMend, useDoctorWorld, type DoctorWorld, type Planted } from "../support/doctor-world.ts";
import { pointsField } from "../support/sound-set-up.ts";

const world = useDoctorWorld();

function jira({ sandbox }: DoctorWorld): JiraSite {
  const site = sandbox.jira.get("acme");
  if (site === undefined) throw new Error("the stand-ins have no site acme");
  return site;
}

function replaced(at: DoctorWorld, from: string, to: string): void {
  if (!at.text.includes(from)) throw new Error(`the train file has no ${from}`);
  at.text = at.text.replace(from, to);
}

const everyScope = [...readScopes, writeScope];

function throughGateway(at: DoctorWorld, scopes: readonly string[]): void {
  jira(at).administration.giveScopes(scopes);
  replaced(at, "kind: jira,", `kind: jira, gateway: "${at.sandbox.url}${jira(at).gatewayPath}",`);
}

const planted: readonly Planted[] = [
  {
    name: "a token with scopes at the site's own address",
    plant: (at) => jira(at).administration.giveScopes(everyScope),
    first: "credentials:acme",
    says: /does not accept our credentials/u,
  },
  {
    name: "a token without the scope of boards",
    plant: (at) =>
      throughGateway(
        at,
        everyScope.filter((scope) => scope !== "read:board-scope:jira-software"),
      ),
    first: "scope:acme:boards",
    says: /lacks one of the scopes read:board-scope:jira-software/u,
  },
  {
    name: "an address that the organisation's allow list lacks",
    plant: ({ sandbox }) => sandbox.github.admin.admitOthersOnly("acme"),
    first: "allow-list:hub:acme",
    says: /admits only listed addresses/u,
  },
  {
    name: "a person's account in Jira",
    plant: (at) => jira(at).people.editIssue("PAY-3", { assignee: { accountId: jira(at).account.accountId } }),
    first: "account:acme",
    says: /PAY-3 is assigned to it/u,
  },
  {
    name: "a person's account in GitHub",
    plant: ({ sandbox: { github } }) =>
      github.people.edit({ repository: "acme/api", number: 1 }, { assignees: [github.login] }),
    first: "account:hub",
    says: /acme\/api#1 is assigned to it/u,
  },
  ...(
    [
      ["PMO", "CREATE_ISSUES", "Create issues"],
      ["PMO", "EDIT_ISSUES", "Edit issues"],
      ["PMO", "BROWSE_PROJECTS", "Browse projects"],
      ["PAY", "ADD_COMMENTS", "Add comments"],
      ["PAY", "EDIT_OWN_COMMENTS", "Edit own comments"],
    ] as const
  ).map(([project, permission, name]) => ({
    name: `an account without "${name}" in ${project}`,
    plant: (at: DoctorWorld) => jira(at).administration.withhold(project, permission),
    first: `permission:acme:${project}:${permission}`,
    says: new RegExp(`lacks the permission "${name}" in project ${project}`, "u"),
  })),
  ...(
    [
      ["issues=write", "issues-write", "Issues: write"],
      ["issues=read", "issues-read", "Issues: read"],
      ["pull_requests=read", "pulls-read", "Pull requests: read"],
    ] as const
  ).map(([permission, access, name]) => ({
    name: `a token without "${name}"`,
    plant: ({ sandbox }: DoctorWorld) => sandbox.github.admin.withhold(permission),
    first: `permission:hub:acme/api:${access}`,
    says: new RegExp(`lacks "${name}"`, "u"),
  })),
  {
    name: "an organisation behind single sign-on",
    plant: ({ sandbox }) => sandbox.github.admin.requireSignOn("acme"),
    first: "sign-on:hub:acme",
    says: /single sign-on of acme/u,
  },
  {
    name: "a hidden project",
    plant: (at) => jira(at).administration.hideProject("PAY"),
    first: "container:acme:PAY",
    says: /looking for project PAY/u,
  },
  {
    name: "an archived project",
    plant: (at) => jira(at).administration.archiveProject("PAY"),
    first: "container:acme:PAY",
    says: /archived/u,
  },
  {
    name: "a deleted project of the rollup",
    plant: (at) => jira(at).administration.deleteProject("PMO"),
    first: "rollup:acme:PMO:Task",
    says: /there is no such project/u,
  },
  {
    name: "a rollup of an unknown issue type",
    plant: (at) => replaced(at, "issueType: Task", "issueType: Tusk"),
    first: "rollup:acme:PMO:Tusk",
    says: /no issue type "Tusk"/u,
  },
  {
    name: "a rollup with a field that its project does not have",
    plant: (at) => replaced(at, "issueType: Task", "issueType: Task, fields: { Cost centre: 4711 }"),
    first: "rollup:acme:PMO:Task",
    says: /there is no field "Cost centre"/u,
  },
  {
    name: "a dead board",
    plant: (at) => replaced(at, "board: 7", "board: 99"),
    first: "board:acme:99:Checkout",
    says: /there is no board 99/u,
  },
  {
    name: "a board of another project",
    plant: (at) => replaced(at, "board: 7", "board: 9"),
    first: "board:acme:9:Checkout",
    says: /belongs to project PMO/u,
  },
  {
    name: "a board without sprints",
    plant: (at) => replaced(at, "board: 7", "board: 8"),
    first: "board:acme:8:Checkout",
    says: /Kanban/u,
  },
  {
    name: "a board of two teams",
    plant: (at) =>
      replaced(
        at,
        "      - { key: api",
        "      - { key: two, from: { jira: acme, project: PAY, board: 7 } }\n      - { key: api",
      ),
    first: "boards:small:acme:7",
    says: /board 7 belongs to Checkout and two/u,
  },
  {
    name: "a hidden repository",
    plant: ({ sandbox }) => sandbox.github.admin.hideRepository("acme/api"),
    first: "container:hub:acme/api",
    says: /looking for repository acme\/api/u,
  },
  {
    name: "a misspelled repository",
    plant: (at) => replaced(at, "repo: acme/api", "repo: acme/apo"),
    first: "container:hub:acme/apo",
    says: /looking for repository acme\/apo/u,
  },
  {
    name: "an archived repository",
    plant: ({ sandbox }) => sandbox.github.admin.archiveRepository("acme/api"),
    first: "repositories:hub:0",
    says: /acme\/api is archived/u,
  },
  {
    name: "a repository of the rollup without issues",
    plant: ({ sandbox }) => sandbox.github.admin.switchIssuesOff("acme/trains"),
    first: "rollup:hub:acme/trains",
    says: /issues are switched off/u,
  },
  {
    name: "two fields called Story Points",
    plant: (at) => jira(at).administration.addField(pointsField("customfield_10099")),
    first: "fields:acme:0",
    says: /2 fields could be the estimate/u,
  },
  {
    name: "a points field that does not exist",
    plant: (at) => replaced(at, "kind: jira,", "kind: jira, pointsField: Effort,"),
    first: "fields:acme:attempt",
    says: /has no field "Effort"/u,
  },
  {
    name: "a link type that does not exist",
    plant: (at) => replaced(at, "name: Blocks", "name: Blokcs"),
    first: "link-types:acme:0",
    says: /no link type "Blokcs"/u,
  },
  {
    name: "a budget that is nearly spent",
    plant: ({ sandbox }) => sandbox.github.admin.allow("core", { limit: 5000, remaining: 300 }),
    first: "rate-budgets:hub",
    says: /of 5000 requests/u,
  },
  {
    name: "a tracker that asks to slow down",
    plant: (at) => jira(at).people.throttle(1),
    first: "rate-budgets:acme",
    says: /asks to slow down/u,
  },
  {
    name: "a train in another time zone than its account",
    plant: (at) => replaced(at, "Europe/Berlin", "Asia/Tokyo"),
    first: "time-zone:acme:small",
    says: /midnight in Asia\/Tokyo/u,
  },
];

test.each(planted)("$name is the first to mend", async (one) => {
  await using ending = new AsyncDisposableStack();
  expect(await firstToMend(world(), one, ending)).toEqual(asPlanted(one));
});

test("a sound set-up whose token has scopes is sound through the gateway, and is read through it", async () => {
  const at = world();
  throughGateway(at, everyScope);
  const { findings } = await at.examine();
  expect(findings.filter(({ outcome }) => outcome === "blocks" || outcome === "warning")).toEqual([]);
  const { code, stderr } = await at.sync();
  expect(code, stderr).toBe(0);
});
