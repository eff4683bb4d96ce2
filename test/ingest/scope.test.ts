import { expect, test } from "vitest";
import { scopeOf } from "../../src/ingest/scope.ts";
import { scopeRead } from "../../src/ingest/unread.ts";
import type { GithubTeamSource, JiraTeamSource, Team } from "../../src/domain/model/train.ts";
import { api, aTrain, checkout } from "../support/builders.ts";

function team(change: Partial<JiraTeamSource>): Team {
  return { ...checkout, from: { ...checkout.from, ...change } as JiraTeamSource };
}

test("is what the teams of all trains name, once and in order", () => {
  const other = aTrain({
    key: "other",
    teams: [team({ projects: ["LED", "PAY"] })],
    linkMeanings: [{ name: "Depends", means: "target-blocks-source" }],
  });
  expect(scopeOf("acme", [aTrain(), other])).toStrictEqual({
    containers: ["LED", "PAY"],
    places: ["PMO"],
    jqls: [],
    linkTypes: ["Blocks", "Depends"],
    versions: false,
  });
  expect(scopeOf("hub", [aTrain()])).toStrictEqual({
    containers: ["acme/api"],
    places: [],
    jqls: [],
    linkTypes: [],
    versions: false,
  });
});

test("is everything where a team names no project", () => {
  const train = aTrain({ teams: [checkout, team({ projects: [], sprintName: "Sprint" })] });
  expect(scopeOf("acme", [train]).containers).toBe("all");
});

test("is the query where a team owns by one", () => {
  const train = aTrain({ teams: [api, team({ projects: [], jql: "component = core" })] });
  expect(scopeOf("acme", [train])).toMatchObject({ containers: [], jqls: ["component = core"] });
});

test("has the boards that teams name", () => {
  const teams = [team({ boards: [12, 9] }), team({ boards: [9] }), api];
  expect(scopeOf("acme", [aTrain({ teams })]).boards).toEqual([9, 12]);
});

test("asks for versions where a team plans by them", () => {
  expect(scopeOf("acme", [aTrain({ teams: [checkout, team({ iterations: "version" })] })]).versions).toBe(true);
});

test("has the types of duplicates beside those of dependencies", () => {
  const linkMeanings = [
    { name: "Duplicate", means: "source-duplicates-target" },
    { name: "Cloners", means: "target-duplicates-source" },
    { name: "Blocks", means: "source-blocks-target" },
  ] as const;
  expect(scopeOf("acme", [aTrain({ linkMeanings })])).toMatchObject({
    linkTypes: ["Blocks"],
    duplicateTypes: ["Cloners", "Duplicate"],
  });
});

test("has the place of a rollup in each tracker", () => {
  const rollupTargets = [{ system: "github", connection: "hub", repo: "acme/trains" }] as const;
  expect(scopeOf("hub", [aTrain({ rollupTargets })]).places).toEqual(["acme/trains"]);
});

test("has each project once, with the fields by which a team reads it, and reads no whole connection for it", () => {
  const project = { address: "acme/5", iterationField: null, pointsField: null, statusField: null };
  const other = { ...project, pointsField: "Size" };
  const from = { ...api.from, repos: [], iterations: "iteration" } as GithubTeamSource;
  const teams = [other, project, project].map((one): Team => ({ ...api, from: { ...from, project: one } }));
  const scope = scopeOf("hub", [aTrain({ teams })]);
  expect(scope).toMatchObject({ containers: [], projects: [project, other] });
  const unread = new Set(["query:project:acme/5"]);
  expect(scopeRead(scope, unread).projects).toEqual([other]);
  expect(scopeRead(scopeOf("hub", [aTrain()]), unread)).not.toHaveProperty("projects");
});

test("is read without the parts that cannot be read, unless it is everything", () => {
  const scope = { ...scopeOf("acme", [aTrain()]), containers: ["LED", "PAY"], jqls: ["labels = x", "labels = y"] };
  const unread = new Set(["container:LED", "query:labels = y"]);
  const read = { ...scope, containers: ["PAY"], jqls: ["labels = x"] };
  expect(scopeRead(scope, unread)).toEqual(read);
  expect(scopeRead({ ...scope, containers: "all" }, unread)).toEqual({ ...read, containers: "all" });
});
