import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { message, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME } from "./records.ts";

let jira: TestSite;
beforeAll(async () => {
  jira = await startSite({ data: ACME, timeZone: "Asia/Tokyo" });
});
afterAll(() => jira.close());

const at = (text: string) => Date.parse(text);

describe("JQL that finds", () => {
  test.each<[jql: string, keys: string]>([
    ["project = PAY ORDER BY key", "PAY-1 PAY-2 PAY-3 PAY-4 PAY-5"],
    ["project = pay AND key != PAY-1 ORDER BY key DESC", "PAY-5 PAY-4 PAY-3 PAY-2"],
    ['project in ("Payments", LED) ORDER BY project DESC, id ASC', "PAY-1 PAY-2 PAY-3 PAY-4 PAY-5 LED-1 LED-2 LED-3"],
    ["project not in (LED) order by updated asc, id asc", "PAY-1 PAY-2 PAY-3 PAY-4 PAY-5"],
    ["project = LED", "LED-3 LED-2 LED-1"],
    ["project = 10200 ORDER BY created, id", "LED-1 LED-2 LED-3"],
    ["key in (PAY-2, led-1, 1020002) ORDER BY id", "PAY-2 LED-1 LED-2"],
    ["issuekey = PAY-3 OR id = 1010004 ORDER BY id", "PAY-3 PAY-4"],
    ["key > PAY-3 ORDER BY id", "PAY-4 PAY-5"],
    ["id >= 1010005 AND id <= 1020001 ORDER BY id", "PAY-5 LED-1"],
    [`updated >= ${at("2026-10-20T08:05:00Z")} ORDER BY updated`, "PAY-5 LED-1"],
    [`updated > ${at("2026-10-20T08:05:00Z")}`, "LED-1"],
    [`updated < ${at("2026-10-20T08:02:00Z")} ORDER BY id`, "PAY-1"],
    ['updated >= "2026-10-20 17:05" ORDER BY updated', "PAY-5 LED-1"],
    ['updated >= "2026/10/20 17:05" AND updated < "2026-10-20 17:06"', "PAY-5"],
    ["updated <= 2026-10-20", ""],
    ["updated >= -14d ORDER BY id", "PAY-1 PAY-2 PAY-3 PAY-4 PAY-5 LED-1 LED-2 LED-3"],
    ["created < now() AND labels = api ORDER BY id", "PAY-2 LED-2"],
    ["sprint = 2 ORDER BY id", "PAY-2 PAY-5"],
    ['sprint in ("PAY Sprint 1") ORDER BY id', "PAY-2 PAY-3"],
    ["sprint in openSprints() ORDER BY id", "PAY-2 PAY-5"],
    ["sprint in (openSprints(), closedSprints()) ORDER BY id", "PAY-2 PAY-3 PAY-5"],
    ["project = PAY AND sprint is empty ORDER BY id", "PAY-1 PAY-4"],
    ["sprint is not EMPTY ORDER BY id", "PAY-2 PAY-3 PAY-5"],
    ["cf[10020] = 1 ORDER BY id", "PAY-2 PAY-3"],
    ["labels in (checkout) ORDER BY id", "PAY-1 PAY-2"],
    ["labels != api AND labels is not null", "PAY-1"],
    ["labels != api", "PAY-1"],
    ["NOT labels = api", "PAY-1"],
    ["not (labels = checkout or labels is empty)", "LED-2"],
    ['component = "gate way"', "PAY-4"],
    ["fixVersion = '1.0'", "PAY-4"],
    ["status = done", "PAY-3"],
    ['status not in ("To Do", Done) ORDER BY id', "PAY-2 LED-1"],
    ['statusCategory = "In Progress" ORDER BY id', "PAY-2 LED-1"],
    ["statusCategory = done", "PAY-3"],
    ["issuetype = Epic", "PAY-1"],
    ["type != Epic AND project = LED AND priority = High", "LED-2"],
    ["parent = PAY-1", "PAY-2"],
    ["parent in (1010001)", "PAY-2"],
    ["parent is empty and sprint = 2", "PAY-5"],
    ["resolution = Unresolved AND status = 3 ORDER BY id", "PAY-2 LED-1"],
    ["resolution is not empty", "PAY-3"],
    ['"Story Points" >= 4', "PAY-2"],
    ["cf[10026] in (3, 5) ORDER BY cf[10026]", "PAY-3 PAY-2"],
    ['"Story Points" is empty AND project = PAY ORDER BY id', "PAY-1 PAY-4 PAY-5"],
    ["assignee = a-1", "PAY-2"],
    ['assignee = "Ann Able" and (project = PAY || project = LED) && !(status = Done)', "PAY-2"],
    ["assignee is empty and key = LED-3", "LED-3"],
    ["due <= 2026-11-21", "PAY-5"],
    ["hierarchyLevel = 1", "PAY-1"],
    ['summary ~ "of pay-1"', "PAY-1"],
    ["description is not empty", "LED-3"],
    ["resolved >= 2026-10-01", "PAY-3"],
    ["project = PAY AND status = Done OR project = LED AND priority = High ORDER BY id", "PAY-3 LED-2"],
  ])("%s", async (jql, keys) => {
    await expect(jira.keys(jql)).resolves.toEqual(keys.split(" ").filter((key) => key !== ""));
  });
});

