import { describe, expect, test } from "vitest";
import { dayText } from "../../../src/domain/proposal/days.ts";
import type { SeenBox, SeenItem } from "../../../src/domain/proposal/site-look.ts";
import { aLink, aProject, at } from "./looks.ts";
import { aSeenProject, boxesOf, fortnights, itemsIn, proposed } from "./project-looks.ts";

test("a project of one repository is a team for sure, with the field's days whatever the time zone", () => {
  const { homes, teams, calendar, previews, asked } = proposed({
    projects: [aSeenProject(1)],
    items: itemsIn(1, "api", [1, 4]),
    links: [aLink("1", ["acme/api#1", "acme/web#1"])],
  });
  expect(homes).toEqual(["web acme/web milestones", "Plan 1 acme/1"]);
  expect(teams[1]).toMatchObject({
    confidence: "sure",
    why: "the project holds 4 of the sample, 100 % in an iteration; estimates: field “Estimate”, 100 % of the sample have it",
  });
  expect(calendar.increments[0]?.iterations.map(({ startsOn }) => dayText(startsOn)).slice(0, 2)).toEqual([
    "2026-10-05",
    "2026-10-19",
  ]);
  expect(previews[1]).toMatchObject({ owned: 4, withEstimate: 4, withIteration: 4 });
  expect(asked.filter((id) => !/^(?:time-zone|report)/u.test(id))).toEqual([]);
});

test("a project whose issues are in no iteration yet is likely; one without a title has its address as name", () => {
  const items = itemsIn(1, "api", [1, 2], { in: null, numbers: {} });
  const { teams } = proposed({ projects: [aSeenProject(1, { title: " ", numberFields: [] })], items });
  expect(teams[0]).toMatchObject({
    name: "acme/1",
    confidence: "likely",
    why: "the project holds 2 of the sample, 0 % in an iteration; the project has no field with numbers",
  });
});

describe("a project of several repositories", () => {
  const items = [...itemsIn(1, "api", [1, 6]), ...itemsIn(1, "web", [1, 6])];
  const by = (people: (n: number) => readonly string[]) => items.map((item, n) => ({ ...item, assignees: people(n) }));
  const projects = [aSeenProject(1)];

  test("is a team per repository where it is the only one, or as a person answers", () => {
    const { homes, asked, teams } = proposed({ projects, items });
    expect(homes).toEqual(["api acme/api acme/1", "web acme/web acme/1"]);
    expect(asked[0]).toBe("teams:github:acme/1 repositories project");
    expect(teams[0]).toMatchObject({
      confidence: "guess",
      why: "6 of its issues are in the project “Plan 1” (acme/1); 2 repositories plan by it, the only project",
    });
    expect(proposed({ projects, items }, { "teams:github:acme/1": "project" }).homes).toEqual(["Plan 1 acme/1"]);
  });

  test("is one team beside other projects", () => {
    const both = [...items, ...itemsIn(2, "web", [7, 9])];
    const { homes, asked } = proposed({ projects: [...projects, aSeenProject(2)], items: both });
    expect(homes).toEqual(["Plan 1 acme/1", "Plan 2 acme/2"]);
    expect(asked[0]).toBe("teams:github:acme/1 project repositories");
  });

  test.each<readonly [string, string, readonly string[], string, boolean]>([
    ["all in both", "abcdab abcdab", ["Plan 1 acme/1"], "likely", false],
    ["each in one", "abbbaa cdcdcd", ["api acme/api acme/1", "web acme/web acme/1"], "likely", false],
    ["two of five in both", "abcccc abdeee", ["Plan 1 acme/1"], "guess", true],
    ["one of four in both", "abbbbb acdddd", ["api acme/api acme/1", "web acme/web acme/1"], "guess", true],
    ["fewer than four", "aaabbb ccccc-", ["api acme/api acme/1", "web acme/web acme/1"], "guess", true],
  ])("goes by its people: %s", (_, people, homes, confidence, isAsked) => {
    const logins = people.replace(" ", "");
    const found = proposed({ projects, items: by((n) => [logins.charAt(n)].filter((login) => login !== "-")) });
    expect(found.homes).toEqual(homes);
    expect(found.teams[0]?.confidence).toBe(confidence);
    expect(found.asked.some((id) => id.startsWith("teams:"))).toBe(isAsked);
  });

  test("leaves the few issues of other repositories to a last team of the project", () => {
    const containers = ["api", "web", "docs"].map((name) => aProject(`acme/${name}`, { name: "" }));
    const { homes } = proposed({ containers, projects, items: [...items, ...itemsIn(1, "docs", [1, 1])] });
    expect(homes).toEqual(["api acme/api acme/1", "web acme/web acme/1", "Plan 1 acme/1"]);
  });

  test("with little of each is one team", () => {
    const names = Array.from({ length: 11 }, (_, n) => `part${n}`);
    const containers = names.map((name) => aProject(`acme/${name}`));
    const many = names.flatMap((name) => itemsIn(1, name, [1, 1]));
    const { homes, asked } = proposed({ containers, projects, items: many });
    expect([homes, asked.filter((id) => id.startsWith("teams:"))]).toEqual([["Plan 1 acme/1"], []]);
  });
});

