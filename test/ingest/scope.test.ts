import { expect, test } from "vitest";
import { scopeOf } from "../../src/ingest/scope.ts";
import type { JiraTeamSource, Team } from "../../src/domain/model/train.ts";
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

test("asks for versions where a team plans by them", () => {
  expect(scopeOf("acme", [aTrain({ teams: [team({ iterations: "version" })] })]).versions).toBe(true);
});
