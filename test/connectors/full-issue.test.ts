import { expect, test } from "vitest";
import { failureOf, onlyPlannedCalls } from "./calls.ts";
import * as github from "./github/hub.ts";
import * as jira from "./jira/acme.ts";

onlyPlannedCalls();

const marker = "comment:payments:1";
const rendered = { title: "T", body: '{"type":"doc","version":1,"content":[]}', labels: [] };

function onGithub(message: string) {
  github.wire().post("/repos/acme/api/issues/7/comments").reply(403, { message });
  const item = { key: "acme/api#7", nativeId: "1007" };
  return failureOf(github.aConnector().sink.createComment(item, rendered, marker));
}

function inJira(status: number) {
  jira.wire().post("/rest/api/3/issue/10001/comment").reply(status, {});
  const item = { key: "PAY-1", nativeId: "10001" };
  return failureOf(jira.aConnector().sink.createComment(item, rendered, marker));
}

test("an issue of GitHub that takes no more comments is named, whatever our permission", async () => {
  const failure = await onGithub("Commenting is disabled on issues with more than 2500 comments");
  expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
  expect(failure.message).toContain("more than 2500 comments");
  expect(failure.remedy).toBe(
    "Continue acme/api#7 in a new issue: GitHub takes no more comments there. The rollup shows its conflicts.",
  );
  expect((await onGithub("Unable to create comment because issue is locked.")).remedy).toContain('"Issues: write"');
});

test("an issue of Jira that takes no more comments is named", async () => {
  const failure = await inJira(413);
  expect(failure).toMatchObject({ code: "request-refused", verdict: { kind: "park" } });
  expect(failure.remedy).toBe(
    "Delete comments of PAY-1 that people no longer need: Jira takes no more there. The rollup shows its conflicts.",
  );
  expect((await inJira(403)).remedy).toContain('"Add comments" for PAY-1');
});
