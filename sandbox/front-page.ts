import escaped from "escape-html";
import type { Page, PageList } from "./listing.ts";

export type FrontPage = {
  /** Issues written through the APIs: the rollups. */
  readonly created: readonly Page[];
  readonly commented: readonly Page[];
  readonly lists: readonly PageList[];
  /** Lines of the loaded folder that were skipped. */
  readonly problems: readonly string[];
};

/** What is here, as a plain HTML page. */
export function frontPage({ created, commented, lists, problems }: FrontPage): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Signalbox sandbox</title>
<style>${style}</style>
<main>
<h1>Signalbox sandbox</h1>
<p>Stand-ins for Jira and GitHub, on this machine only. Nothing here reaches a real tracker; all of it is gone when the
sandbox ends.</p>
<h2>Rollup issues</h2>
${list(created, "None has been written yet.")}
<h2>Items with a comment</h2>
${list(commented, "None has been written yet.")}
<h2>Everything</h2>
${lists.map(folded).join("\n")}
${problems.length === 0 ? "" : `<h2>Skipped</h2>\n<ul>${problems.map((problem) => `<li>${escaped(problem)}</li>`).join("\n")}</ul>`}
</main>
</html>
`;
}

/** More than this is not listed: the page is to be read, not searched. */
const longestList = 500;

function folded({ name, pages }: PageList): string {
  const count = `${pages.length} ${pages.length === 1 ? "issue" : "issues"}`;
  return `<details><summary>${escaped(name)} <small>${count}</small></summary>\n${list(pages, "None.")}\n</details>`;
}

function list(pages: readonly Page[], nothing: string): string {
  if (pages.length === 0) return `<p class="quiet">${nothing}</p>`;
  const lines = pages
    .slice(0, longestList)
    .map(
      ({ url, key, title }) =>
        `<li><a href="${escaped(url)}">${escaped(key)}</a> <span dir="auto">${escaped(title)}</span></li>`,
    );
  const more = pages.length - lines.length;
  return `<ul>${lines.join("\n")}${more > 0 ? `<li class="quiet">+${more} more</li>` : ""}</ul>`;
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; font-weight: 600; }
h2 { font-size: 1.1rem; font-weight: 600; margin-top: 2rem; }
ul { list-style: none; padding: 0; }
li { padding: .2rem 0; }
li a { font-variant-numeric: tabular-nums; margin-right: .4rem; }
summary { cursor: pointer; padding: .2rem 0; }
small, .quiet { color: GrayText; }
details ul { margin: 0 0 1rem 1rem; }
`;
