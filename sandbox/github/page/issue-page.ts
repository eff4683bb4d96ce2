import { html, NOTHING, trusted, type Markup } from "../../html/markup.ts";
import type { Comment, Issue } from "../entity.ts";
import { readableIssues, type HostState } from "../host-state.ts";
import { historyOf } from "../history.ts";
import { subIssuesSummary } from "../summary.ts";
import { eventLine } from "./event-line.ts";
import { renderMarkdown } from "./markdown.ts";
import {
  accountLink,
  avatar,
  dayOf,
  issueLine,
  labelBadges,
  milestoneLink,
  repositoryPage,
  standingOf,
  type Answer,
} from "./parts.ts";

/** The page of an issue or pull request: rendered text and comments, with its fields beside. */
export function issuePage(state: HostState, issue: Issue): Answer {
  const { word, css } = standingOf(issue);
  const content = html`<h1 class="title">${issue.title} <span>#${issue.number}</span></h1>
    <div class="meta">
      <span class="state ${css}">${word}</span>
      <span
        >${accountLink(state, issue.author)} opened this on ${dayOf(issue.createdAt)} · updated
        ${dayOf(issue.updatedAt)}</span
      >
    </div>
    <div class="columns">
      <div>
        ${box(state, issue, { author: issue.author, at: issue.createdAt, verb: "opened", text: issue.body ?? "" })}
        ${subIssues(state, issue)} ${history(state, issue)}
      </div>
      <aside>${sidebar(state, issue)}</aside>
    </div>`;
  return repositoryPage(state, issue.repository, { title: `${issue.title} · #${issue.number}`, content });
}

type Written = { readonly author: string | null; readonly at: number; readonly verb: string; readonly text: string };

function box(state: HostState, issue: Issue, { author, at, verb, text }: Written): Markup {
  const body = text.trim() === "" ? "<em>No description provided.</em>" : renderMarkdown(state, issue.repository, text);
  return html`<article class="box ${author === state.login ? "own" : ""}">
    <header>${avatar(author)} ${accountLink(state, author)} ${verb} on ${dayOf(at)}</header>
    <div class="markdown-body">${trusted(body)}</div>
  </article>`;
}

function history(state: HostState, issue: Issue): readonly Markup[] {
  return historyOf(state, issue).map((entry) =>
    entry.kind === "comment" ? commentBox(state, issue, entry) : eventLine(state, issue, entry),
  );
}

function commentBox(state: HostState, issue: Issue, { id, author, createdAt, updatedAt, body }: Comment): Markup {
  const verb = updatedAt > createdAt ? "commented (edited)" : "commented";
  return html`<a id="issuecomment-${id}"></a>${box(state, issue, { author, at: createdAt, verb, text: body })}`;
}

function subIssues(state: HostState, issue: Issue): Markup {
  const children = readableIssues(state, state.relations.childrenOf(issue.id));
  if (children.length === 0) return NOTHING;
  const { total, completed, percentCompleted } = subIssuesSummary(state, issue);
  const lines = children.map((child) => html`<li>${issueLine(state, issue.repository, child)}</li>`);
  return html`<section class="box">
    <header>
      <b>Sub-issues</b> ${completed} of ${total}
      <span class="bar"><i style="width:${percentCompleted}%"></i></span>
    </header>
    <ul class="links">
      ${lines}
    </ul>
  </section>`;
}

function sidebar(state: HostState, issue: Issue): readonly Markup[] {
  const { relations } = state;
  const parent = relations.parentOf(issue.id);
  const assignees = issue.assignees.map((login) => html`<p>${avatar(login)} ${accountLink(state, login)}</p>`);
  const type = issue.type?.["name"];
  return [
    section("Assignees", assignees),
    section("Labels", issue.labels.length === 0 ? [] : [labelBadges(state, issue)]),
    section("Type", typeof type === "string" ? [html`<p>${type}</p>`] : []),
    section("Milestone", issue.milestone === null ? [] : [milestoneLink(state, issue)]),
    section("Parent issue", lines(state, issue, parent === null ? [] : [parent])),
    section("Blocked by", lines(state, issue, relations.blockersOf(issue.id))),
    section("Blocking", lines(state, issue, relations.blockedBy(issue.id))),
    section("Development", lines(state, issue, [...relations.pullsClosing(issue.id), ...relations.closedBy(issue.id)])),
  ];
}

function lines(state: HostState, issue: Issue, ids: readonly number[]): readonly Markup[] {
  return readableIssues(state, ids).map((other) => html`<p>${issueLine(state, issue.repository, other)}</p>`);
}

function section(title: string, content: readonly Markup[]): Markup {
  return html`<section>
    <h2>${title}</h2>
    ${content.length === 0 ? [html`<p>None</p>`] : content}
  </section>`;
}
