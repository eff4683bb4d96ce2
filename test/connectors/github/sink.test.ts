import { describe, expect, test } from "vitest";
import { z } from "zod";
import { withMarks } from "../../../connectors/github/managed-part.ts";
import type { Document } from "../../../src/ports/document.ts";
import { anIssue, body, marker, remote, rendered, target } from "./a-rollup.ts";
import { aConnector, failureOf, onlyPlannedCalls, ownLogin, plannedUser, wire } from "./hub.ts";

onlyPlannedCalls();

const item = { key: "acme/api#7", nativeId: "1007" };
const change = { rendered, marker };
const note = { remoteId: "6001", key: "acme/api#7", url: "https://github.com/acme/api/issues/7#issuecomment-6001" };

const aComment = (fields: object = {}) => ({
  id: 6001,
  html_url: note.url,
  body,
  user: { login: ownLogin },
  ...fields,
});
const bodyOf = (sent: unknown) => z.object({ body: z.string(), title: z.string().optional() }).parse(sent);

describe("a rollup issue", () => {
  test("is created with our part between its marks", async () => {
    wire().post("/repos/acme/trains/issues", { title: rendered.title, body }).reply(201, anIssue());
    expect(await aConnector().sink.createIssue(target, rendered, marker)).toEqual(remote);
  });

  test.each([
    ["equal", {}],
    ["equal but for the line ends of the web page", { body: `Notes\r\n${body.replaceAll("\n", "\r\n")}\r\nMore` }],
  ])("is not written when it is %s", async (_, fields) => {
    wire().get("/repos/acme/trains/issues/3").reply(200, anIssue(fields));
    expect(await aConnector().sink.updateIssue(remote, rendered, marker)).toBe("unchanged");
  });

  test.each([
    ["the text", { body: `Notes\n${withMarks("old", marker)}\nMore` }, `Notes\n${body}\nMore`],
    ["the title", { title: "old" }, body],
  ])("is written when %s differs, people's words kept", async (_, fields, expected) => {
    wire().get("/repos/acme/trains/issues/3").reply(200, anIssue(fields));
    wire().patch("/repos/acme/trains/issues/3", { title: rendered.title, body: expected }).reply(200, anIssue());
    expect(await aConnector().sink.updateIssue(remote, rendered, marker)).toBe("updated");
  });

  test("that names people who cannot be assigned is refused with where they are named", async () => {
    const errors = [{ value: "mara", resource: "Issue", field: "assignees", code: "invalid" }];
    wire().post("/repos/acme/trains/issues").reply(422, { message: "Validation Failed", errors });
    const named = { ...target, assignees: ["mara"] };
    expect(await failureOf(aConnector().sink.createIssue(named, rendered, marker))).toMatchObject({
      code: "request-refused",
      message: expect.stringContaining("assignees invalid"),
      remedy: expect.stringContaining("`assignees` under reports.rollup: mara must be"),
    });
  });

  test("is left alone where people took our marks away", async () => {
    wire()
      .get("/repos/acme/trains/issues/3")
      .reply(200, anIssue({ body: null }));
    expect(await aConnector().sink.updateIssue(remote, rendered, marker)).toBe("held");
  });

  test("that was transferred is written where it is now", async () => {
    wire()
      .get("/repos/acme/trains/issues/3")
      .reply(301, "", { location: "https://api.github.com/repositories/9/issues/8" });
    const moved = {
      number: 8,
      repository_url: "https://api.github.com/repos/acme/plans",
      body: withMarks("old", marker),
    };
    wire().get("/repositories/9/issues/8").reply(200, anIssue(moved));
    wire().patch("/repos/acme/plans/issues/8").reply(200, anIssue(moved));
    expect(await aConnector().sink.updateIssue(remote, rendered, marker)).toBe("updated");
  });

  test("that a person deleted is gone", async () => {
    wire().get("/repos/acme/trains/issues/3").reply(410, { message: "This issue was deleted" });
    expect(await aConnector().sink.updateIssue(remote, rendered, marker)).toBe("gone");
    wire().get("/repos/acme/trains/issues/3").reply(404, { message: "Not Found" });
    wire().get("/repos/acme/trains").reply(200, { id: 9, full_name: "acme/trains" });
    expect(await aConnector().sink.updateIssue(remote, rendered, marker)).toBe("unseen");
  });

  test("is not gone where issues are switched off for a while", async () => {
    wire().get("/repos/acme/trains/issues/3").reply(410, { message: "Issues has been disabled in this repository." });
    wire().get("/repos/acme/trains/issues/3").reply(410, { message: "Issues are disabled for this repo" });
    for (const _ of [1, 2]) {
      const failure = await failureOf(aConnector().sink.updateIssue(remote, rendered, marker));
      expect(failure).toMatchObject({ code: "not-found", verdict: { kind: "park" } });
    }
  });

  test("is not gone when the whole repository is out of sight", async () => {
    wire().get("/repos/acme/trains/issues/3").reply(404, { message: "Not Found" });
    wire().get("/repos/acme/trains").reply(404, { message: "Not Found" });
    expect(await failureOf(aConnector().sink.updateIssue(remote, rendered, marker))).toMatchObject({
      code: "not-found",
    });
  });

  test("where nobody may write names repository and permission", async () => {
    wire().post("/repos/acme/trains/issues").reply(403, { message: "Resource not accessible" });
    const failure = await failureOf(aConnector().sink.createIssue(target, rendered, marker));
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(failure.remedy).toContain('"Issues: write" on acme/trains');
  });

  test("needs a 201: a 200 is the answer to something else", async () => {
    wire().post("/repos/acme/trains/issues").reply(200, anIssue());
    expect(await failureOf(aConnector().sink.createIssue(target, rendered, marker))).toMatchObject({
      code: "outcome-unknown",
    });
  });

  test("of the other tracker is a mistake of ours", async () => {
    const jira = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
    await expect(aConnector().sink.createIssue(jira, rendered, marker)).rejects.toThrow(TypeError);
  });
});