describe("a repository with milestones too", () => {
  const milestones = (["2026-10-05", null] as const).map((day, place): SeenBox => ({
    id: `m${place + 1}`,
    kind: "milestone",
    name: "M",
    state: "active",
    startsAt: null,
    endsAt: day === null ? null : at(day),
    board: null,
    container: "acme/api",
  }));
  const inBoth = itemsIn(1, "api", [1, 4]).map((item, n) => ({ ...item, boxes: n < 3 ? ["m1"] : ["m2"] }));
  const look = { projects: [aSeenProject(1)], boxes: milestones, items: inBoth };

  test("plans by the one in which most of its issues are", () => {
    const { homes, asked, notes } = proposed(look);
    expect(homes[0]).toBe("Plan 1 acme/1");
    expect(asked[0]).toBe("plans:github:acme/api project milestones");
    expect(notes).toEqual([]);
  });

  test("plans by what a person answers; its issues leave the project", () => {
    const { homes, previews } = proposed(look, { "plans:github:acme/api": "milestones" });
    expect(homes).toEqual(["api acme/api milestones"]);
    expect(previews[0]).toMatchObject({ owned: 4, withIteration: 4, withEstimate: 0 });
  });

  test("comes before a project that has its issues too", () => {
    const few = inBoth.map((item, n) => (n === 0 ? item : { ...item, projects: [] }));
    const { homes, asked } = proposed({
      ...look,
      items: [...few, ...itemsIn(1, "web", [1, 3])],
      links: [aLink("1", ["acme/api#1", "acme/web#1"])],
    });
    expect(asked[0]).toBe("plans:github:acme/api milestones project");
    expect(homes).toEqual(["api acme/api milestones", "Plan 1 acme/1"]);
  });
});

test("of two iteration fields the one that most issues use, or the one that a person names", () => {
  const address = "acme/1";
  const iterationFields = ["Quarter", "Sprint"].map((name) => ({
    id: name,
    name,
    boxes: boxesOf(address, name, fortnights),
  }));
  const items = [
    ...itemsIn(1, "api", [1, 3], { in: "Sprint-2026-10-19" }),
    ...itemsIn(1, "api", [4, 5], { in: "Quarter-2026-10-05" }),
    ...itemsIn(1, "api", [6, 6], { in: "gone" }),
  ];
  const projects = [aSeenProject(1, { iterationFields })];
  const fieldIn = (found: ReturnType<typeof proposed>) => {
    const from = found.teams[0]?.from;
    return from?.system === "github" ? from.project?.iterationField : null;
  };
  const found = proposed({ projects, items });
  expect(found.asked[0]).toBe("iterations:github:acme/1 Sprint Quarter");
  expect([fieldIn(found), found.previews[0]?.withIteration]).toEqual(["Sprint", 3]);
  expect(fieldIn(proposed({ projects, items }, { "iterations:github:acme/1": "Quarter" }))).toBe("Quarter");
  expect(proposed({ projects, items: items.slice(0, 3) }).asked[0]).not.toContain("iterations:");
});

