import { html, NOTHING, page, type Markup } from "./html/markup.ts";
import type { Page, PageList } from "./listing.ts";

export type FrontPage = {
  /** Issues written through the APIs: the rollups. */
  readonly created: readonly Page[];
  readonly commented: readonly Page[];
  readonly lists: readonly PageList[];
  /** Lines of the loaded folder that were skipped. */
  readonly problems: readonly string[];
};

/** The sandbox's front page, in plain HTML. */
export function frontPage({ created, commented, lists, problems }: FrontPage): string {
  const skipped = html`<h2>Skipped</h2>
    <ul>
      ${problems.map((problem) => html`<li>${problem}</li>`)}
    </ul>`;
  const body = html`<main>
    <h1>Signalbox sandbox</h1>
    <p>
      Stand-ins for Jira and GitHub, on this machine only. Nothing here reaches a real tracker; all of it is gone when
      the sandbox ends.
    </p>
    <h2>Rollup issues</h2>
    ${list(created, "None has been written yet.")}
    <h2>Items with a comment</h2>
    ${list(commented, "None has been written yet.")}
    <h2>Everything</h2>
    ${lists.map(folded)} ${problems.length === 0 ? NOTHING : skipped}
  </main>`;
  return page({ title: "Signalbox sandbox", css: style, body });
}

/** More than this is not listed: the page is to be read, not searched. */
const longestList = 500;

function folded({ name, pages }: PageList): Markup {
  const count = `${pages.length} ${pages.length === 1 ? "issue" : "issues"}`;
  return html`<details>
    <summary>${name} <small>${count}</small></summary>
    ${list(pages, "None.")}
  </details>`;
}

function list(pages: readonly Page[], nothing: string): Markup {
  if (pages.length === 0) return html`<p class="quiet">${nothing}</p>`;
  const shown = pages.slice(0, longestList);
  const lines = shown.map(
    ({ url, key, title }) => html`<li><a href="${url}">${key}</a> <span dir="auto">${title}</span></li>`,
  );
  const more = pages.length - lines.length;
  return html`<ul>
    ${lines} ${more > 0 ? html`<li class="quiet">+${more} more</li>` : NOTHING}
  </ul>`;
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
