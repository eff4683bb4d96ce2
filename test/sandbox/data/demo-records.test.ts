import { existsSync, readFileSync } from "node:fs";
import AjvDraft04 from "ajv-draft-04";
import { describe, expect, test } from "vitest";
import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import { at, isObject, objectsAt, textAt } from "../../support/json.ts";
import { readApiDescription } from "../../support/openapi.ts";
import { reposOf } from "./reading.ts";

const data = generateDemo({ seed: 1, now: Date.UTC(2026, 10, 26, 10) });
const issues = data.jira["acme"]?.issues ?? [];
const described = "../shared/data/openapi";

test("each Jira link stands in both its issues under one id, from either side", () => {
  const ends = new Map<string, string[]>();
  for (const issue of issues) {
    for (const link of objectsAt(issue, "fields", "issuelinks")) {
      const side = link["inwardIssue"] === undefined ? "outwardIssue" : "inwardIssue";
      const says = `${textAt(issue, "key")} ${side} ${textAt(link, side, "key")}`;
      const id = textAt(link, "id") ?? "";
      ends.set(id, [...(ends.get(id) ?? []), says]);
    }
  }
  expect(ends.size).toBeGreaterThan(40);
  for (const [id, pair] of ends) {
    const [first = "", second = ""] = pair;
    const [one = "", side = "", other = ""] = first.split(" ");
    const mirrored = `${other} ${side === "inwardIssue" ? "outwardIssue" : "inwardIssue"} ${one}`;
    expect([pair.length, second], id).toEqual([2, mirrored]);
  }
});

test("ids are unique; GitHub's database ids are beyond 31 bits", () => {
  const rows = reposOf(data).flatMap(([, repo]) => [...repo.issues, ...repo.pulls]);
  const ids = rows.map(({ id }) => Number(id));
  expect(new Set(ids).size).toBe(rows.length);
  expect(Math.min(...ids)).toBeGreaterThan(2 ** 31);
  expect(new Set(rows.map((row) => textAt(row, "node_id"))).size).toBe(rows.length);
  expect(new Set(issues.map((issue) => textAt(issue, "id"))).size).toBe(issues.length);
});

test("pull requests name what they are about", () => {
  const pulls = reposOf(data).flatMap(([, repo]) => repo.pulls);
  expect(pulls.length).toBeGreaterThan(25);
  for (const pull of pulls) {
    expect(`${textAt(pull, "title")} ${textAt(pull, "body")}`).toMatch(/Closes #\d+|(?:PAY|LED)-\d+/u);
  }
});

test("milestones count what is in them", () => {
  const counts = reposOf(data).flatMap(([, repo]) =>
    repo.milestones.map((milestone) => {
      const inside = repo.issues.filter((row) => at(row, "milestone", "number") === milestone["number"]);
      const open = inside.filter((row) => row["state"] === "open").length;
      const { title, open_issues, closed_issues } = milestone;
      return { says: [title, open_issues, closed_issues], has: [title, open, inside.length - open] };
    }),
  );
  expect(counts.map(({ says }) => says)).toEqual(counts.map(({ has }) => has));
  expect(counts).toHaveLength(20);
});

describe.skipIf(!existsSync(described))("against the published descriptions (needs ../shared/data)", () => {
  test("descriptions of issues are valid documents", () => {
    const schema: unknown = JSON.parse(readFileSync(`${described}/adf-schema-v1-full.json`, "utf8"));
    const validate = new AjvDraft04.default({ strict: false, allErrors: true }).compile(isObject(schema) ? schema : {});
    const wrong = issues.filter((issue) => !validate(at(issue, "fields", "description")));
    expect(wrong.map((issue) => textAt(issue, "key"))).toEqual([]);
  });

  test("issues are as Jira answers them", () => {
    const api = readApiDescription(`${described}/jira-platform-v3.slice.json`);
    expect(api?.operation("get", "/rest/api/3/issue/PAY-1")).toBe("get /rest/api/3/issue/{issueIdOrKey}");
    const problems = issues.flatMap((body) =>
      api?.answerProblems({ method: "get", path: `/rest/api/3/issue/${textAt(body, "key")}`, status: 200, body }),
    );
    expect(problems).toEqual([]);
  });

  test.each(["acme/api", "acme/web", "acme/trains"])("rows of %s are as GitHub answers them", (repo) => {
    const api = readApiDescription(`${described}/github-rest.slice.json`);
    const records = data.github[repo];
    const answers = [
      ["issues", records?.issues],
      ["milestones", records?.milestones],
      ["issues/comments", records?.comments],
    ] as const;
    expect(answers.filter(([list]) => api?.operation("get", `/repos/${repo}/${list}`) == null)).toEqual([]);
    const problems = answers.flatMap(([list, body]) =>
      api?.answerProblems({ method: "get", path: `/repos/${repo}/${list}`, status: 200, body }),
    );
    expect(problems).toEqual([]);
  });
});
