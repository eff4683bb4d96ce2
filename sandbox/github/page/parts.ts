import { html, NOTHING, page, type Markup } from "../../html/markup.ts";
import { accountPath, issuePath, milestonePath, repositoryPath } from "../address.ts";
import type { Issue, Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { CSS } from "./style.ts";

export type Answer = { readonly status: number; readonly html: string };

/** A page of a repository with the bar above it. */
export function repositoryPage(
  state: HostState,
  repository: Repository,
  { title, content }: { readonly title: string; readonly content: Markup },
): Answer {
  const home = `${state.baseUrl}${repositoryPath(repository)}`;
  const body = html`<div class="top">
      ${repository.owner} / <b>${repository.name}</b>
      <div class="tabs"><a href="${home}/issues">Issues</a> <a href="${home}/pulls">Pull requests</a></div>
    </div>
    <main>${content}</main>`;
  return { status: 200, html: page({ title: `${title} · ${repository.fullName}`, css: CSS, body }) };
}

/** GitHub's page for an unknown address. */
export function missingPage(status: 404 | 410): Answer {
  const text = status === 410 ? "This issue has been deleted." : "This is not the web page you are looking for.";
  const body = html`<main>
    <h1 class="title">${status}</h1>
    <p>${text}</p>
  </main>`;
  return { status, html: page({ title: "Page not found", css: CSS, body }) };
}

/** The word and the CSS class of an issue's state. */
export function standingOf(issue: Issue): { readonly word: string; readonly css: string } {
  if (issue.pull !== null) {
    return issue.pull.mergedAt !== null
      ? { word: "Merged", css: "merged" }
      : issue.state === "closed"
        ? { word: "Closed", css: "shut" }
        : { word: issue.pull.isDraft ? "Draft" : "Open", css: issue.pull.isDraft ? "draft" : "open" };
  }
  if (issue.state === "open") return { word: "Open", css: "open" };
  switch (issue.stateReason) {
    case "not_planned":
      return { word: "Closed as not planned", css: "not_planned" };
    case "duplicate":
      return { word: "Closed as duplicate", css: "duplicate" };
    default:
      return { word: "Closed", css: "closed" };
  }
}

/** A line with a link to an issue. */
export function issueLine(state: HostState, from: Repository, issue: Issue): Markup {
  const where = issue.repository.id === from.id ? "" : issue.repository.fullName;
  return html`<span class="dot ${standingOf(issue).css}"></span>
    <a href="${state.baseUrl}${issuePath(issue)}">${issue.title}</a>
    <span class="quiet">${where}#${issue.number}</span>`;
}

export function avatar(login: string | null): Markup {
  return html`<span class="avatar">${(login ?? "?").charAt(0).toUpperCase()}</span>`;
}

export function accountLink(state: HostState, login: string | null): Markup {
  return login === null
    ? html`<b>ghost</b>`
    : html`<a href="${state.baseUrl}${accountPath({ login })}"><b>${login}</b></a>`;
}

/** The labels of an issue, in their colours. */
export function labelBadges(state: HostState, issue: Issue): Markup {
  const index = state.repositories.of(issue.repository);
  const badges = issue.labels.map((name) => {
    const color = index.label(name)?.color ?? "ededed";
    return html`<span class="label" style="background:#${color};color:${inkOn(color)}">${name}</span> `;
  });
  return html`${badges}`;
}

export function milestoneLink(state: HostState, issue: Issue): Markup {
  const milestone = state.repositories.of(issue.repository).milestone(issue.milestone);
  return milestone === null
    ? NOTHING
    : html`<a href="${state.baseUrl}${milestonePath(milestone)}">${milestone.title}</a>`;
}

const DAY = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });

/** `Nov 19, 2026` */
export function dayOf(at: number): string {
  return DAY.format(at);
}

/** Black or white, whichever can be read on a colour. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map(
    (start) => Number.parseInt(color.slice(start, start + 2), 16) || 0,
  );
  return red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? "#1f2328" : "#ffffff";
}
