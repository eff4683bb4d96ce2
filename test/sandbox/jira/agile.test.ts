import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { isDescribed, issuesOf, message, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, POINTS_FIELD, SPRINT_FIELD } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const AGILE = "/rest/agile/1.0";
const ids = async (path: string) =>
  objectsAt((await jira.call("GET", AGILE + path)).body, "values").map(({ id }) => id);

describe("boards", () => {
  test("are listed with their project, by project and by type", async () => {
    await expect(ids("/board")).resolves.toEqual([7, 8]);
    await expect(ids("/board?projectKeyOrId=PAY")).resolves.toEqual([7]);
    await expect(ids("/board?projectKeyOrId=10200&type=kanban")).resolves.toEqual([8]);
    await expect(ids("/board?type=scrum")).resolves.toEqual([7]);
    expect((await jira.call("GET", `${AGILE}/board?projectKeyOrId=NOPE`)).status).toBe(400);
  });

  test("page by fifty at most", async () => {
    const boards = Array.from({ length: 120 }, (_, index) => ({
      id: index + 1,
      name: `Board ${index + 1}`,
      type: "scrum",
    }));
    const many = await startSite({ data: { ...ACME, boards } });
    const { body } = await many.call("GET", `${AGILE}/board?maxResults=100&startAt=50`);
    expect(body).toMatchObject({ maxResults: 50, startAt: 50, total: 120, isLast: false });
    expect(at(body, "values", 0, "id")).toBe(51);
    await many.close();
  });

  test("say what they estimate by and what their columns mean", async () => {
    const { body } = await jira.call("GET", `${AGILE}/board/7/configuration`);
    expect(body).toMatchObject({
      id: 7,
      type: "scrum",
      estimation: { field: { fieldId: POINTS_FIELD } },
      columnConfig: {
        columns: [{ statuses: [{ id: "1" }] }, { statuses: [{ id: "3" }] }, { statuses: [{ id: "10002" }] }],
      },
    });
    expect((await jira.call("GET", `${AGILE}/board/99/configuration`)).status).toBe(404);
    expect(at((await jira.call("GET", `${AGILE}/board/7`)).body, "location", "projectKey")).toBe("PAY");
  });
});

describe("sprints", () => {
  test("are listed by state, closed ones first; a kanban board has none to ask for", async () => {
    await expect(ids("/board/7/sprint")).resolves.toEqual([1, 2, 3]);
    await expect(ids("/board/7/sprint?state=future,active")).resolves.toEqual([2, 3]);
    expect((await jira.call("GET", `${AGILE}/board/7/sprint?state=open`)).status).toBe(400);
    const kanban = await jira.call("GET", `${AGILE}/board/8/sprint`);
    expect([kanban.status, message(kanban)]).toEqual([400, "The board does not support sprints"]);
  });

  test("a future sprint has no dates at all", async () => {
    const { body } = await jira.call("GET", `${AGILE}/sprint/3`);
    expect(body).toEqual({
      id: 3,
      self: `${jira.baseUrl}${AGILE}/sprint/3`,
      name: "PAY Sprint 3",
      state: "future",
      originBoardId: 7,
      goal: "",
    });
    expect((await jira.call("GET", `${AGILE}/sprint/99`)).status).toBe(404);
  });

  test("show in issues as they are now, without counting as an update of them", async () => {
    const before = await jira.read("/rest/api/3/issue/PAY-2", "fields", "updated");
    jira.site.people.editSprint(2, { name: "PAY Sprint 2b", endDate: "2026-11-09T08:00:00.000Z" });
    const field = await jira.read("/rest/api/3/issue/PAY-2", "fields", SPRINT_FIELD);
    expect(field).toMatchObject([
      { id: 1, name: "PAY Sprint 1" },
      { id: 2, name: "PAY Sprint 2b", boardId: 7, endDate: "2026-11-09T08:00:00.000Z" },
    ]);
    expect(await jira.read("/rest/api/3/issue/PAY-2", "fields", "updated")).toBe(before);
    expect(() => jira.site.people.editSprint(99, {})).toThrow("no sprint 99");
  });
});

describe("issue lists by token", () => {
  const keys = async (path: string) =>
    issuesOf((await jira.call("GET", `/rest/software/1.0${path}`)).body).map((issue) => at(issue, "key"));

  test("of a sprint and of a board, narrowed by JQL", async () => {
    await expect(keys("/sprint/2/issue?jql=ORDER%20BY%20id")).resolves.toEqual(["PAY-2", "PAY-5"]);
    await expect(
      keys("/sprint/2/issue?jql=status%20%3D%203%20or%20status%20%3D%201%20order%20by%20id%20desc"),
    ).resolves.toEqual(["PAY-5", "PAY-2"]);
    await expect(keys("/board/8/issue?jql=ORDER%20BY%20id&fields=summary")).resolves.toEqual([
      "LED-1",
      "LED-2",
      "LED-3",
    ]);
    await expect(keys("/board/7/sprint/1/issue?jql=ORDER%20BY%20id")).resolves.toEqual(["PAY-2", "PAY-3"]);
    expect((await jira.call("GET", "/rest/software/1.0/sprint/2/issue/approximate-count")).body).toEqual({ count: 2 });
    expect((await jira.call("GET", "/rest/software/1.0/board/7/issue/approximate-count")).body).toEqual({ count: 5 });
  });

  test("page without totals", async () => {
    const first = (await jira.call("GET", "/rest/software/1.0/board/7/issue?maxResults=3")).body;
    expect(first).not.toHaveProperty("total");
    const rest = await keys(`/board/7/issue?maxResults=3&nextPageToken=${String(at(first, "nextPageToken"))}`);
    expect(rest).toHaveLength(2);
  });
});

test("boards, sprints and fields nobody described are made out from the issues", async () => {
  const bare = await startSite({ data: { issues: ACME.issues } });
  expect((await bare.call("GET", `${AGILE}/board`)).body).toMatchObject({
    values: [{ id: 7, name: "Board 7", type: "scrum", location: { projectKey: "PAY" } }],
  });
  expect((await bare.call("GET", `${AGILE}/board/7/sprint`)).body).toMatchObject({
    values: [
      { id: 1, state: "closed" },
      { id: 2, state: "active", originBoardId: 7 },
    ],
  });
  const fields = await bare.read("/rest/api/3/field");
  expect(fields).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        id: SPRINT_FIELD,
        name: "Sprint",
        schema: expect.objectContaining({ custom: "com.pyxis.greenhopper.jira:gh-sprint" }),
      }),
      expect.objectContaining({ id: POINTS_FIELD, name: "Story Points" }),
    ]),
  );
  await bare.close();
});

test.skipIf(!isDescribed)("everything sent and answered fits the published description", async () => {
  for (const path of [
    "/board?projectKeyOrId=PAY&type=scrum&maxResults=50",
    "/board/7",
    "/board/7/configuration",
    "/board/7/sprint?state=active,closed&maxResults=50",
    "/sprint/2",
  ]) {
    await jira.call("GET", AGILE + path);
  }
  expect(jira.problems()).toEqual([]);
});
