import { describe, expect, test } from "vitest";
import { findingText } from "../../../src/domain/setup/finding.ts";
import {
  aConnector,
  all,
  bodyOf,
  failureOf,
  onlyPlannedCalls,
  ownAccount,
  plannedProbe,
  rawIssue,
  siteFields,
  wire,
} from "./acme.ts";

onlyPlannedCalls();

const issues = { name: "issues", mode: "incremental" } as const;
const sprints = { name: "sprints", mode: "full" } as const;

describe("the check of a connection", () => {
  test("says who we are, in four requests", async () => {
    plannedProbe();
    wire()
      .get("/rest/api/3/issueLinkType")
      .reply(200, { issueLinkTypes: [{ id: "1", name: "Blocks" }] });
    const { source } = aConnector({ linkTypes: ["blocks"] });
    expect(await source.probe()).toEqual({
      account: { id: ownAccount, name: "Signalbox" },
      notes: [],
      containers: [{ name: "PAY", nativeId: "0", key: "PAY", failure: null }],
      names: [
        { kind: "field", nativeId: "customfield_10026", name: "Story Points", called: ["story points"] },
        { kind: "link-type", nativeId: "1", name: "Blocks" },
      ],
    });
    expect(source.requests()).toBe(4);
  });

  test("a site whose linking is switched off is read without links", async () => {
    plannedProbe();
    wire()
      .get("/rest/api/3/issueLinkType")
      .reply(404, { errorMessages: ["Issue linking is currently disabled."] });
    const { notes, containers } = await aConnector({ linkTypes: ["Blocks"] }).source.probe();
    expect(notes.map(findingText).join(" ")).toContain("Issue linking is switched off on this site");
    expect(containers).toMatchObject([{ failure: null }]);
  });

  test("names the link types of the site, and the nearest", async () => {
    plannedProbe();
    const issueLinkTypes = [
      { id: "1", name: "Relates" },
      { id: "2", name: "Blocks" },
    ];
    wire().get("/rest/api/3/issueLinkType").reply(200, { issueLinkTypes });
    const { notes } = await aConnector({ linkTypes: ["Block"] }).source.probe();
    expect(notes.map(findingText)).toContain(
      'acme-jira has no link type "Block". The site has "Relates", "Blocks". Name link types of the site under dependencies.jiraLinkTypes, such as "Blocks".',
    );
  });

  test("tells a site that is no Jira Cloud", async () => {
    wire().get("/rest/api/3/myself").reply(404, "<html>");
    const failure = await failureOf(aConnector().source.probe());
    expect(failure).toMatchObject({ code: "not-found" });
    expect(failure.remedy).toContain("https://acme.atlassian.net is a Jira Cloud site");
  });

  test("names a project that is missing or hidden, and reads the others", async () => {
    plannedProbe(["PAY"]);
    wire()
      .get("/rest/api/3/project/LED")
      .reply(404, { errorMessages: ["No project could be found with key 'LED'."] });
    wire()
      .post("/rest/api/3/search/jql", ({ jql }: { jql: string }) => jql.startsWith('(project in ("PAY"))'))
      .reply(200, { issues: [rawIssue(1)] });
    const { source } = aConnector({ containers: ["PAY", "LED"] });
    const [, led] = (await source.probe()).containers;
    expect(led).toMatchObject({ name: "LED", nativeId: null, key: null });
    expect(led?.failure).toMatchObject({ code: "not-found", verdict: { kind: "park" } });
    expect(led?.failure?.message).toContain("looking for project LED");
    expect(led?.failure?.remedy).toContain("LED in the train file");
    expect(await all(source.pull(issues, null))).toHaveLength(1);
  });

  test.each([
    ["archived", { archived: true }],
    ["in the trash", { archived: true, deleted: true }],
  ])("names a project that is %s, which no search shows", async (words, state) => {
    plannedProbe([]);
    wire()
      .get("/rest/api/3/project/PAY")
      .reply(200, { id: "7", key: "PAY", ...state });
    const [pay] = (await aConnector().source.probe()).containers;
    expect(pay).toMatchObject({ name: "PAY", nativeId: "7", key: "PAY" });
    expect(pay?.failure?.message).toContain(words);
    expect(pay?.failure?.remedy).toContain("restored");
  });

  test("tells projects that no search shows from those that it shows, also under former keys", async () => {
    plannedProbe(["PAY"]);
    const { source } = aConnector();
    await source.probe();
    wire()
      .get("/rest/api/3/project/search")
      .query(true)
      .reply(200, { values: [{ id: "1", key: "PAY" }], isLast: true });
    wire()
      .get("/rest/api/3/project/SEC")
      .reply(404, { errorMessages: ["No project could be found"] });
    wire().get("/rest/api/3/project/ARC").reply(200, { id: "8", key: "ARC", archived: true });
    wire().get("/rest/api/3/project/OLD").reply(200, { id: "9", key: "NEW" });
    expect(await source.hiddenContainers?.(["PAY", "SEC", "ARC", "OLD"])).toEqual(new Set(["SEC", "ARC"]));
  });

  test("a site that is out of order while it looks for a project has no word on that project", async () => {
    plannedProbe([]);
    wire().get("/rest/api/3/project/PAY").times(4).reply(500);
    expect(await failureOf(aConnector().source.probe())).toMatchObject({ code: "tracker-unavailable" });
  });

  test("finds a project that was renamed, and reads it under its new key", async () => {
    plannedProbe([]);
    wire().get("/rest/api/3/project/OLD").reply(200, { id: "7", key: "NEW" });
    wire()
      .post("/rest/api/3/search/jql", ({ jql }: { jql: string }) => jql.startsWith('(project in ("NEW"))'))
      .reply(200, { issues: [rawIssue(1)] });
    const { source } = aConnector({ containers: ["OLD"] });
    expect(await all(source.pull(issues, null))).toHaveLength(1);
  });

  test("pages through every project where all are read", async () => {
    wire().get("/rest/api/3/myself").reply(200, { accountId: ownAccount });
    wire().get("/rest/api/3/field").reply(200, siteFields);
    const values = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: `${from + n}`, key: `P${from + n}` }));
    const page = (startAt: string) => wire().get("/rest/api/3/project/search").query({ startAt, maxResults: "50" });
    page("0").reply(200, { total: 51, isLast: false, values: values(0, 50) });
    page("50").reply(200, { total: 51, isLast: true, values: values(50, 1) });
    const { source } = aConnector({ containers: "all" });
    await source.probe();
    expect(source.requests()).toBe(4);
  });
});

