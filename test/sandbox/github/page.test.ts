import { describe, expect, test } from "vitest";
import { api1, api2, openHub, usualData } from "./fixture.ts";

async function openPages() {
  const hub = await openHub();
  const read = async (path: string) => {
    const response = await fetch(`${hub.baseUrl}${path}`, { redirect: "manual" });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  /** What the first comment box makes of a text. */
  const rendered = async (body: string) => {
    hub.people.edit(api1, { body });
    const { text } = await read("/acme/api/issues/1");
    return /<div class="markdown-body">([\s\S]*?)<\/div>\s*<\/article>/.exec(text)?.[1]?.trim() ?? "";
  };
  return { ...hub, read, rendered };
}

test("an issue as its reader sees it, with what belongs to it", async () => {
  const { read, people, rest, host } = await openPages();
  people.edit(api1, { title: "<b>Late</b> & loud" });
  people.block(api1, { repository: "acme/api", number: 3 });
  await rest("POST", "/repos/acme/api/issues/1/comments", { body: { body: "**Bold**" } });
  const { status, text, headers } = await read("/acme/api/issues/1");
  expect(status).toBe(200);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  for (const part of [
    "&lt;b&gt;Late&lt;/b&gt; &amp; loud",
    "Sprint 1",
    "team/api",
    "Blocked by",
    "Issue 3",
    "acme/web#1",
    host.login,
    "<strong>Bold</strong>",
    "added this to the <b>Sprint 1</b>",
  ]) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain("<b>Late");
  const parent = await read("/acme/api/issues/2");
  expect(parent.text).toMatch(/Sub-issues<\/b>\s*1 of 2/);
  expect(parent.text).toContain("Pull 6");
});

test.each([
  ["/acme/api/issues/4", "Closed as not planned"],
  ["/acme/api/issues/1", "Open"],
  ["/acme/api/pull/6", "Open"],
])("%s is shown as %s", async (path, word) => {
  const { read } = await openPages();
  expect((await read(path)).text).toMatch(new RegExp(`class="state \\w+">${word}<`));
});

test("addresses that lead on or nowhere", async () => {
  const { read, people, baseUrl } = await openPages();
  const to = async (path: string) => (await read(path)).headers.get("location");
  expect(await to("/acme/api")).toBe(`${baseUrl}/acme/api/issues`);
  expect(await to("/acme/api/issues/6")).toBe(`${baseUrl}/acme/api/pull/6`);
  people.transfer(api1, "acme/web");
  expect(await to("/acme/api/issues/1")).toBe(`${baseUrl}/acme/web/issues/2`);
  people.delete(api2);
  const statuses = [
    "/acme/api/issues/2",
    "/acme/api/issues/99",
    "/acme/api/nope/1",
    "/acme/nope",
    "/acme/nope/issues",
    "/acme/api/wiki",
  ];
  expect(await Promise.all(statuses.map(async (path) => (await read(path)).status))).toEqual([
    410, 404, 404, 404, 404, 404,
  ]);
});

test("the list shows the open ones, page by page", async () => {
  const { read, people } = await openPages();
  for (let count = 0; count < 60; count += 1) {
    people.createIssue("acme/web", { title: `Made ${count}` });
  }
  const first = (await read("/acme/web/issues")).text;
  expect(first).toContain("Made 59");
  expect(first).not.toContain("Made 9<");
  expect(first).toContain("1 of 2");
  expect((await read("/acme/web/issues?page=2")).text).toContain("Made 9<");
  expect((await read("/acme/api/issues?state=closed")).text).toContain("Issue 4");
  expect((await read("/acme/api/pulls")).text).toContain("Pull 6");
});

describe("Markdown", () => {
  test.each([
    ["mention", "Hi @ann", 'class="user-mention"'],
    ["team", "Hi @acme/release-team.", ">@acme/release-team</a>."],
    ["number", "See #2.", 'class="issue-link"'],
    ["other repository", "See acme/web#1", ">acme/web#1</a>"],
    ["GH-2", "See GH-2", ">GH-2</a>"],
    ["pull request", "(#6)", "/acme/api/pull/6"],
    ["in a heading", "## For @ann", 'class="user-mention"'],
    ["in a table", "| a |\n|--|\n| @ann |", 'class="user-mention"'],
    ["emoji", "Watch out :warning:", "<g-emoji>⚠️</g-emoji>"],
    [
      "alert",
      "> [!WARNING]\n> Late",
      '<div class="markdown-alert markdown-alert-warning"><p class="markdown-alert-title">Warning</p><p>Late</p>',
    ],
    ["alert with a list", "> [!note]\n>\n> - one", "markdown-alert-note"],
    ["table", "| a | b |\n|--|--:|\n| 1 | 2 |", '<td align="right">2</td>'],
    ["details", "<details><summary>More</summary>\n\ntext\n\n</details>", "<summary>More</summary>"],
    ["task list", "- [x] done", 'type="checkbox" checked disabled'],
  ])("%s comes alive", async (_name, body, expected) => {
    const { rendered } = await openPages();
    expect(await rendered(body)).toContain(expected);
  });

  test.each([
    ["code", "`@ann #2`"],
    ["a fence", "```\n@ann #2\n```"],
    ["a broken mention", "@&#8203;ann #&#8203;2"],
    ["mail and paths", "ann@acme.example a/@ann x#2"],
    ["an issue that is not there", "#99 acme/nope#1"],
    ["a link's text", "[@ann #2](https://x.example)"],
    ["a comment", "<!-- @ann #2 -->"],
  ])("nothing in %s does", async (_name, body) => {
    const { rendered } = await openPages();
    const html = await rendered(body);
    expect(html).not.toContain("user-mention");
    expect(html).not.toContain("issue-link");
  });

  test.each([
    ["<script>alert(1)</script>", "script"],
    ['<img src="x" onerror="alert(1)">', "onerror"],
    ["[x](javascript:alert(1))", "javascript:"],
    ["<style>*{}</style>", "<style"],
    ['<div style="color:red" class="markdown-alert">x</div>', "style="],
    ["<iframe src='https://x.example'></iframe>", "iframe"],
  ])("%s is made harmless", async (body, bad) => {
    const { rendered } = await openPages();
    expect(await rendered(body)).not.toContain(bad);
  });

  test("an ordinary quotation stays one", async () => {
    const { rendered } = await openPages();
    expect(await rendered("> Warning!\n> [!WARNING]")).toMatch(/^<blockquote>/);
    expect(await rendered("> **x** [!NOTE]")).toMatch(/^<blockquote>/);
  });

  test("a bare address of an issue is shortened, one with a text of its own is not", async () => {
    const { rendered, baseUrl } = await openPages();
    expect(await rendered(`${baseUrl}/acme/web/issues/1`)).toContain(">acme/web#1</a>");
    expect(await rendered(`${baseUrl}/acme/api/issues/2`)).toContain(">#2</a>");
    expect(await rendered(`[here](${baseUrl}/acme/web/issues/1)`)).toContain(">here</a>");
  });

  test("the same HTML by GraphQL", async () => {
    const { graph, people } = await openHub(usualData());
    people.edit(api1, { body: "*Hi* @ann" });
    const answer = await graph(
      '{repository(owner:"acme",name:"api"){issue(number:1){bodyHTML bodyText comments(first:1){nodes{bodyHTML bodyText}}}}}',
    );
    expect(JSON.stringify(answer)).toContain("user-mention");
    expect(JSON.stringify(answer)).toContain('"bodyText":"Hi @ann"');
  });
});
