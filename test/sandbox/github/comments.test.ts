import { expect, test } from "vitest";
import { at, listAt, objectsAt } from "../../support/json.ts";
import { api1, api2, linkIn, openHub, SECOND } from "./fixture.ts";

const REPO = "/repos/acme/api/issues";
const bodies = (body: unknown) => objectsAt(body).map((row) => row["body"]);

test("comments are written, read, edited and deleted, and each write counts as an update of the issue", async () => {
  const { rest, host, people, pass, baseUrl } = await openHub();
  const updated = () => people.issue(api1)?.["updated_at"];
  pass(SECOND);
  const made = await rest("POST", `${REPO}/1/comments`, { body: { body: "Second" } });
  expect(made.status).toBe(201);
  const id = Number(at(made.body, "id"));
  expect(id).toBeGreaterThan(2 ** 31);
  expect(made.body).toMatchObject({
    user: { login: host.login },
    issue_url: `${baseUrl}/api/v3${REPO}/1`,
    html_url: `${baseUrl}/acme/api/issues/1#issuecomment-${id}`,
    created_at: "2026-11-20T10:00:01Z",
  });
  expect(updated()).toBe("2026-11-20T10:00:01Z");
  pass(SECOND);
  const edited = await rest("PATCH", `${REPO}/comments/${id}`, { body: { body: "Other" } });
  expect(edited.body).toMatchObject({ body: "Other", updated_at: "2026-11-20T10:00:02Z" });
  expect(updated()).toBe("2026-11-20T10:00:02Z");
  pass(SECOND);
  const same = await rest("PATCH", `${REPO}/comments/${id}`, { body: { body: "Other" } });
  expect(at(same.body, "updated_at")).toBe("2026-11-20T10:00:02Z");
  expect(bodies((await rest("GET", `${REPO}/1/comments`)).body)).toEqual(["First", "Other"]);
  expect((await rest("GET", `${REPO}/comments/${id}`)).body).toMatchObject({ body: "Other" });
  expect((await rest("DELETE", `${REPO}/comments/${id}`)).status).toBe(204);
  expect(updated()).toBe("2026-11-20T10:00:03Z");
  expect((await rest("GET", `${REPO}/comments/${id}`)).status).toBe(404);
});

test("since, pages and order", async () => {
  const { rest, people, pass } = await openHub();
  for (const text of ["b", "c", "d"]) {
    pass(SECOND);
    people.comment(api2, text);
  }
  const page = await rest("GET", `${REPO}/2/comments?per_page=2`);
  expect(bodies(page.body)).toEqual(["b", "c"]);
  const last = await rest("GET", String(linkIn(page, "next")));
  expect(bodies(last.body)).toEqual(["d"]);
  expect(linkIn(last, "next")).toBeNull();
  expect(linkIn(last, "prev")).toContain("page=1");
  expect(bodies((await rest("GET", `${REPO}/2/comments?since=2026-11-20T10:00:02Z`)).body)).toEqual(["c", "d"]);
  expect(bodies((await rest("GET", `${REPO}/comments`)).body)).toEqual(["First", "b", "c", "d"]);
  const latest = await rest("GET", `${REPO}/comments?sort=updated&direction=desc&since=2026-11-20T10:00:02Z`);
  expect(bodies(latest.body)).toEqual(["d", "c"]);
});

test("a comment is only found in its own repository", async () => {
  const { rest, people } = await openHub();
  const id = people.comment({ repository: "acme/web", number: 1 }, "elsewhere");
  expect((await rest("GET", `${REPO}/comments/${id}`)).status).toBe(404);
  expect(listAt((await rest("GET", `${REPO}/comments`)).body)).toHaveLength(1);
});

test.each([{}, { body: 5 }, { body: " " }, { body: "x".repeat(65_537) }])("422 for %j", async (body) => {
  const { rest, people } = await openHub();
  expect((await rest("POST", `${REPO}/1/comments`, { body, undescribed: true })).status).toBe(422);
  expect(people.comments(api1)).toHaveLength(1);
});

test("a text that names an issue leaves a reference there, once, and no update", async () => {
  const { rest, people, pass } = await openHub();
  const before = people.issue(api2)?.["updated_at"];
  pass(SECOND);
  const text = "See #2, acme/api#2 and `#3`; not &#8203;#&#8203;5 nor <!-- #5 -->";
  await rest("POST", `${REPO}/1/comments`, { body: { body: text } });
  const names = async (number: number) =>
    objectsAt((await rest("GET", `${REPO}/${number}/timeline`)).body).map(({ event }) => event);
  expect((await names(2)).filter((name) => name === "cross-referenced")).toHaveLength(1);
  expect(await names(3)).not.toContain("cross-referenced");
  expect(await names(5)).not.toContain("cross-referenced");
  expect(people.issue(api2)?.["updated_at"]).toBe(before);
});
