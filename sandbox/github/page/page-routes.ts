import type { Response, Router } from "express";
import { issuePath } from "../address.ts";
import { addAppPages } from "../apps/app-pages.ts";
import type { HostState } from "../host-state.ts";
import type { RepositoryIndex } from "../repository-index.ts";
import { issuePage } from "./issue-page.ts";
import { listPage } from "./list-page.ts";
import { missingPage, type Answer } from "./parts.ts";

/** The web pages, for readers: everything that is readable, without signing in. */
export function addPages(router: Router, state: HostState): void {
  addAppPages(router, state, show);
  router.get("/:owner/:repo", (request, response) => {
    const index = indexOf(state, request.params);
    if (index === null) {
      show(response, missingPage(404));
    } else {
      response.redirect(302, `${state.baseUrl}/${index.repository.fullName}/issues`);
    }
  });
  router.get("/:owner/:repo/:kind", (request, response) => {
    const index = indexOf(state, request.params);
    const { kind } = request.params;
    if (index === null || (kind !== "issues" && kind !== "pulls")) {
      show(response, missingPage(404));
      return;
    }
    const query = new URL(request.originalUrl, state.baseUrl).searchParams;
    show(response, listPage(state, index.repository, { kind, query }));
  });
  router.get("/:owner/:repo/:kind/:number", (request, response) => {
    const index = indexOf(state, request.params);
    const found = index === null ? null : state.issues.find(index.repository, Number(request.params.number));
    if (found === null || found.at === "nowhere" || !["issues", "pull"].includes(request.params.kind)) {
      show(response, missingPage(404));
    } else if (found.at === "deleted") {
      show(response, missingPage(410));
    } else if (found.at === "moved" || !request.path.startsWith(issuePath(found.issue))) {
      response.redirect(302, state.baseUrl + issuePath(found.issue));
    } else {
      show(response, issuePage(state, found.issue));
    }
  });
}

function indexOf(state: HostState, { owner, repo }: { owner: string; repo: string }): RepositoryIndex | null {
  return state.repositories.named(`${owner}/${repo}`);
}

function show(response: Response, { status, html }: Answer): void {
  // Keeps people's text from running or loading anything, even if sanitising missed it.
  response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  response.status(status).type("html").send(html);
}
