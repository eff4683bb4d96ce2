import { describe, expect, test } from "vitest";
import { z } from "zod";
import { commentAs, comments, graph, query, read, repo } from "./calls.ts";
import { aClient, connection, failureOf, onlyPlannedCalls } from "./hub.ts";

onlyPlannedCalls();

const Anything = z.unknown();
const comment = commentAs("write");

describe("a refusal is reported once, with its remedy", () => {
  const sso = { "x-github-sso": "required; url=https://github.com/orgs/acme/sso?x=1" };
  test.each<[number, Record<string, string>, string, RegExp]>([
    [401, {}, "unauthorized", /token of connection hub/],
    [
      403,
      { "x-accepted-github-permissions": "issues=write" },
      "forbidden",
      /connection hub the permission issues=write/,
    ],
    [403, sso, "forbidden", /single sign-on/],
    [404, {}, "not-found", /Check the name/],
    [422, {}, "request-refused", /Read what/],
  ])("HTTP %i %j", async (status, headers, code, remedy) => {
    repo().reply(status, { message: "Nope", errors: [{ field: "a", code: "b" }, "c"] }, headers);
    const failure = await failureOf(read(aClient().client));
    expect(failure).toMatchObject({ code });
    expect(failure.message).toContain('while reading acme/api: "Nope; a b; c"');
    expect(failure.remedy).toMatch(remedy);
    expect(JSON.stringify([failure.message, failure.remedy])).not.toContain("s3cret");
  });

  test.each([
    ["NOT_FOUND", "not-found"],
    ["FORBIDDEN", "forbidden"],
    ["INSUFFICIENT_SCOPES", "forbidden"],
    ["MAX_NODE_LIMIT_EXCEEDED", "request-refused"],
  ])("GraphQL's %s, even beside a part of the data", async (type, code) => {
    const errors = [{ type, message: "Nope", path: ["repository", "issues"] }];
    graph().reply(200, { data: { a: 1 }, errors });
    const failure = await failureOf(query(aClient().client));
    expect(failure).toMatchObject({ code });
    expect(failure.message).toContain('"Nope" at repository.issues');
  });

  test.each([
    ["the `acme` organization has an IP allow list enabled", /adds the address of this machine/],
    ["`acme` forbids access via a personal access token (classic).", /another kind of credential/],
    ["'acme' forbids access via a fine-grained token if the token's lifetime is greater", /expires as early/],
    ["the `acme` organization has enabled OAuth App access restrictions", /approve the OAuth app/],
    ["Sorry. Your account was suspended.", /why the account of connection hub is suspended/],
    ["Repository access blocked", /take it out of the train file/],
  ])("%s: no permission helps", async (message, remedy) => {
    const remedies = { forbidden: "Give it the permission.", "request-refused": "Report it." };
    const call = { what: "reading", owner: "acme", schema: Anything, remedies };
    const { client } = aClient();
    for (const status of [403, 451]) {
      repo().reply(status, { message });
      const request = client.rest({
        ...call,
        request: ({ rest }) => rest.repos.get({ owner: "acme", repo: "api" }),
      });
      expect((await failureOf(request)).remedy).toMatch(remedy);
    }
    graph().reply(200, { data: null, errors: [{ type: "FORBIDDEN", message }] });
    expect((await failureOf(client.query({ ...call, query: "query A { a }", variables: {} }))).remedy).toMatch(remedy);
  });

  test.each([400, 403, 404, 410])(
    "a page with HTTP %i does not come from GitHub, and tells nothing",
    async (status) => {
      repo().reply(status, "<html>Blocked</html>", { "content-type": "text/html; charset=utf-8" });
      const failure = await failureOf(read(aClient().client));
      expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "park" } });
      expect(failure.message).toContain(`HTTP ${status}`);
    },
  );

  test("a page instead of JSON names the address", async () => {
    repo().reply(200, "<html>Sign in</html>", { "content-type": "text/html" });
    const failure = await failureOf(read(aClient().client));
    expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "park" } });
    expect(failure.message).toContain("text/html instead of JSON");
    expect(failure.remedy).toContain(connection.webUrl);
  });

  test("an answer of another shape names the field", async () => {
    comments().reply(201, { id: "x" });
    const failure = await failureOf(comment(aClient().client));
    expect(failure).toMatchObject({ code: "unreadable-answer" });
    expect(failure.message).toContain('"id"');
  });
});
