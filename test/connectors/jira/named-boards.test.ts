import { expect, test } from "vitest";
import { aConnector, all, onlyPlannedCalls, plannedProbe, wire } from "./acme.ts";

onlyPlannedCalls();

test("the boards that teams name are read once each, also those that Jira lists for no project", async () => {
  plannedProbe();
  const types = { 1: "scrum", 8: "kanban", 9: "scrum" };
  const listed = Object.entries(types).map(([id, type]) => ({ id: Number(id), name: `Board ${id}`, type }));
  wire().get("/rest/agile/1.0/board").query(true).reply(200, { isLast: true, values: listed });
  for (const board of [1, 9, 12]) {
    const sprint = { id: board * 10, name: `Sprint of ${board}`, state: "future", originBoardId: board };
    wire()
      .get(`/rest/agile/1.0/board/${board}/sprint`)
      .query(true)
      .reply(200, { isLast: true, values: [sprint] });
  }
  wire().get("/rest/agile/1.0/board/99/sprint").query(true).reply(404, {});
  const [page] = await all(aConnector({ boards: [8, 9, 12, 99] }).source.pull({ name: "sprints" }, null));
  expect(page?.sprints.map(({ name }) => name)).toEqual(["Sprint of 1", "Sprint of 9", "Sprint of 12"]);
  expect(page).toMatchObject({ wholeList: "sprint", unread: [] });
});
