import { createAgileClient, createCloudClient } from "jira.js";
import { createClient } from "jira.js/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, POINTS_FIELD } from "./records.ts";

/** The published client checks every answer against schemas of its own: here a mismatch is an error. */
let jira: TestSite;
let client: ReturnType<typeof createClient>;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
  const { email, token } = jira.site.account;
  client = createClient({
    host: jira.baseUrl,
    auth: { type: "basic", email, apiToken: token },
    onSchemaMismatch: "throw",
  });
});
afterEach(() => jira.close());

test("the client understands what the platform answers", async () => {
  const cloud = createCloudClient(client);
  expect(await cloud.myself.getCurrentUser()).toMatchObject({ timeZone: "Europe/Berlin" });
  expect(await cloud.serverInfo.getServerInfo()).toMatchObject({ deploymentType: "Cloud" });
  expect(await cloud.issueFields.getFields()).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "Sprint" })]),
  );
  expect((await cloud.issueLinkTypes.getIssueLinkTypes()).issueLinkTypes).toHaveLength(2);
  const page = await cloud.issueSearch.searchAndReconsileIssuesUsingJqlPost({
    jql: "project = PAY ORDER BY id",
    fields: ["*all"],
    expand: "changelog",
    maxResults: 2,
  });
  expect(page.issues).toHaveLength(2);
  expect(
    (await cloud.issues.bulkFetchIssues({ issueIdsOrKeys: ["PAY-1", "PAY-2"], fields: ["*all"] })).issues,
  ).toHaveLength(2);
  expect((await cloud.projectVersions.getProjectVersionsPaginated({ projectIdOrKey: "PAY" })).total).toBe(1);
});

test("the client understands boards, sprints and their issues", async () => {
  const agile = createAgileClient(client);
  expect((await agile.board.getAllBoards({})).values).toHaveLength(2);
  expect((await agile.board.getAllSprints({ boardId: 7 })).values).toHaveLength(3);
  expect((await agile.board.getConfiguration({ boardId: 7 })).estimation).toMatchObject({
    type: "field",
    field: { fieldId: POINTS_FIELD },
  });
  expect((await agile.sprint.getIssuesForSprint({ sprintId: 2 })).issues).toHaveLength(2);
});
