import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { all, aConnector, onlyPlannedCalls, wire } from "../acme.ts";

onlyPlannedCalls();

const folder = "../shared/data/jira-rest-samples";
const hasSamples = existsSync(folder);

/** An answer recorded from a Jira Server. */
function sample(name: string): Record<string, unknown> {
  const answer: unknown = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  return Object.fromEntries(Object.entries(answer ?? {}));
}

const fields = [
  { id: "summary", name: "Summary", custom: false, schema: { type: "string" } },
  {
    id: "customfield_10560",
    name: "Sprint",
    custom: true,
    schema: { type: "array", custom: "com.pyxis.greenhopper.jira:gh-sprint" },
  },
];

test.skipIf(!hasSamples)("answers recorded from Jira Server are read (skipped where they are absent)", async () => {
  wire()
    .get("/rest/api/2/serverInfo")
    .reply(200, { deploymentType: "Server", versionNumbers: [9, 12, 4] });
  wire().get("/rest/api/2/myself").reply(200, { key: "bot", name: "bot", displayName: "Bot" });
  wire().get("/rest/api/2/field").reply(200, fields);
  wire()
    .get("/rest/api/2/project")
    .reply(200, [{ id: "10010", key: "TST" }]);
  wire().get("/rest/agile/1.0/board").query(true).reply(200, sample("go-jira-all_boards_filtered"));
  for (const board of [4, 9, 1]) {
    wire().get(`/rest/agile/1.0/board/${board}/sprint`).query(true).reply(200, sample("go-jira-sprints"));
  }
  const found = sample("jrjc-search-issues1");
  const whole = sample("jrjc-issue-valid-5.0-with-changelog");
  const issues = [...(Array.isArray(found["issues"]) ? found["issues"] : []), whole];
  wire()
    .post("/rest/api/2/search")
    .reply(200, { ...found, issues, total: issues.length });
  const { source } = aConnector({ containers: ["TST"] }, { account: null });
  await source.probe();
  const sprints = (await all(source.pull({ name: "sprints" }, null))).flatMap((page) => page.sprints);
  expect(sprints).toHaveLength(6);
  expect(sprints[0]).toMatchObject({ nativeId: "740", name: "Iteration-10", state: "closed", boardId: 734 });
  const pages = await all(source.pull({ name: "issues" }, null));
  expect(pages.flatMap(({ rejected }) => rejected)).toEqual([]);
  const items = pages.flatMap((page) => page.items);
  expect(items.map(({ item }) => item.key)).toEqual(["TST-7", whole["key"]]);
  expect(items[0]?.item.createdAt).toBe(Date.parse("2010-09-22T18:06:32+02:00"));
  expect(items[1]?.item).toMatchObject({ title: "Simple history test - modified", sourceStatus: "Open" });
});