test("of several number fields the one that is used, by its name", () => {
  const numberFields = ["Estimate", "Size", "Weight"].map((name) => ({
    id: name,
    name,
    isEstimateKind: name !== "Weight",
  }));
  const projects = [aSeenProject(1, { numberFields })];
  const pointsIn = (numbers: object) => {
    const { teams, asked, previews } = proposed({ projects, items: itemsIn(1, "api", [1, 4], { numbers }) });
    const from = teams[0]?.from;
    return [from?.system === "github" ? from.project?.pointsField : null, asked[0], previews[0]?.withEstimate];
  };
  expect(pointsIn({ Size: 5 })).toEqual(["Size", "time-zone America/Los_Angeles UTC", 4]);
  expect(pointsIn({ Size: 5, Estimate: 3 })).toEqual(["Estimate", "estimate:github:acme/1 Estimate Size", 4]);
  expect(pointsIn({})).toEqual([null, "time-zone America/Los_Angeles UTC", 0]);
});

test("of projects that hold the same issues the one that most plan by, or the one that a person names", () => {
  const items = itemsIn(1, "api", [1, 4]).map((item, n): SeenItem => {
    const roadmap = { project: "acme/2", boxes: n === 0 ? ["it2-2026-10-05"] : [], numbers: {} };
    return n === 3 ? item : { ...item, projects: [...item.projects, roadmap] };
  });
  const look = { projects: [aSeenProject(2), aSeenProject(1)], items };
  const { homes, asked, leftOut } = proposed(look);
  expect(homes).toEqual(["Plan 1 acme/1"]);
  expect(asked[0]).toBe("project:github:acme/1,acme/2 acme/1 acme/2");
  expect(leftOut).toContainEqual({ container: "acme/2", why: "holds the same issues as acme/1" });
  expect(proposed(look, { "project:github:acme/1,acme/2": "acme/2" }).homes).toEqual(["Plan 2 acme/2"]);
});

test("projects of which no team can be made are named, up to five", () => {
  const bare = Array.from({ length: 7 }, (_, n) => aSeenProject(n + 2, { iterationFields: [] }));
  const { notes } = proposed({ projects: [aSeenProject(1), ...bare], items: itemsIn(null, "api", [1, 2]) });
  expect(notes.slice(0, 2)).toEqual([
    "No team plans by the projects “Plan 2” (acme/2), “Plan 3” (acme/3), “Plan 4” (acme/4), “Plan 5” (acme/5), “Plan 6” (acme/6) and 2 more in this proposal: no iteration field.",
    "No team plans by the project “Plan 1” (acme/1) in this proposal: no issue that Signalbox looked at is in it.",
  ]);
});

test("the iterations of a project outside of the train are not in its calendar", () => {
  const containers = ["api", "web"].map((name) => aProject(`acme/${name}`));
  const late = {
    ...aSeenProject(2),
    iterationFields: [{ id: "it2", name: "I", boxes: boxesOf("acme/2", "it2", ["2026-10-08"]) }],
  };
  const items = [...itemsIn(1, "api", [1, 4]), ...itemsIn(2, "web", [1, 2], { in: "it2-2026-10-08" })];
  const { calendar, homes, leftOut } = proposed({ containers, projects: [aSeenProject(1), late], items });
  expect(homes).toEqual(["Plan 1 acme/1"]);
  expect(calendar.why).toBe("the team with dates begins one every 2 weeks");
  expect(leftOut.map(({ container }) => container)).toEqual(["acme/web"]);
});
