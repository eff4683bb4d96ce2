import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { at, objectsAt, textAt } from "../../support/json.ts";
import type { Json } from "../../support/json.ts";
import { api1, issue, openHub, repo, SECOND } from "./fixture.ts";

const ISSUES = `query($c:String,$since:DateTime,$first:Int!){repository(owner:"acme",name:"api"){
  issues(first:$first,after:$c,orderBy:{field:UPDATED_AT,direction:ASC},filterBy:{since:$since}){
    totalCount pageInfo{hasNextPage endCursor} nodes{number}}}}`;
const found = (answer: Json, name = "issues") => objectsAt(answer, "data", "repository", name, "nodes");
const numbers = (answer: Json, name = "issues") => found(answer, name).map((node) => node["number"]);
const one = async (graph: (query: string) => Promise<Json>, fields: string, number = 1) =>
  at(
    await graph(`{repository(owner:"acme",name:"api"){issue(number:${number}){${fields}}}}`),
    "data",
    "repository",
    "issue",
  );

describe("paging", () => {
  test("gives each issue once, however many share an instant", async () => {
    const data = repo({
      issues: Array.from({ length: 57 }, (_, n) => issue(n + 1, { updated_at: "2026-11-19T10:00:00Z" })),
    });
    const { graph } = await openHub({ "acme/api": data });
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const answer: Json = await graph(ISSUES, { first: 10, c: cursor });
      expect(at(answer, "data", "repository", "issues", "totalCount")).toBe(57);
      seen.push(...numbers(answer));
      const info = at(answer, "data", "repository", "issues", "pageInfo");
      cursor = at(info, "hasNextPage") === true ? textAt(info, "endCursor") : null;
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 57 }, (_, n) => n + 1));
  });

  test("what is updated while one reads comes again at the end, nothing is passed over", async () => {
    const { graph, people, pass } = await openHub();
    const first = await graph(ISSUES, { first: 3 });
    expect(numbers(first)).toEqual([1, 2, 3]);
    pass(SECOND);
    people.edit({ repository: "acme/api", number: 4 }, { title: "Moved" });
    people.comment(api1, "Moved as well");
    const c = textAt(first, "data", "repository", "issues", "pageInfo", "endCursor");
    expect(numbers(await graph(ISSUES, { first: 100, c }))).toEqual([5, 1, 4]);
  });

  test("since includes the instant itself", async () => {
    const { graph } = await openHub();
    const since = textAt(await one(graph, "updatedAt", 3), "updatedAt");
    expect(numbers(await graph(ISSUES, { first: 100, since }))).toEqual([3, 4, 5]);
  });

  test("backwards, and short lists by counting cursors", async () => {
    const { graph } = await openHub();
    const query = `query($b:String){repository(owner:"acme",name:"api"){issues(last:2,before:$b){pageInfo{startCursor hasPreviousPage hasNextPage} edges{cursor node{number}} nodes{number}}}}`;
    const last = await graph(query);
    expect(numbers(last)).toEqual([4, 5]);
    const b = textAt(last, "data", "repository", "issues", "pageInfo", "startCursor");
    expect(numbers(await graph(query, { b }))).toEqual([2, 3]);
    const children = (after: string | null) =>
      one(
        graph,
        `subIssues(first:1${after === null ? "" : `,after:"${after}"`}){pageInfo{hasNextPage endCursor} nodes{number}}`,
        2,
      );
    const page = await children(null);
    expect(objectsAt(page, "subIssues", "nodes")).toEqual([{ number: 5 }]);
    const rest = await children(textAt(page, "subIssues", "pageInfo", "endCursor"));
    expect(rest).toMatchObject({ subIssues: { nodes: [{ number: 4 }], pageInfo: { hasNextPage: false } } });
  });

  test.each([
    ["issues(first:101){totalCount}", "EXCESSIVE_PAGINATION", "exceeds the `first` limit of 100"],
    ["issues{totalCount}", "MISSING_PAGINATION_BOUNDARIES", "`first` or `last`"],
    ["issues(last:-1){totalCount}", "INVALID_ARGUMENT", "negative"],
    ['issues(first:1,after:"x"){totalCount}', "INVALID_CURSOR_ARGUMENTS", "valid cursor"],
    ['issues(first:1,filterBy:{since:"soon"}){totalCount}', "INVALID_ARGUMENT", "DateTime"],
  ])("%s is refused", async (field, type, message) => {
    const { graph } = await openHub();
    const answer = await graph(`{repository(owner:"acme",name:"api"){${field}}}`);
    expect(answer).toMatchObject({ data: { repository: null } });
    expect(at(answer, "errors", 0)).toMatchObject({
      type,
      message: expect.stringContaining(message),
      path: ["repository", "issues"],
    });
  });
});

describe("lists by filter", () => {
  test.each([
    ["issues(first:9,states:[CLOSED])", "issues", [4]],
    ['issues(first:9,filterBy:{states:[OPEN],milestoneNumber:"1"})', "issues", [1]],
    ['issues(first:9,labels:["none"])', "issues", []],
    ['issues(first:9,filterBy:{createdBy:"ann",assignee:"bob"})', "issues", [3]],
    ["issues(first:1,orderBy:{field:COMMENTS,direction:DESC})", "issues", [1]],
    ["issues(first:2,orderBy:{field:CREATED_AT,direction:DESC})", "issues", [5, 4]],
    ['pullRequests(first:9,headRefName:"branch-6",baseRefName:"main",states:[OPEN])', "pullRequests", [6]],
    ["pullRequests(first:9,states:[MERGED])", "pullRequests", []],
    ["milestones(first:9,states:[OPEN],orderBy:{field:DUE_DATE,direction:ASC})", "milestones", [1]],
  ])("%s", async (field, name, expected) => {
    const { graph } = await openHub();
    expect(numbers(await graph(`{repository(owner:"acme",name:"api"){${field}{nodes{number}}}}`), name)).toEqual(
      expected,
    );
  });
});

const steps = fc.array(fc.record({ number: fc.integer({ min: 1, max: 12 }), when: fc.integer({ min: 0, max: 6 }) }), {
  maxLength: 8,
});

propertyTest.prop([steps, fc.integer({ min: 1, max: 5 })])(
  "whoever reads by update while others write has seen the last state of every issue",
  async (edits, first) => {
    const { graph, people, pass } = await openHub({
      "acme/api": repo({ issues: Array.from({ length: 12 }, (_, n) => issue(n + 1)) }),
    });
    const seen = new Map<unknown, unknown>();
    let c: string | null = null;
    let page = 0;
    do {
      const answer: Json = await graph(ISSUES.replace("nodes{number}", "nodes{number title}"), { first, c });
      for (const node of found(answer)) {
        seen.set(node["number"], node["title"]);
      }
      c = textAt(answer, "data", "repository", "issues", "pageInfo", "endCursor");
      pass(SECOND);
      // After the last, empty page nobody looks any more.
      for (const { number } of c === null ? [] : edits.filter(({ when }) => when === page)) {
        people.edit({ repository: "acme/api", number }, { title: `Edited after page ${page}` });
      }
      page += 1;
    } while (c !== null && page < 40);
    expect([...seen].toSorted(([a], [b]) => Number(a) - Number(b))).toEqual(
      people.issues("acme/api").map((row) => [row["number"], row["title"]]),
    );
  },
);
