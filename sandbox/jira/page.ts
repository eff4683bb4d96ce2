import { html, page, trusted } from "../html/markup.ts";
import { statusLozenge, type Surroundings } from "./adf-inline-html.ts";
import { richText } from "./adf-html.ts";
import escaped from "escape-html";
import { parseInstant, readableInstant } from "./instant.ts";
import { detailRows } from "./page-details.ts";
import { pageStyle } from "./page-style.ts";
import { linkGroups } from "./page-links.ts";
import { recordAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** The page at `/browse/KEY`, as a reader sees the issue. Follows old keys. */
export function issuePage(state: SiteState, key: string): { status: number; html: string } {
  const issue = state.store.find(key);
  if (issue === null) {
    const text = "We can't find that work item: it may have been deleted, or you may not be allowed to see it.";
    const content = `<main class="missing"><h1>Not found</h1><p>${text}</p></main>`;
    return { status: 404, html: framed(state, "Not found", content) };
  }
  const summary = textAt(issue.fields, "summary") ?? "";
  return { status: 200, html: framed(state, `[${issue.key}] ${summary}`, body(state, issue)) };
}

const unformatted = "texts below are wiki markup as it is stored; a real Data Center shows them formatted";

function framed(state: SiteState, title: string, content: string): string {
  const bar = html`<header class="bar">
    <span class="logo">◆</span> <b>${state.name}</b>
    <span class="quiet">Jira stand-in${state.dataCenter === null ? "" : `: ${unformatted}`}</span>
  </header>`;
  return page({ title, css: pageStyle, body: html`${bar} ${trusted(content)}` });
}

function body(state: SiteState, issue: StoredIssue): string {
  const around = surroundings(state);
  const { fields } = state.view.issue(issue, { fields: ["*all"], expand: new Set(), properties: [] });
  const description = richText(issue.fields["description"], around);
  return `<nav class="crumbs">${crumbs(state, issue)}</nav>
<main>
<article>
<h1 class="title">${escaped(textAt(issue.fields, "summary") ?? "")}</h1>
<section class="adf">${description === "" ? '<p class="quiet">No description.</p>' : description}</section>
${linkGroups(recordAt({ fields }, "fields") ?? {}, around)}
<section class="comments"><h2>Comments</h2>${comments(state, issue, around)}</section>
</article>
<aside>${statusBox(issue)}<dl>${detailRows(state, issue, around)}</dl><p class="quiet">Created ${time(state, issue.fields["created"])}<br>Updated ${time(state, issue.fields["updated"])}</p></aside>
</main>`;
}

function crumbs(state: SiteState, issue: StoredIssue): string {
  const parent = textAt(issue.fields, "parent", "key");
  const type = textAt(issue.fields, "issuetype", "name") ?? "";
  const above = parent === null ? "" : `${issueLink(state, parent)} / `;
  return `${escaped(textAt(issue.fields, "project", "name") ?? issue.projectKey)} / ${above}<span class="type">${escaped(type)}</span> ${issueLink(state, issue.key)}`;
}

function issueLink(state: SiteState, key: string): string {
  return `<a href="${browsePath(state, key)}">${escaped(key)}</a>`;
}

function browsePath(state: SiteState, key: string): string {
  return escaped(`${new URL(state.baseUrl).pathname.replace(/\/$/, "")}/browse/${encodeURIComponent(key)}`);
}

function statusBox(issue: StoredIssue): string {
  const resolution = textAt(issue.fields, "resolution", "name");
  return `<p class="status">${statusLozenge(issue.fields["status"])}${resolution === null ? "" : ` <span class="quiet">${escaped(resolution)}</span>`}</p>`;
}

function surroundings(state: SiteState): Surroundings {
  return {
    timeZone: state.account.timeZone,
    smartLink: (url) => {
      const key = url.startsWith(`${state.baseUrl}/browse/`) ? url.slice(`${state.baseUrl}/browse/`.length) : null;
      const issue = key === null ? null : state.store.find(key);
      if (issue === null) return null;
      const summary = escaped(textAt(issue.fields, "summary") ?? "");
      return `<a class="card" href="${browsePath(state, issue.key)}"><b>${escaped(issue.key)}</b> ${summary} ${statusLozenge(issue.fields["status"])}</a>`;
    },
  };
}

function comments(state: SiteState, issue: StoredIssue, around: Surroundings): string {
  const list = state.comments.of(issue.id).map(({ id, record }) => {
    const name = textAt(record, "author", "displayName") ?? "Unknown";
    const edited = textAt(record, "updated") === textAt(record, "created") ? "" : ' <span class="quiet">edited</span>';
    return `<div class="comment" id="comment-${escaped(id)}"><span class="face">${escaped(initials(name))}</span><div>
<p class="by"><b>${escaped(name)}</b> <span class="quiet">${time(state, record["created"])}</span>${edited}</p>
<div class="adf">${richText(record["body"], around)}</div></div></div>`;
  });
  return list.length === 0 ? '<p class="quiet">No comments yet.</p>' : list.join("\n");
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

function time(state: SiteState, value: unknown): string {
  const at = parseInstant(typeof value === "string" ? value : null);
  return at === null ? "" : escaped(readableInstant(at, state.account.timeZone));
}