describe("JQL that is refused", () => {
  test.each<[jql: string, text: RegExp | string]>([
    ["", /^Unbounded JQL queries are not allowed here\./],
    ["ORDER BY created", /^Unbounded JQL queries are not allowed here\./],
    ["project = NOPE", "The value 'NOPE' does not exist for the field 'project'."],
    ["status = Nope", "The value 'Nope' does not exist for the field 'status'."],
    ["sprint = 99", /^Sprint with name '99' does not exist/],
    ["key = PAY-99", "An issue with key 'PAY-99' does not exist for field 'key'."],
    ["id in (1)", "A value with ID '1' does not exist for the field 'id'."],
    ["nope = 1", "Field 'nope' does not exist or you do not have permission to view it."],
    ["project = PAY ORDER BY nope", "Field 'nope' does not exist or you do not have permission to view it."],
    ["project", /^Error in the JQL Query: Expecting operator but got ''/],
    ["project PAY", /Expecting operator but got 'PAY'\. .* \(line 1, character 9\)$/],
    ["project = ", /Expecting either a value, list or function/],
    ["project = PAY AND", /Expecting a field but reached the end/],
    ["project = PAY status = Done", /Expecting either 'OR' or 'AND' but got 'status'/],
    ["(project = PAY", /Expecting '\)' but got end of query/],
    ["project in PAY", /does not support the non-list value 'PAY'/],
    ["project = (PAY, LED)", /does not support the list value/],
    ['project = "PAY', /has not been completed/],
    ["project = ON", /'ON' is a reserved JQL word/],
    ["fixVersion = 1.0", /The character '\.' is a reserved JQL character/],
    ["project = PAY & status = Done", /reserved JQL character/],
    ["project = PAY ORDER created", /Expecting 'by'/],
    ["updated >= 2026-10-20T08:00:00Z", /^Date value '2026-10-20T08:00:00Z' for field 'updated' is invalid/],
    ['updated >= "2026-10-20T08:00:00Z"', /^Date value .* is invalid/],
    ['updated >= "2026-13-40"', /^Date value .* is invalid/],
    ["updated ~ x", /is not supported by the 'updated' field|is invalid/],
    ["project > PAY", /The operator '>' is not supported by the 'project' field/],
    ["parent > PAY-1", /The operator '>' is not supported by the 'parent' field/],
    ['"Story Points" > many', /must be a number/],
    ["sprint in nopeSprints()", "Unable to find JQL function 'nopeSprints()'."],
    ["status was Done", /does not answer searches of history/],
    [`project = PAY ORDER BY ${Array.from({ length: 8 }, () => "id").join(", ")}`, /maximum number of fields/],
  ])("%s", async (jql, text) => {
    const answer = await jira.search(jql);
    expect(answer.status).toBe(400);
    expect(message(answer)).toMatch(text);
  });
});

test("a literal to the minute is read in the account's zone, not in UTC", async () => {
  const kiritimati = await startSite({ data: ACME, timeZone: "Pacific/Kiritimati" });
  await expect(kiritimati.keys('updated >= "2026-10-20 22:30"')).resolves.toEqual(["LED-1"]);
  await expect(kiritimati.keys('updated >= "2026-10-20 22:31"')).resolves.toEqual([]);
  await kiritimati.close();
});

describe("more ways to say it", () => {
  test.each<[jql: string, keys: string]>([
    ["not not key = PAY-1", "PAY-1"],
    ["not (key = PAY-1 or project = PAY)", "LED-3 LED-2 LED-1"],
    ["not (updated < now() and project = PAY)", "LED-3 LED-2 LED-1"],
    ["project = LED and not updated >= startOfDay()", "LED-3 LED-2 LED-1"],
    ["key != PAY-1 and parent is not empty", "PAY-2"],
    ["parent != PAY-1", ""],
    ["key not in (LED-1, LED-2) and project = LED", "LED-3"],
    ["key < PAY-2", "PAY-1"],
    ["id > 1020002", "LED-3"],
    ["key <= LED-1", "LED-1"],
    ['summary !~ "pay" and project = LED', "LED-3 LED-2 LED-1"],
    ["summary is empty", ""],
    ["description is empty and project = LED", "LED-2 LED-1"],
    ["due is empty and sprint = 2", "PAY-2"],
    ["due is not empty", "PAY-5"],
    ["cf[10026] != 5 and cf[10026] is not empty", "PAY-3"],
    ["cf[10026] <= 3", "PAY-3"],
    ["assignee = currentUser()", ""],
    ["labels in (nothing, EMPTY) and project = LED", "LED-3 LED-1"],
    ['summary ~ "Summary\\u0020of \\"LED-1\\""', "LED-1"],
    ["'Story Points' = 5 ORDER BY parent, summary DESC, \"Story Points\", sprint", "PAY-2"],
    ['affectedVersion is empty and key = "LED-1"', "LED-1"],
    ["creator is empty and reporter is empty and key = LED-1", "LED-1"],
  ])("%s", async (jql, keys) => {
    await expect(jira.keys(jql)).resolves.toEqual(keys.split(" ").filter((key) => key !== ""));
  });
});
