import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../../config/train-file.ts";
import { additionsTo } from "../../../src/domain/proposal/additions.ts";
import { cadenceOf } from "../../../src/domain/proposal/cadence.ts";
import { dayText } from "../../../src/domain/proposal/days.ts";
import { propose } from "../../../src/domain/proposal/propose.ts";
import type { SeenBox } from "../../../src/domain/proposal/site-look.ts";
import { teamBoxes } from "../../../src/domain/proposal/team-boxes.ts";
import { teamNode } from "../../../src/setup/team-nodes.ts";
import { at } from "./looks.ts";
import { aGithub, aSeenProject, boxesOf, itemsIn } from "./project-looks.ts";

test("what lies between two iterations of a project is a break, and never an iteration that nothing shows", () => {
  const starts = ["2026-10-05", "2026-10-19", "2026-11-16", "2026-11-30"];
  const periods = (kind: SeenBox["kind"]) => {
    const boxes = boxesOf("acme/1", "f", starts).map((box) => ({ ...box, kind }));
    const found = cadenceOf(teamBoxes(boxes, () => "s", "UTC"))?.periods ?? [];
    return found.map(({ startsOn, endsOn }) => `${dayText(startsOn)}/${dayText(endsOn)}`);
  };
  expect(periods("iteration")).toEqual([
    "2026-10-05/2026-10-19",
    "2026-10-19/2026-11-02",
    "2026-11-16/2026-11-30",
    "2026-11-30/2026-12-14",
  ]);
  expect(periods("sprint")).toHaveLength(5);
});

test("the file names the project, and only the fields that Signalbox would not find", () => {
  const node = (iterationField: string | null, pointsField: string | null) => {
    const project = { address: "acme/1", iterationField, pointsField, holds: [] };
    const from = { system: "github" as const, connection: "gh", repos: [], project, points: null };
    return teamNode({ key: "a", name: "A", from, confidence: "sure", why: "", isRest: false }).toJSON() as object;
  };
  expect(node(null, null)).toEqual({ key: "a", name: "A", from: { github: "gh", project: "acme/1" } });
  expect(node("Sprint", "Size")).toMatchObject({ from: { iterationField: "Sprint", pointsField: "Size" } });
  expect(node("${A}", null)).toEqual({ key: "a", name: "A", from: { github: "gh", project: "acme/1" } });
});

describe("a project that the train file does not name", () => {
  const look = aGithub({
    projects: [aSeenProject(1)],
    items: [...itemsIn(1, "api", [1, 6]), ...itemsIn(1, "web", [1, 6])],
  });

  function additions(sources: readonly string[], answer = "project") {
    const teams = sources.map((from, n) => `{ key: t${n}, from: { github: github, ${from} } }`).join(", ");
    const text = `
connections: { github: { kind: github, token: \${T} }, other: { kind: github, url: "https://b.example", token: \${T} } }
trains: [{ key: t, increments: [{ key: a, starts: 2026-10-05, iterations: { count: 9, length: 2w } }], teams: [${teams}] }]
`;
    const [train] = parseTrainFile(text, { file: "f", env: { T: "t" } }).trains;
    const answers = { "teams:github:acme/1": answer };
    const proposal = propose([look], { now: at("2026-11-10"), timeZone: "UTC", answers });
    if (train === undefined || proposal === null) throw new Error("nothing to compare");
    const found = additionsTo(train, [], { proposal, looks: [look] });
    return { names: found.teams.map(({ name }) => name), notes: found.notes };
  }

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ["other repositories", ["repo: acme/ops"], ["Plan 1"]],
    ["one of its repositories", ["repo: acme/api"], ["Plan 1"]],
    ["a part of its repositories", ["repo: acme/api", "repo: acme/web, label: web"], ["Plan 1"]],
    ["another project", ["project: acme/2"], ["Plan 1"]],
    ["the same project", ["project: acme/1"], []],
  ])("%s are named: %j", (_, sources, names) => {
    expect(additions(sources)).toEqual({ names, notes: [] });
  });

  test("is a note where teams own all of its repositories", () => {
    expect(additions(["repo: acme/API", "repo: acme/web"])).toEqual({
      names: [],
      notes: [
        "The project acme/1 has iterations and holds issues of acme/api, acme/web. To plan by it, set `project: acme/1` at their teams in place of `iterations` and `points`.",
      ],
    });
  });

  test("is compared per repository where its repositories are teams", () => {
    expect(additions(["repo: acme/api, project: acme/1"], "repositories").names).toEqual(["web"]);
    expect(additions(["repo: acme/api, project: acme/1", "repo: acme/web"], "repositories")).toMatchObject({
      names: [],
      notes: [expect.stringContaining("issues of acme/web.")],
    });
  });
});
