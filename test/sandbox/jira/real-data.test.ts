import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { RawRecord } from "../../../sandbox/data.ts";
import { at, isObject, listAt, namesAt, objectsAt, textAt } from "../../support/json.ts";
import { issuesOf, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";

const FOLDER = "../shared/data/trains";

function records(folder: string, name: string): readonly RawRecord[] {
  const parsed: unknown = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  return Array.isArray(parsed) ? parsed.filter(isObject) : [];
}

async function load(train: string): Promise<{ jira: TestSite; issues: readonly RawRecord[] }> {
  const folder = `${FOLDER}/${train}/jira/appcelerator`;
  const lines = readFileSync(`${folder}/issues.ndjson`, "utf8").trim().split("\n");
  const issues = lines.map((line): unknown => JSON.parse(line)).filter(isObject);
  const names = ["boards", "sprints", "fields", "issueLinkTypes", "projects", "versions"] as const;
  const rest = Object.fromEntries(names.map((name) => [name, records(folder, name)]));
  return { jira: await startSite({ data: { ...rest, issues } }), issues };
}

describe.skipIf(!existsSync(FOLDER))("a real quarter (needs ../shared/data)", () => {
  test.each([
    ["titanium-2014Q2", 286],
    ["titanium-2015Q1", 309],
  ])("%s: all %i issues come back whole, each once", async (train, count) => {
    const { jira, issues } = await load(train);
    const projects = objectsAt(
      (await jira.call("GET", "/rest/api/3/project/search?maxResults=100")).body,
      "values",
    ).map(({ key }) => key);
    const found: unknown[] = [];
    let token: unknown;
    do {
      const more = token === undefined ? {} : { nextPageToken: token };
      const { body } = await jira.search(
        `project in (${projects.join(",")}) AND updated >= 0 ORDER BY updated ASC, id ASC`,
        { fields: ["*all"], maxResults: 100, ...more },
      );
      found.push(...issuesOf(body));
      token = at(body, "nextPageToken");
    } while (token !== undefined);
    expect(found).toHaveLength(count);
    expect(new Set(found.map((issue) => at(issue, "id"))).size).toBe(count);
    const given = new Map(issues.map((issue) => [issue["id"], issue]));
    // Links and parents are shown as they are now, and links get their missing other end.
    const unchanged = (issue: unknown, name: string) =>
      name === "issuelinks" ||
      name === "parent" ||
      isDeepStrictEqual(at(issue, "fields", name), at(given.get(at(issue, "id")), "fields", name));
    const changed = found.flatMap((issue) =>
      namesAt(given.get(at(issue, "id")), "fields").filter((name) => !unchanged(issue, name)),
    );
    expect(changed).toEqual([]);
    expect(jira.problems()).toEqual([]);
    await jira.close();
  });

  test("every link between loaded issues stands in both, under one id, seen from either side", async () => {
    const { jira, issues } = await load("titanium-2015Q1");
    const known = new Set(issues.map(({ id }) => id));
    const ends = issues.flatMap(({ key }) =>
      objectsAt(jira.site.people.issue(String(key)), "fields", "issuelinks").map((link) => ({ key, link })),
    );
    const pairs = ends.flatMap(({ key, link }) => {
      const other = textAt(link, "outwardIssue", "id");
      const back =
        other === null || !known.has(other)
          ? null
          : objectsAt(jira.site.people.issue(other), "fields", "issuelinks").find(({ id }) => id === link["id"]);
      return back === null ? [] : [[key, textAt(back, "inwardIssue", "key")]];
    });
    expect(pairs.length).toBeGreaterThan(20);
    expect(pairs.filter(([here, there]) => here !== there)).toEqual([]);
    await jira.close();
  });

  test("boards have their sprints, and sprints their issues", async () => {
    const { jira } = await load("titanium-2014Q2");
    const sprints = listAt(
      (await jira.call("GET", "/rest/agile/1.0/board/114/sprint?state=active,future")).body,
      "values",
    );
    expect(sprints.length).toBeGreaterThan(5);
    await expect(jira.keys("sprint = 104")).resolves.not.toEqual([]);
    await jira.close();
  });
});