describe("what is looked for after a lost answer", () => {
  test("is an issue with our marker and by us, however many pages away", async () => {
    plannedUser();
    const next = '<https://api.github.com/repositories/9/issues?creator=x&after=abc>; rel="next"';
    const others = [
      anIssue({ number: 4, id: 5002, user: { login: "someone" } }),
      anIssue({ number: 5, id: 5003, body: withMarks("x", "rollup:other:acme/trains") }),
      { broken: true },
    ];
    wire()
      .get("/repos/acme/trains/issues")
      .query({ creator: ownLogin, state: "all", per_page: 100 })
      .reply(200, others, { link: next });
    wire().get("/repositories/9/issues?creator=x&after=abc").reply(200, [anIssue()]);
    expect(await aConnector().sink.findIssues(target, marker)).toEqual([remote]);
  });

  test("is a comment with a marker of ours and by us", async () => {
    plannedUser();
    const others = [aComment({ id: 1, user: null }), aComment({ id: 2, body: "x" })];
    wire()
      .get("/repos/acme/api/issues/7/comments")
      .query({ per_page: 100 })
      .reply(200, [...others, aComment()]);
    expect(await aConnector().sink.findComments(item)).toEqual([{ ...note, marker }]);
  });

  test("is by an account that we wrote by before as well, where that is known", async () => {
    const former = { user: { login: "mara" } };
    for (const _ of [1, 2]) {
      plannedUser();
      wire()
        .get("/repos/acme/api/issues/7/comments")
        .query(true)
        .reply(200, [aComment(former)]);
    }
    expect(await aConnector().sink.findComments(item)).toEqual([]);
    expect(await aConnector().sink.findComments(item, ["mara"])).toEqual([{ ...note, marker }]);
  });

  test("is looked for on all pages of a long discussion", async () => {
    plannedUser();
    const path = "/repos/acme/api/issues/7/comments";
    const next = `<https://api.github.com${path}?per_page=100&page=2>; rel="next"`;
    wire()
      .get(`${path}?per_page=100`)
      .reply(200, [aComment({ body: "talk" })], { link: next });
    wire().get(`${path}?per_page=100&page=2`).reply(200, [aComment()]);
    expect(await aConnector().sink.findComments(item)).toEqual([{ ...note, marker }]);
  });
});

describe("a comment", () => {
  test("is created", async () => {
    wire().post("/repos/acme/api/issues/7/comments", { body }).reply(201, aComment());
    expect(await aConnector().sink.createComment(item, rendered, marker)).toEqual(note);
  });

  const comment = () => wire().get("/repos/acme/api/issues/comments/6001");

  test("is edited in place", async () => {
    comment().reply(200, aComment({ body: withMarks("old", marker) }));
    wire()
      .patch("/repos/acme/api/issues/comments/6001", (sent) => bodyOf(sent).body === body)
      .reply(200, aComment());
    expect(await aConnector().sink.updateComment(item, note, change)).toBe("updated");
  });

  test("of another account that ours may not edit is told from a missing permission", async () => {
    comment().reply(200, aComment({ body: withMarks("old", marker), user: { login: "mara" } }));
    wire().patch("/repos/acme/api/issues/comments/6001").reply(403, { message: "Must have admin rights." });
    plannedUser();
    const failure = await failureOf(aConnector().sink.updateComment(item, note, change));
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(failure.message).toContain("was written by another account of ours, mara");
  });

  test("is not written when equal, held without marks, gone when deleted", async () => {
    comment().reply(200, aComment());
    comment().reply(200, aComment({ body: "mine now" }));
    comment().reply(404, { message: "Not Found" });
    wire().get("/repos/acme/api").reply(200, { id: 9, full_name: "acme/api" });
    const { sink } = aConnector();
    expect(await sink.updateComment(item, note, change)).toBe("unchanged");
    expect(await sink.updateComment(item, note, change)).toBe("held");
    expect(await sink.updateComment(item, note, change)).toBe("gone");
  });

  test("on something that is no issue is a mistake of ours", async () => {
    await expect(aConnector().sink.createComment({ key: "PAY-1", nativeId: "1" }, rendered, marker)).rejects.toThrow(
      TypeError,
    );
  });
});

test("rendering takes the host into account", () => {
  const document: Document = {
    title: "T",
    labels: [],
    blocks: [
      { type: "paragraph", content: [{ type: "link", text: "x", url: "https://github.com/acme/api/issues/7" }] },
    ],
    stamp: [],
  };
  expect(aConnector().sink.render(document, marker).body).toContain("redirect.github.com");
});
