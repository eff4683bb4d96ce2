import { afterEach, beforeEach, expect, test } from "vitest";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf, rawIssue } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const open = async (key: string) => {
  const response = await fetch(`${jira.baseUrl}/browse/${key}`);
  return {
    status: response.status,
    html: await response.text(),
    policy: response.headers.get("content-security-policy"),
  };
};

const EVIL = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`;

test("shows an issue as its reader would see it: title, status, details, links both ways, comments", async () => {
  jira.site.people.comment("PAY-2", "Is this still so?");
  const { status, html } = await open("PAY-2");
  expect(status).toBe(200);
  for (const part of [
    "<title>[PAY-2] Summary of PAY-2</title>",
    '<span class="lozenge blue">In Progress</span>',
    "PAY Sprint 2",
    "before: PAY Sprint 1",
    '<span class="points">5</span>',
    "Ann Able",
    "is blocked by",
    '<a class="card" href="/jira/acme/browse/LED-1"><b>LED-1</b>',
    "Mia Krystof",
    "2 Nov 2026, 10:00",
    "<p>Is this still so?</p>",
  ]) {
    expect(html).toContain(part);
  }
  expect((await open("LED-1")).html).toMatch(/<h3>blocks<\/h3>.*PAY-2/);
});

test("renders rich text as Jira does", async () => {
  const text = (words: string, ...marks: object[]) => ({
    type: "text",
    text: words,
    ...(marks.length === 0 ? {} : { marks }),
  });
  const paragraph = (...content: object[]) => ({ type: "paragraph", content });
  jira.site.people.editIssue("PAY-1", {
    description: {
      type: "doc",
      version: 1,
      content: [
        { type: "heading", attrs: { level: 2 }, content: [text("Head")] },
        {
          type: "panel",
          attrs: { panelType: "error" },
          content: [
            paragraph(
              { type: "status", attrs: { text: "off track", color: "red" } },
              { type: "hardBreak" },
              text("b", { type: "strong" }),
            ),
          ],
        },
        {
          type: "table",
          content: [
            {
              type: "tableRow",
              content: [
                { type: "tableHeader", attrs: {}, content: [paragraph(text("Team"))] },
                {
                  type: "tableCell",
                  attrs: { colspan: 2 },
                  content: [paragraph({ type: "inlineCard", attrs: { url: `${jira.baseUrl}/browse/PAY-2` } })],
                },
              ],
            },
          ],
        },
        {
          type: "orderedList",
          attrs: { order: 3 },
          content: [{ type: "listItem", content: [paragraph(text("two", { type: "code" }))] }],
        },
        {
          type: "expand",
          attrs: { title: "More" },
          content: [paragraph(text("docs", { type: "link", attrs: { href: "https://example.com/?a=1&b=2" } }))],
        },
        { type: "codeBlock", attrs: {}, content: [text("a < b")] },
        {
          type: "taskList",
          attrs: { localId: "l" },
          content: [{ type: "taskItem", attrs: { localId: "i", state: "DONE" }, content: [text("done")] }],
        },
        { type: "rule" },
        paragraph(
          { type: "inlineCard", attrs: { url: "https://example.com/x" } },
          { type: "date", attrs: { timestamp: "1795515600000" } },
          { type: "mention", attrs: { id: "1", text: "@ann" } },
        ),
      ],
    },
  });
  const { html } = await open("PAY-1");
  for (const part of [
    "<h2>Head</h2>",
    '<div class="panel error">',
    '<span class="lozenge red">off track</span><br><strong>b</strong>',
    "<th><p>Team</p></th>",
    '<td colspan="2"><p><a class="card" href="/jira/acme/browse/PAY-2"><b>PAY-2</b> Summary of PAY-2',
    '<ol start="3"><li><p><code>two</code></p></li></ol>',
    '<details class="expand"><summary>More</summary>',
    '<a href="https://example.com/?a=1&amp;b=2">docs</a>',
    "<pre><code>a &lt; b</code></pre>",
    '<input type="checkbox" disabled checked> done',
    "<hr>",
    '<a class="card" href="https://example.com/x">https://example.com/x</a><span class="date">24 Nov 2026</span><span class="mention">@ann</span>',
  ]) {
    expect(html).toContain(part);
  }
});

test("nothing that people write comes alive", async () => {
  const described = {
    type: "doc",
    version: 1,
    content: [
      {
        type: "table",
        content: [
          {
            type: "tableRow",
            content: [
              {
                type: "tableCell",
                attrs: { background: "red;x:url(//e)", colspan: EVIL },
                content: [
                  {
                    type: "paragraph",
                    content: [
                      { type: "inlineCard", attrs: { url: `javascript:${EVIL}` } },
                      { type: "status", attrs: { text: EVIL, color: EVIL } },
                      {
                        type: "text",
                        text: EVIL,
                        marks: [
                          { type: "textColor", attrs: { color: EVIL } },
                          { type: "link", attrs: { href: `javascript:${EVIL}` } },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  };
  const evil = await startSite({
    data: {
      ...ACME,
      issues: [
        rawIssue("PAY-1", {
          summary: EVIL,
          description: described,
          status: { name: EVIL },
          labels: [EVIL],
          assignee: { displayName: EVIL },
          parent: { key: EVIL },
          issuelinks: [
            {
              id: "1",
              type: { id: "9", name: EVIL, inward: EVIL },
              inwardIssue: { key: EVIL, fields: { summary: EVIL } },
            },
          ],
          comment: { comments: [{ id: EVIL, author: { displayName: EVIL }, body: EVIL }] },
        }),
      ],
    },
  });
  const response = await fetch(`${evil.baseUrl}/browse/PAY-1`);
  const html = await response.text();
  expect(html).not.toMatch(/<script|<img|javascript:[^&]*"|url\(/i);
  expect(html).not.toContain(`"'&`);
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; style-src 'unsafe-inline'");
  await evil.close();
});

test("an old key leads to the issue, a missing one to a page that says so", async () => {
  jira.site.people.moveIssue("PAY-4", "LED");
  expect((await open("PAY-4")).html).toContain("[LED-4] Summary of PAY-4");
  const missing = await open("PAY-99");
  expect(missing.status).toBe(404);
  expect(missing.html).toContain("We can't find that work item");
});

test("a text from before documents keeps its line breaks; an issue with nothing says so", async () => {
  const old = await startSite({
    data: { issues: [rawIssue("PAY-1", { description: "h1. One\n<two>" }), rawIssue("PAY-2")] },
  });
  expect(await (await fetch(`${old.baseUrl}/browse/PAY-1`)).text()).toContain("<p>h1. One<br>&lt;two&gt;</p>");
  const empty = await (await fetch(`${old.baseUrl}/browse/PAY-2`)).text();
  expect(empty).toContain("No description.");
  expect(empty).toContain("No comments yet.");
  await old.close();
});

test("a comment that was changed says so", async () => {
  const id = jira.site.people.comment("PAY-1", "One");
  jira.pass(60_000);
  jira.site.people.editComment({ issue: "PAY-1", id }, adf("Two"));
  expect((await open("PAY-1")).html).toContain("edited");
});

test("says on Data Center's pages, and only there, that they show markup as it is stored", async () => {
  const note = "a real Data Center shows them formatted";
  expect((await open("PAY-2")).html).not.toContain(note);
  const other = await startSite({ data: ACME, dataCenter: "10.3.5" });
  try {
    expect(await (await fetch(`${other.baseUrl}/browse/PAY-2`)).text()).toContain(note);
  } finally {
    await other.close();
  }
});
