import { afterEach, beforeEach, expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { startSite, type TestSite } from "./fixture.ts";
import { ACME } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const asked = "permissions=BROWSE_PROJECTS,ADD_COMMENTS,ADMINISTER";
const mine = (query: string) => jira.call("GET", `/rest/api/3/mypermissions?${query}`);

async function held(project: string): Promise<readonly string[]> {
  const { body } = await mine(`projectKey=${project}&${asked}`);
  const permissions = Object.entries(at(body, "permissions") as Record<string, { havePermission: boolean }>);
  return permissions.flatMap(([key, { havePermission }]) => (havePermission ? key : [])).toSorted();
}

test("tells which of the named permissions the account has in a project", async () => {
  expect(await held("PAY")).toEqual(["ADD_COMMENTS", "ADMINISTER", "BROWSE_PROJECTS"]);
  jira.site.administration.withhold("PAY", "ADD_COMMENTS");
  jira.site.administration.setAdministrator(false);
  expect(await held("PAY")).toEqual(["BROWSE_PROJECTS"]);
});

test("requires names, and refuses unknown ones and projects", async () => {
  expect((await mine("projectKey=PAY")).status).toBe(400);
  expect((await mine("permissions=FLY")).status).toBe(400);
  expect((await mine(`projectKey=NOPE&${asked}`)).status).toBe(404);
});

test("a write without its permission is refused, and so are webhooks to others than administrators", async () => {
  jira.site.administration.withhold("PAY", "ADD_COMMENTS");
  const [key = ""] = jira.site.people.keys();
  const text = { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text: "x" }] }] };
  expect((await jira.call("POST", `/rest/api/3/issue/${key}/comment`, { body: text })).status).toBe(403);
  jira.site.administration.setAdministrator(false);
  expect((await jira.call("GET", "/rest/webhooks/1.0/webhook")).status).toBe(403);
});
