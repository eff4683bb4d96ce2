import type { SiteState } from "./site-state.ts";

/** The page at `/browse/KEY`, as a reader sees the issue. */
export function issuePage(state: SiteState, key: string): { status: number; html: string } {
  const issue = state.store.find(key);
  return issue === null ? { status: 404, html: "<h1>Not found</h1>" } : { status: 200, html: `<h1>${issue.key}</h1>` };
}
