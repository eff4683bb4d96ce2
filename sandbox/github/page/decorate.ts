import { accountPath, issuePath } from "../address.ts";
import type { Issue, Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { ISSUE_REFERENCE, issueNamed, MENTION } from "../mentions.ts";
import { alertIn } from "./alert.ts";
import { EMOJI } from "./emoji.ts";
import { element, isHtmlNode, text, type HtmlNode } from "./html-node.ts";

export type Place = { readonly state: HostState; readonly repository: Repository };

/** Elements in which GitHub decorates no text. */
const QUIET = new Set(["a", "code", "pre", "script", "style"]);

/** Adds GitHub's features to rendered Markdown: mentions, references to issues, alerts. */
export function decorate(tree: unknown, place: Place): void {
  if (isHtmlNode(tree)) tree.children = (tree.children ?? []).flatMap((child) => rewrite(child, place));
}

function rewrite(node: HtmlNode, place: Place): readonly HtmlNode[] {
  if (node.type === "text") return linked(node.value ?? "", place);
  if (node.tagName === "a") shorten(node, place);
  if (node.tagName !== undefined && QUIET.has(node.tagName)) return [node];
  node.children = (node.children ?? []).flatMap((child) => rewrite(child, place));
  return [node.tagName === "blockquote" ? alertIn(node) : node];
}

type Find = { readonly start: number; readonly end: number; readonly node: HtmlNode };

function linked(value: string, place: Place): readonly HtmlNode[] {
  const finds = [...references(value, place), ...mentions(value, place), ...emojis(value)];
  const nodes: HtmlNode[] = [];
  let from = 0;
  for (const { start, end, node } of finds.toSorted((a, b) => a.start - b.start)) {
    if (start >= from) {
      nodes.push(text(value.slice(from, start)), node);
      from = end;
    }
  }
  return [...nodes, text(value.slice(from))].filter((node) => node.type !== "text" || node.value !== "");
}

function references(value: string, { state, repository }: Place): readonly Find[] {
  return [...value.matchAll(ISSUE_REFERENCE)].flatMap((match) => {
    const issue = issueNamed(state, repository, { repository: match[1], number: Number(match[2]) });
    return issue === null ? [] : [found(match, issueLink(state, issue, match[0]))];
  });
}

/** Shows every possible login as a mention, existing or not, because it may exist on a real host. */
function mentions(value: string, { state }: Place): readonly Find[] {
  return [...value.matchAll(MENTION)].map((match) => {
    const login = match[1] ?? "";
    const href = login.includes("/") ? `${state.baseUrl}/orgs/${login}` : state.baseUrl + accountPath({ login });
    return found(match, element("a", { className: ["user-mention"], href }, [text(match[0])]));
  });
}

function emojis(value: string): readonly Find[] {
  return [...value.matchAll(/:([a-z_+\d]+):/g)].flatMap((match) => {
    const emoji = EMOJI[match[1] ?? ""];
    return emoji === undefined ? [] : [found(match, element("g-emoji", {}, [text(emoji)]))];
  });
}

function found(match: RegExpExecArray, node: HtmlNode): Find {
  return { start: match.index, end: match.index + match[0].length, node };
}

function issueLink(state: HostState, issue: Issue, label: string): HtmlNode {
  const properties = { className: ["issue-link"], href: state.baseUrl + issuePath(issue), title: issue.title };
  return element("a", properties, [text(label)]);
}

/** A bare address of an issue is shown as `#12` or `owner/repo#12`. */
function shorten(node: HtmlNode, { state, repository }: Place): void {
  const address = node.properties?.["href"];
  const href = typeof address === "string" ? address : "";
  const [child] = node.children ?? [];
  const path = href.startsWith(`${state.baseUrl}/`) ? href.slice(state.baseUrl.length + 1) : "";
  const [, fullName, number] = /^([\w-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)$/.exec(path) ?? [];
  const issue =
    fullName === undefined ? null : issueNamed(state, repository, { repository: fullName, number: Number(number) });
  if (issue !== null && child?.value === href) {
    const where = issue.repository.id === repository.id ? "" : issue.repository.fullName;
    node.children = [text(`${where}#${issue.number}`)];
    node.properties = { ...node.properties, className: ["issue-link"], title: issue.title };
  }
}