describe("fields", () => {
  const estimate = {
    id: "customfield_10016",
    name: "Story point estimate",
    schema: { type: "number", custom: "com.pyxis.greenhopper.jira:jsw-story-points" },
  };

  test("two that could be the estimate are told, and both are read", async () => {
    plannedProbe(["PAY"], [...siteFields, estimate]);
    const { notes } = await aConnector().source.probe();
    expect(notes.map(findingText)).toEqual([
      expect.stringContaining('2 fields could be the estimate: "Story Points" (customfield_10026)'),
    ]);
  });

  test.each(["customfield_10016", "story point ESTIMATE"])("the configured one (%s) is the only one", async (field) => {
    plannedProbe(["PAY"], [...siteFields, estimate]);
    wire()
      .post("/rest/api/3/search/jql", ({ fields }: { fields: string[] }) => !fields.includes("customfield_10026"))
      .reply(200, { issues: [rawIssue(1, { customfield_10026: 3, customfield_10016: 8 })] });
    const { source } = aConnector({}, { pointsField: field });
    expect((await source.probe()).notes).toEqual([]);
    const [page] = await all(source.pull(issues, null));
    expect(page?.items[0]?.item.points).toBe(8);
  });

  test("a configured one that is not there is refused with the nearest", async () => {
    plannedProbe();
    const failure = await failureOf(aConnector({}, { pointsField: "Story Pionts" }).source.probe());
    expect(failure).toMatchObject({ code: "config-invalid" });
    expect(failure.remedy).toContain('such as "Story Points"');
  });

  test("a site without sprints and points is read with a note on each", async () => {
    plannedProbe(["PAY"], siteFields.slice(0, 1));
    expect((await aConnector().source.probe()).notes).toHaveLength(2);
  });
});

