/**
 * The author's own words in a Markdown body: without code, quotations and HTML comments. Each cut leaves a gap, so that
 * the words around it never join. Linear in the length of the text.
 */
export function authoredText(markdown: string): string {
  return withoutInlineCode(withoutComments(withoutBlocks(markdown)));
}

/** Deeper than CommonMark allows, so that fences inside list items count. No backtick may follow a backtick fence. */
const openingFence = /^[ \t]{0,12}(`{3,}(?=[^`]*$)|~{3,})/u;
const closingFence = /^[ \t]{0,12}(`{3,}|~{3,})[ \t]*$/u;
const quotedLine = /^[ \t]{0,12}>/u;

/** Drops fenced code (to the end if the fence never closes) and quoted lines. */
function withoutBlocks(markdown: string): string {
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of withoutAlerts(markdown.split(/\r?\n/u))) {
    if (fence !== null) {
      kept.push("");
      if (closingFence.exec(line)?.[1]?.startsWith(fence) === true) fence = null;
    } else {
      fence = openingFence.exec(line)?.[1] ?? null;
      kept.push(fence !== null || quotedLine.test(line) ? "" : line);
    }
  }
  return kept.join("\n");
}

const alertStart = /^[ ]{0,3}>[ \t]*\[!(?:note|tip|important|warning|caution)\][ \t]*$/iu;

/** GitHub's boxes (`> [!NOTE]`) look like quotations but are the author's own words: their lines without the signs. */
function* withoutAlerts(lines: readonly string[]): Generator<string> {
  let isInside = false;
  for (const line of lines) {
    const isStart = alertStart.test(line);
    isInside = isStart || (isInside && quotedLine.test(line));
    if (isStart) yield "";
    else yield isInside ? line.replace(/^[ \t]{0,12}>[ ]?/u, "") : line;
  }
}

function withoutComments(text: string): string {
  const [first = "", ...rest] = text.split("<!--");
  return [first, ...rest.map(afterComment)].join(" ");
}

/** The text after the end of a comment; an unclosed one hides the rest, as it does for readers. */
function afterComment(text: string): string {
  const end = text.indexOf("-->");
  return end === -1 ? "" : text.slice(end + "-->".length);
}

/** A code span never crosses an empty line, so each paragraph is parsed alone. */
function withoutInlineCode(text: string): string {
  return text
    .split(/(\n[ \t]*\n)/u)
    .map(withoutSpans)
    .join("");
}

/** A span ends at the next run of as many backticks; a run without a partner is plain text. */
function withoutSpans(paragraph: string): string {
  const runs = [...paragraph.matchAll(/`+/gu)];
  const lastOfLength = new Map(runs.map((run) => [run[0].length, run.index]));
  let kept = "";
  let from = 0;
  let open: RegExpExecArray | null = null;
  for (const run of runs) {
    if (open === null) {
      if (lastOfLength.get(run[0].length) === run.index) continue;
      kept += `${paragraph.slice(from, run.index)} `;
      open = run;
    } else if (run[0].length === open[0].length) {
      from = run.index + run[0].length;
      open = null;
    }
  }
  return kept + paragraph.slice(from);
}
