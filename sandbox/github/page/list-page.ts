import { html, type Markup } from "../../html/markup.ts";
import { repositoryPath } from "../address.ts";
import type { Issue, Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { dayOf, issueLine, labelBadges, milestoneLink, repositoryPage, type Answer } from "./parts.ts";

const PER_PAGE = 50;

type Wanted = { readonly kind: "issues" | "pulls"; readonly query: URLSearchParams };

/** The list of a repository's issues or pull requests: the open ones unless `?state=closed` or `all`, newest first. */
export function listPage(state: HostState, repository: Repository, { kind, query }: Wanted): Answer {
  const wanted = query.get("state") ?? "open";
  const number = Math.max(1, Math.floor(Number(query.get("page") ?? 1)) || 1);
  const all = state.issues.sorted(repository, "created", kind === "issues" ? "issue" : "pull").toReversed();
  const shown = all.filter((issue) => wanted === "all" || issue.state === wanted);
  const rows = shown.slice((number - 1) * PER_PAGE, number * PER_PAGE).map((issue) => row(state, issue));
  const here = `${state.baseUrl}${repositoryPath(repository)}/${kind}`;
  const open = all.filter((issue) => issue.state === "open").length;
  const content = html`<section class="box">
      <header>
        <a href="${here}?state=open">${open} open</a> · <a href="${here}?state=closed">${all.length - open} closed</a>
      </header>
      <ul class="links">
        ${rows}
      </ul>
    </section>
    <div class="pages">${turns(here, { wanted, number, last: Math.ceil(shown.length / PER_PAGE) })}</div>`;
  return repositoryPage(state, repository, { title: kind === "issues" ? "Issues" : "Pull requests", content });
}

function row(state: HostState, issue: Issue): Markup {
  return html`<li>
    ${issueLine(state, issue.repository, issue)} ${labelBadges(state, issue)}
    <div class="quiet">
      #${issue.number} opened on ${dayOf(issue.createdAt)} by ${issue.author ?? "ghost"} ${milestoneLink(state, issue)}
    </div>
  </li>`;
}

type Turn = { readonly wanted: string; readonly number: number; readonly last: number };

function turns(here: string, { wanted, number, last }: Turn): readonly Markup[] {
  const to = (page: number, word: string) => html`<a href="${here}?state=${wanted}&amp;page=${page}">${word}</a>`;
  return [
    ...(number > 1 ? [to(number - 1, "Previous")] : []),
    ...(last > 1 ? [html`<b>${number} of ${last}</b>`] : []),
    ...(number < last ? [to(number + 1, "Next")] : []),
  ];
}
