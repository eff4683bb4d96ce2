import { describe, expect, test } from "vitest";
import { aConnector, connection, failureOf, onlyPlannedCalls, wire } from "./acme.ts";

onlyPlannedCalls();

const marker = "comment:payments:10001";
const target = { system: "jira", connection: connection.key, project: "PMO", issueType: "Task" } as const;
const item = { key: "PAY-1", nativeId: "10001" };
const document = { title: "T", labels: [], blocks: [], stamp: [] };

/** What only the wire shows: a create whose answer never comes. */
describe("a create whose answer is lost", () => {
  const creates = [
    ["issue", "/rest/api/3/issue"],
    ["comment", "/rest/api/3/issue/10001/comment"],
  ] as const;

  function create(kind: "issue" | "comment") {
    const { sink, waits } = aConnector();
    const rendered = sink.render(document, marker);
    const work =
      kind === "issue" ? sink.createIssue(target, rendered, marker) : sink.createComment(item, rendered, marker);
    return { failure: failureOf(work), waits };
  }

  test.each(creates)("may have happened: %s, server error", async (kind, path) => {
    wire().post(path).reply(502, "Bad Gateway");
    const { failure, waits } = create(kind);
    expect(await failure).toMatchObject({ code: "outcome-unknown", verdict: { kind: "retry" } });
    expect(waits).toEqual([]);
  });

  test.each(creates)("may have happened: %s, connection reset", async (kind, path) => {
    wire()
      .post(path)
      .replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    expect(await create(kind).failure).toMatchObject({ code: "outcome-unknown" });
  });

  test.each(creates)("may have happened: %s, a page instead of JSON", async (kind, path) => {
    wire().post(path).reply(201, "<html>", { "Content-Type": "text/html" });
    expect(await create(kind).failure).toMatchObject({ code: "outcome-unknown" });
  });

  test.each(creates)("may have happened: %s, an answer without an id", async (kind, path) => {
    wire().post(path).reply(201, { self: "x" });
    expect(await create(kind).failure).toMatchObject({ code: "outcome-unknown" });
  });

  test.each(creates)("surely did not where nobody could be reached: %s", async (kind, path) => {
    wire()
      .post(path)
      .replyWithError(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
    expect(await create(kind).failure).toMatchObject({ code: "unreachable" });
  });

  test.each(creates)("surely did not where the site asked to wait: %s", async (kind, path) => {
    wire().post(path).reply(429, {}, { "Retry-After": "5" });
    expect(await create(kind).failure).toMatchObject({ code: "rate-limited", verdict: { afterMs: 5000 } });
  });
});

describe("a create that Jira refuses as a bad request", () => {
  const create = () => {
    const { sink } = aConnector();
    return failureOf(sink.createIssue(target, sink.render(document, marker), marker));
  };

  test.each([
    [{ errorMessages: ["You do not have permission to create issues in this project."] }, "forbidden"],
    [{ errors: { project: "You cannot create issues in this project." } }, "forbidden"],
    [{ errors: { project: "Specify a valid project ID or key" } }, "not-found"],
    [{ errors: { description: "The entered text is too long." } }, "request-refused"],
  ])("%o is %s", async (body, code) => {
    wire().post("/rest/api/3/issue").reply(400, body);
    const failure = await create();
    expect(failure).toMatchObject({ code, verdict: { kind: "park" } });
    expect(failure.message).toContain("PMO");
  });

  test("an unknown issue type is told even where the known ones cannot be", async () => {
    wire()
      .post("/rest/api/3/issue")
      .reply(400, { errors: { issuetype: "Specify a valid issue type" } });
    wire().get("/rest/api/3/issue/createmeta/PMO/issuetypes").query(true).reply(403, {});
    const failure = await create();
    expect(failure).toMatchObject({ code: "config-invalid" });
    expect(failure.remedy).toBe("Name one of the project's issue types under reports.rollup.");
  });
});

describe("a project whose screens do not show labels", () => {
  const remote = { remoteId: "10077", key: "PMO-1", url: "https://acme.atlassian.net/browse/PMO-1" };
  const refusal = {
    errors: { labels: "Field 'labels' cannot be set. It is not on the appropriate screen, or unknown." },
  };
  const bodies: unknown[] = [];
  const noted = (body: unknown) => bodies.push(body) > 0;

  test("gets its rollup without them, and is not asked again", async () => {
    const { sink, warnings } = aConnector();
    const rendered = sink.render({ ...document, labels: ["at-risk"] }, marker);
    wire().post("/rest/api/3/issue", noted).reply(400, refusal);
    wire().post("/rest/api/3/issue", noted).reply(201, { id: "10077", key: "PMO-1" });
    expect(await sink.createIssue(target, rendered, marker)).toEqual(remote);
    expect(bodies).toMatchObject([{ fields: { labels: expect.arrayContaining(["signalbox-at-risk"]) } }, {}]);
    expect(bodies[1]).not.toHaveProperty("fields.labels");
    expect(warnings).toEqual(["the rollup issue is written without labels: they were refused"]);
    wire()
      .get("/rest/api/3/issue/10077")
      .query(true)
      .reply(200, { fields: { summary: "T", description: JSON.parse(rendered.body) } });
    wire().put("/rest/api/3/issue/10077", noted).query(true).reply(204);
    expect(await sink.updateIssue(remote, rendered, marker)).toBe("updated");
    expect(bodies[2]).not.toHaveProperty("update");
    expect(warnings).toHaveLength(1);
  });
});

describe("an update", () => {
  const remote = { remoteId: "10077", key: "PMO-1", url: "https://acme.atlassian.net/browse/PMO-1" };

  function standing(description: unknown) {
    return wire()
      .get("/rest/api/3/issue/10077")
      .query(true)
      .reply(200, { fields: { summary: "T", description } });
  }

  test("that somebody else's save got in the way of is made once more, on what stands there now", async () => {
    const { sink } = aConnector();
    const rendered = sink.render(document, marker);
    const description: unknown = JSON.parse(rendered.body);
    standing(description);
    wire().put("/rest/api/3/issue/10077").query({ notifyUsers: "false" }).reply(409, {});
    standing(description);
    wire().put("/rest/api/3/issue/10077").query({ notifyUsers: "false" }).reply(204);
    expect(await sink.updateIssue(remote, rendered, marker)).toBe("updated");
  });

  test("that is not allowed names the permission", async () => {
    const { sink } = aConnector();
    const rendered = sink.render(document, marker);
    standing(JSON.parse(rendered.body));
    wire().put("/rest/api/3/issue/10077").query({ notifyUsers: "false" }).reply(403, {});
    wire()
      .put("/rest/api/3/issue/10077")
      .reply(403, { errorMessages: ["No."] });
    const failure = await failureOf(sink.updateIssue(remote, rendered, marker));
    expect(failure).toMatchObject({ code: "forbidden" });
    expect(failure.remedy).toContain('"Edit issues" for PMO-1');
  });

  test("of something that goes between reading and writing finds that it is not shown", async () => {
    const { sink } = aConnector();
    const rendered = sink.render(document, marker);
    standing(JSON.parse(rendered.body));
    wire().put("/rest/api/3/issue/10077").query(true).reply(404, {});
    wire().get("/rest/api/3/project/PMO").query(true).reply(200, { id: "1", key: "PMO" });
    expect(await sink.updateIssue(remote, rendered, marker)).toBe("unseen");
  });

  test("of something in a project that is not shown is refused: nobody knows whether it is gone", async () => {
    const { sink } = aConnector();
    wire().get("/rest/api/3/issue/10077").query(true).reply(404, {});
    wire().get("/rest/api/3/project/PMO").query(true).reply(404, {});
    const failure = await failureOf(sink.updateIssue(remote, sink.render(document, marker), marker));
    expect(failure).toMatchObject({ code: "not-found", verdict: { kind: "park" } });
    expect(failure.remedy).toContain('"Browse projects" in PMO');
  });
});

describe("looking for what may have been written", () => {
  test("trusts neither label nor property without the author, nor the author without the property", async () => {
    wire().get("/rest/api/3/myself").reply(200, { accountId: "me" });
    const issue = (id: string, author: string, property: unknown) => ({
      id,
      key: `PMO-${id}`,
      fields: { creator: { accountId: author } },
      properties: { signalbox: property },
    });
    wire()
      .post(
        "/rest/api/3/search/jql",
        ({ properties }: { properties: unknown }) => JSON.stringify(properties) === '["signalbox"]',
      )
      .reply(200, {
        issues: [
          issue("1", "me", { marker }),
          issue("2", "mallory", { marker }),
          issue("3", "me", { marker: "other" }),
          issue("4", "me", "text"),
        ],
      });
    const { sink } = aConnector();
    expect((await sink.findIssues(target, marker)).map(({ remoteId }) => remoteId)).toEqual(["1"]);
  });

  test("reads all pages of a long thread, and asks for properties only of our own", async () => {
    wire().get("/rest/api/3/myself").reply(200, { accountId: "me" });
    const comments = (startAt: string) =>
      wire()
        .get("/rest/api/3/issue/10001/comment")
        .query((query) => query["startAt"] === startAt);
    const other = { id: "1", author: { accountId: "someone" } };
    comments("0").reply(200, { total: 3, comments: [other] });
    const ours = ["2", "3"].map((id) => ({ id, author: { accountId: "me" } }));
    comments("1").reply(200, { total: 3, comments: ours });
    wire()
      .post("/rest/api/3/comment/list", { ids: [2, 3] })
      .query({ expand: "properties" })
      .reply(200, { values: [{ id: "2", properties: [{ key: "signalbox", value: { marker } }] }, { id: "3" }] });
    const { sink } = aConnector();
    expect(await sink.findComments(item)).toEqual([
      { remoteId: "2", key: "PAY-1", url: "https://acme.atlassian.net/browse/PAY-1?focusedCommentId=2", marker },
    ]);
  });

  test("takes what an account before ours wrote for ours, where that is known", async () => {
    const { sink } = aConnector();
    wire().get("/rest/api/3/myself").reply(200, { accountId: "me" });
    wire()
      .post("/rest/api/3/search/jql", ({ jql }: { jql: unknown }) => String(jql).includes('creator IN ("me", "mara")'))
      .reply(200, {
        issues: ["mara", "mallory"].map((accountId, n) => ({
          id: `${n}`,
          key: `PMO-${n}`,
          fields: { creator: { accountId } },
          properties: { signalbox: { marker } },
        })),
      });
    expect((await sink.findIssues(target, marker, ["mara"])).map(({ remoteId }) => remoteId)).toEqual(["0"]);
  });

  test.each([400, 403])("an answer %i to a change of another account's comment names that account", async (status) => {
    const { sink } = aConnector();
    const rendered = sink.render(document, marker);
    const body: unknown = JSON.parse(rendered.body);
    wire()
      .get("/rest/api/3/issue/10001/comment/2")
      .query(true)
      .reply(200, { id: "2", author: { accountId: "mara" }, body });
    wire()
      .put("/rest/api/3/issue/10001/comment/2")
      .query(true)
      .times(status === 403 ? 2 : 1)
      .reply(status, {});
    wire().get("/rest/api/3/myself").reply(200, { accountId: "me" });
    const there = { remoteId: "2", key: "PAY-1", url: "https://acme.atlassian.net/browse/PAY-1" };
    const failure = await failureOf(sink.updateComment(item, there, { rendered, marker }));
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(failure.message).toContain("was written by another account of ours, mara");
    expect(failure.remedy).toContain("none is written beside it");
  });

  test("a comment on an item that is not shown is not gone: nobody knows", async () => {
    const { sink } = aConnector();
    wire().get("/rest/api/3/issue/10001/comment/2").query(true).reply(404, {});
    wire().get("/rest/api/3/issue/10001").query(true).reply(404, {});
    const there = { remoteId: "2", key: "PAY-1", url: "https://acme.atlassian.net/browse/PAY-1" };
    const change = { rendered: sink.render(document, marker), marker };
    expect(await failureOf(sink.updateComment(item, there, change))).toMatchObject({ code: "not-found" });
  });

  test("asks who we are again after it could not be learned", async () => {
    wire().get("/rest/api/3/myself").reply(401, {});
    const { sink } = aConnector();
    expect(await failureOf(sink.findComments(item))).toMatchObject({ code: "unauthorized" });
    wire().get("/rest/api/3/myself").reply(200, { accountId: "me" });
    wire().get("/rest/api/3/issue/10001/comment").query(true).reply(200, { total: 0, comments: [] });
    expect(await sink.findComments(item)).toEqual([]);
  });
});