describe("a search", () => {
  test("asks for what is needed and nothing else, without an upper bound", async () => {
    plannedProbe();
    let asked: unknown;
    wire()
      .post("/rest/api/3/search/jql")
      .reply(200, async function reply(this: unknown, request: Request) {
        asked = await bodyOf(request);
        return { issues: [] };
      });
    const since = Date.parse("2026-11-23T10:00:00Z");
    const { source } = aConnector({ jqls: ["component = core ORDER BY rank"] });
    await all(source.pull(issues, since));
    expect(asked).toMatchObject({
      jql: `(project in ("PAY") OR (component = core)) AND updated >= ${since - 600_000} ORDER BY updated ASC, id ASC`,
      maxResults: 100,
      expand: "changelog",
    });
    expect(asked).not.toHaveProperty("nextPageToken");
    expect(asked).toHaveProperty("fields", expect.arrayContaining(["customfield_10020", "customfield_10026"]));
  });

  test("goes on while there is a token, whatever isLast says, and stops at one that comes twice", async () => {
    plannedProbe();
    const page = (n: number, nextPageToken?: string) => ({ issues: [rawIssue(n)], nextPageToken, isLast: true });
    wire().post("/rest/api/3/search/jql").reply(200, page(1, "a"));
    wire()
      .post("/rest/api/3/search/jql", ({ nextPageToken }) => nextPageToken === "a")
      .reply(200, page(2, "b"));
    wire()
      .post("/rest/api/3/search/jql", ({ nextPageToken }) => nextPageToken === "b")
      .reply(200, page(3, "a"));
    const { source } = aConnector();
    const read: string[] = [];
    const pull = async () => {
      for await (const { items } of source.pull(issues, null)) read.push(...items.map(({ item }) => item.key));
    };
    expect(await failureOf(pull())).toMatchObject({ code: "unreadable-answer", verdict: { kind: "retry" } });
    expect(read).toEqual(["PAY-1", "PAY-2", "PAY-3"]);
  });

  test.each([
    "The value 'PAY' does not exist for the field 'project'.",
    "Der Wert 'PAY' ist für das Feld 'project' nicht vorhanden.",
  ])("that its only project has vanished from names it, and reads nothing: %s", async (says) => {
    plannedProbe();
    wire()
      .post("/rest/api/3/search/jql")
      .times(2)
      .reply(400, { errorMessages: [says] });
    const pages = await all(aConnector().source.pull(issues, null));
    const [left] = pages.flatMap(({ unread = [] }) => unread);
    expect(left).toMatchObject({ name: "container:PAY", failure: { code: "not-found" } });
    expect(left?.failure.message).toBe("acme-jira has no project PAY, or hides it from our account.");
  });

  test("with a team's broken query points at the train file", async () => {
    wire().get("/rest/api/3/myself").reply(200, { accountId: ownAccount });
    wire().get("/rest/api/3/field").reply(200, siteFields);
    wire()
      .post("/rest/api/3/search/jql")
      .times(2)
      .reply(400, { errorMessages: ["Field 'squad' does not exist or you do not have permission to view it."] });
    const { source } = aConnector({ containers: [], jqls: ["squad = x"] });
    const [left] = (await all(source.pull(issues, null))).flatMap(({ unread = [] }) => unread);
    expect(left).toMatchObject({ name: "query:squad = x", failure: { code: "request-refused" } });
    expect(left?.failure.message).toContain("Field 'squad' does not exist");
    expect(left?.failure.remedy).toContain("jql of the teams");
  });

  test("without anything to read is not sent", async () => {
    wire().get("/rest/api/3/myself").reply(200, { accountId: ownAccount });
    wire().get("/rest/api/3/field").reply(200, siteFields);
    expect(await all(aConnector({ containers: [] }).source.pull(issues, null))).toEqual([]);
  });
});

describe("boards", () => {
  test("without sprints have none; a sprint on two boards comes once; a bad one is set aside", async () => {
    plannedProbe();
    const boards = [
      { id: 1, type: "scrum" },
      { id: 2, type: "simple" },
      { id: 3, type: "kanban" },
      { id: 4, type: "scrum" },
    ];
    wire().get("/rest/agile/1.0/board").query(true).reply(200, { isLast: true, values: boards });
    const sprintsOf = (board: number) => wire().get(`/rest/agile/1.0/board/${board}/sprint`).query(true);
    const sprint = { id: 12, name: "A", state: "active", originBoardId: 1, startDate: null, endDate: null };
    sprintsOf(1).reply(200, { isLast: true, values: [sprint, { name: "no id" }] });
    sprintsOf(2).reply(400, { errorMessages: ["The board does not support sprints"] });
    sprintsOf(4).reply(200, { isLast: true, values: [sprint] });
    const [page] = await all(aConnector().source.pull(sprints, null));
    expect(page?.sprints).toMatchObject([{ id: "jira:acme-jira:sprint:12", startsAt: null, endsAt: null, boardId: 1 }]);
    expect(page?.rejected).toEqual([{ ref: "no id", reason: expect.stringContaining("id") }]);
  });

  test("that may not be seen are a failure with a remedy, not an empty list", async () => {
    plannedProbe();
    wire()
      .get("/rest/agile/1.0/board")
      .query(true)
      .reply(403, { errorMessages: ["No."] });
    expect(await failureOf(all(aConnector().source.pull(sprints, null)))).toMatchObject({ code: "forbidden" });
  });
});

test("an unknown stream is a mistake of ours", async () => {
  await expect(all(aConnector().source.pull({ name: "odd" }, null))).rejects.toThrow("no stream odd");
});
