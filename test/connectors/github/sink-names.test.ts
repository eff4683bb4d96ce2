import { expect, test } from "vitest";
import { withMarks } from "../../../connectors/github/managed-part.ts";
import { aConnector, failureOf, onlyPlannedCalls, ownLogin, plannedUser, wire } from "./hub.ts";

onlyPlannedCalls();

const target = { system: "github", connection: "hub", repo: "acme/trains" } as const;
const marker = "rollup:titanium:acme/trains";
const url = "https://github.com/acme/trains/issues/3";
const posted = {
  id: 5001,
  number: 3,
  title: "T",
  html_url: url,
  repository_url: "https://api.github.com/repos/acme/trains",
  body: withMarks("x", marker),
  user: { login: ownLogin, id: 1 },
};
const remote = { remoteId: "5001", url, key: "acme/trains#3" };

test("a rollup is created under the present name of a renamed repository, which redirects creates", async () => {
  const location = "https://api.github.com/repositories/9/issues";
  wire().post("/repos/acme/trains/issues").reply(307, { message: "Temporary Redirect" }, { location });
  wire().get("/repos/acme/trains").reply(200, { id: 9, full_name: "acme/plans" });
  wire().post("/repos/acme/plans/issues", { title: "T", body: posted.body }).reply(201, posted);
  const { sink } = aConnector();
  expect(await sink.createIssue(target, { title: "T", body: "x", labels: [] }, marker)).toEqual(remote);
});

test("a rollup is not by a former account that GitHub does not know any more", async () => {
  plannedUser();
  const issues = (creator: string) =>
    wire().get("/repos/acme/trains/issues").query({ creator, state: "all", per_page: 100 });
  issues(ownLogin).reply(200, [posted]);
  issues("mara").reply(422, { message: "Validation Failed", errors: [{ field: "creator", code: "invalid" }] });
  expect(await aConnector().sink.findIssues(target, marker, ["mara"])).toEqual([remote]);
});

test("pages of issues that lead to themselves are a failure, not an endless reading", async () => {
  plannedUser();
  const next = "https://api.github.com/repositories/9/issues?page=2";
  const headers = { link: `<${next}>; rel="next"` };
  wire().get("/repos/acme/trains/issues").query(true).reply(200, [], headers);
  wire().get("/repositories/9/issues?page=2").reply(200, [], headers);
  expect(await failureOf(aConnector().sink.findIssues(target, marker))).toMatchObject({ code: "unreadable-answer" });
});
