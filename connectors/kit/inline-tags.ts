import type { Run } from "../../src/domain/references/written.ts";

/** The effect of the HTML tags around words: `<del>`, `<a href>`, `<code>`. */
export type TagState = { readonly struck: number; readonly hidden: number; readonly href: string | null };

export const untagged: TagState = { struck: 0, hidden: 0, href: null };

const tag =
  /<(?<close>\/?)(?<name>[a-z][a-z\d]{0,20})(?<rest>(?:[^<>"']|"[^"<>]{0,2000}"|'[^'<>]{0,2000}'){0,50}?)>/giu;
const href = /(?:^|\s)href\s{0,3}=\s{0,3}(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'>]+))/iu;
const strikes = new Set(["del", "s", "strike"]);
const hides = new Set(["code", "pre", "blockquote", "kbd", "samp", "script", "style", "q"]);
const breaks = new Set([
  "br",
  "p",
  "div",
  "li",
  "ul",
  "ol",
  "tr",
  "table",
  "summary",
  "details",
  "hr",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
]);

/** Parses a piece of HTML into runs, and returns the state after it. Keeps entities; ignores comments. */
export function readTags(html: string, state: TagState): { readonly runs: readonly Run[]; readonly state: TagState } {
  const runs: Run[] = [];
  let now = state;
  let from = 0;
  for (const match of html.matchAll(tag)) {
    const { close = "", name = "", rest = "" } = match.groups ?? {};
    runs.push(...runsOf(html.slice(from, match.index), now));
    from = match.index + match[0].length;
    now = after(now, { isClosing: close !== "", name: name.toLowerCase(), rest });
    if (breaks.has(name.toLowerCase())) runs.push({ text: "\n" });
  }
  runs.push(...runsOf(html.slice(from), now));
  return { runs, state: now };
}

/** Runs of a text, given the state of the tags around it. */
export function runsOf(text: string, { struck, hidden, href }: TagState): readonly Run[] {
  if (text === "") return [];
  if (hidden > 0) return [{ text: " " }];
  return [{ text, ...(struck > 0 && { struck: true }), ...(href !== null && { href }) }];
}

type Tag = { readonly isClosing: boolean; readonly name: string; readonly rest: string };

function after(state: TagState, { isClosing, name, rest }: Tag): TagState {
  const step = isClosing ? -1 : 1;
  if (strikes.has(name)) return { ...state, struck: Math.max(0, state.struck + step) };
  if (hides.has(name)) return { ...state, hidden: Math.max(0, state.hidden + step) };
  if (name !== "a") return state;
  const { double, single, bare } = href.exec(rest)?.groups ?? {};
  return { ...state, href: isClosing ? null : (double ?? single ?? bare ?? null) };
}
