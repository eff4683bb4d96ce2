import { describe, expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { api1, api2, openHub, SECOND } from "./fixture.ts";

const REPO = "/repos/acme/api";
const names = (body: unknown, member = "name") => objectsAt(body).map((row) => row[member]);

describe("milestones", () => {
  const PATH = `${REPO}/milestones`;

  test("are listed by due date, open ones by default", async () => {
    const { rest, people } = await openHub();
    people.createMilestone("acme/api", { title: "Early", dueOn: Date.parse("2026-11-25T12:00:00Z") });
    people.createMilestone("acme/api", { title: "Some day" });
    people.editMilestone("acme/api", "Some day", { state: "closed" });
    expect(names((await rest("GET", PATH)).body, "title")).toEqual(["Early", "Sprint 1"]);
    expect(names((await rest("GET", `${PATH}?state=all&direction=desc`)).body, "title")).toEqual([
      "Some day",
      "Sprint 1",
      "Early",
    ]);
    expect(names((await rest("GET", `${PATH}?state=closed`)).body, "title")).toEqual(["Some day"]);
    people.close(api1);
    expect(names((await rest("GET", `${PATH}?sort=completeness&direction=desc`)).body, "title")).toEqual([
      "Sprint 1",
      "Early",
    ]);
  });

  test.each([
    ["2026-10-15T12:00:00Z", "2026-10-15T07:00:00Z"],
    ["2026-10-15T00:00:00Z", "2026-10-14T07:00:00Z"],
    ["2026-12-15T23:59:59Z", "2026-12-15T08:00:00Z"],
  ])("a due date of %s is kept as the Californian midnight %s", async (sent, kept) => {
    const { rest } = await openHub();
    const { status, body } = await rest("POST", PATH, { body: { title: "Sprint 2", due_on: sent } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ number: 2, due_on: kept, state: "open", open_issues: 0 });
  });

  test("are edited, closed and deleted; issues lose a deleted one", async () => {
    const { rest, people, pass } = await openHub();
    pass(SECOND);
    const closed = await rest("PATCH", `${PATH}/1`, { body: { state: "closed", description: "Done" } });
    expect(closed.body).toMatchObject({
      state: "closed",
      description: "Done",
      closed_at: "2026-11-20T10:00:01Z",
      due_on: "2026-12-01T08:00:00Z",
    });
    expect((await rest("GET", `${PATH}/1`)).body).toMatchObject({ title: "Sprint 1" });
    expect((await rest("PATCH", `${PATH}/1`, { body: { title: "Sprint 1", state: "open" } })).body).toMatchObject({
      closed_at: null,
    });
    expect((await rest("DELETE", `${PATH}/1`)).status).toBe(204);
    expect(people.issue(api1)?.["milestone"]).toBeNull();
    expect((await rest("GET", `${PATH}/1`)).status).toBe(404);
  });

  test.each([{}, { title: "Sprint 1" }, { title: "x", state: "shut" }, { title: "x", due_on: "soon" }])(
    "422 for %j",
    async (body) => {
      const { rest } = await openHub();
      expect((await rest("POST", PATH, { body, undescribed: true })).status).toBe(422);
    },
  );

  test("a title that is taken is refused on editing too", async () => {
    const { rest, people } = await openHub();
    people.createMilestone("acme/api", { title: "Sprint 2" });
    expect((await rest("PATCH", `${PATH}/1`, { body: { title: "Sprint 2" } })).status).toBe(422);
  });
});

describe("labels", () => {
  const PATH = `${REPO}/labels`;

  test("are made, renamed and deleted, on the issues too", async () => {
    const { rest, people } = await openHub();
    const made = await rest("POST", PATH, { body: { name: "points/5", color: "ff0000", description: "Five" } });
    expect(made.body).toMatchObject({ name: "points/5", color: "ff0000", description: "Five", default: false });
    expect((await rest("POST", PATH, { body: { name: "POINTS/5" } })).status).toBe(422);
    expect((await rest("PATCH", `${PATH}/team%2Fapi`, { body: { new_name: "squad/api" } })).body).toMatchObject({
      name: "squad/api",
    });
    expect(names(people.issue(api1)?.["labels"])).toEqual(["squad/api"]);
    expect((await rest("GET", `${PATH}/squad%2Fapi`)).status).toBe(200);
    expect((await rest("DELETE", `${PATH}/squad%2Fapi`)).status).toBe(204);
    expect(names(people.issue(api1)?.["labels"])).toEqual([]);
    expect((await rest("GET", `${PATH}/squad%2Fapi`)).status).toBe(404);
    expect(names((await rest("GET", PATH)).body)).toEqual(["points/5"]);
  });

  test("a colour that is none is refused with the recorded answer", async () => {
    const { rest } = await openHub();
    const { status, body } = await rest("POST", PATH, { body: { name: "foo", color: "invalid" } });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      message: "Validation Failed",
      errors: [{ resource: "Label", code: "invalid", field: "color" }],
    });
    expect((await rest("POST", PATH, { body: {}, undescribed: true })).status).toBe(422);
  });

  test("are put on an issue and taken off it, which updates it", async () => {
    const { rest, people, pass } = await openHub();
    const path = `${REPO}/issues/2/labels`;
    pass(SECOND);
    expect(names((await rest("POST", path, { body: { labels: ["new", "NEW"] } })).body)).toEqual(["team/api", "new"]);
    expect(people.issue(api2)?.["updated_at"]).toBe("2026-11-20T10:00:01Z");
    expect(names((await rest("GET", path)).body)).toEqual(["team/api", "new"]);
    expect(names((await rest("DELETE", `${path}/NEW`)).body)).toEqual(["team/api"]);
    expect((await rest("DELETE", `${path}/new`)).status).toBe(404);
    expect(names((await rest("PUT", path, { body: { labels: ["only"] } })).body)).toEqual(["only"]);
    expect((await rest("DELETE", path)).status).toBe(204);
    expect(at(people.issue(api2), "labels")).toEqual([]);
  });
});
