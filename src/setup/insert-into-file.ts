import { Document, isMap, isNode, isSeq, parseDocument, type Node, type YAMLSeq } from "yaml";
import { maskReferences, unmaskReferences } from "../../config/environment.ts";
import type { Additions } from "../domain/proposal/additions.ts";
import { incrementNode } from "./increment-nodes.ts";
import { linkTypeName, node, noted } from "./nodes.ts";
import { teamNode } from "./team-nodes.ts";

/** `before`: key of the entry above which they belong; null for their usual place. */
type Entries = {
  readonly path: readonly (string | number)[];
  readonly nodes: readonly Node[];
  readonly before: string | null;
};

/**
 * A train file with additions in the lists of one train; every other character stays. Null if a list is missing, or
 * written on one line: then a person must add them.
 */
export function withAdditions(text: string, place: number, additions: Additions): string | null {
  const masked = maskReferences(text);
  const document = parseDocument(masked, { keepSourceTokens: true });
  const insertions: { readonly at: number; readonly lines: string }[] = [];
  for (const entries of entriesOf(additions, ["trains", place])) {
    if (entries.nodes.length === 0) continue;
    const list = document.getIn(entries.path, true);
    if (!isSeq(list)) return null;
    const inserted = insertionInto(masked, list, entries);
    if (inserted === null) return null;
    insertions.push(inserted);
  }
  let changed = masked;
  for (const { at, lines } of insertions.toSorted((a, b) => b.at - a.at)) {
    changed = `${changed.slice(0, at)}${lines}${changed.slice(at)}`;
  }
  return unmaskReferences(changed);
}

function entriesOf({ increments, length, teams, linkTypes }: Additions, train: Entries["path"]): readonly Entries[] {
  const newest = increments.toReversed().map((increment) => incrementNode(increment, length));
  const types = linkTypes.map(({ type, meaning, means }) => noted({ ...meaning, name: linkTypeName(type) }, means.why));
  return [
    { path: [...train, "increments"], nodes: newest, before: null },
    ...[...Map.groupBy(teams, ({ before }) => before)].map(([before, some]) => {
      return { path: [...train, "teams"], nodes: some.map(teamNode), before };
    }),
    { path: [...train, "dependencies", "jiraLinkTypes"], nodes: types, before: null },
  ];
}

/** Above a certain entry, before the first entry of a list whose newest comes first, else after its last one. */
function insertionInto(text: string, list: YAMLSeq, { nodes, before }: Entries) {
  const dash = dashOf(list, 0);
  const last = list.items.at(-1);
  if (dash === null || !isNode(last) || last.range == null) return null;
  const line = lineOf(text, dash);
  const indent = /^ */u.exec(text.slice(line))?.[0] ?? "";
  const isNewestFirst = startOf(list.items[0]) > startOf(list.items.at(-1));
  const ordered = isNewestFirst ? nodes : nodes.toReversed();
  const newline = /\r?\n/u.exec(text)?.[0] ?? "\n";
  const lines = linesOf(startOf(list.items[0]) === "" ? nodes : ordered, indent).replaceAll("\n", newline);
  const below = list.items.findIndex((item) => isMap(item) && before !== null && item.get("key") === before);
  if (below !== -1) return { at: aboveComments(text, lineOf(text, dashOf(list, below) ?? dash), line), lines };
  if (isNewestFirst) return { at: line, lines };
  const end = text.indexOf("\n", Math.max(0, last.range[1] - 1));
  return end === -1 ? { at: text.length, lines: `${newline}${lines.trimEnd()}` } : { at: end + 1, lines };
}

/** An entry begins at its dash: a comment or an anchor may be between that and the entry. Null if there is none. */
function dashOf({ srcToken }: YAMLSeq, place: number): number | null {
  if (srcToken?.type !== "block-seq") return null;
  return srcToken.items[place]?.start.find(({ type }) => type === "seq-item-ind")?.offset ?? null;
}

/** Where the line of an offset begins. */
function lineOf(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Comments above an entry belong to it; those above the first entry belong to the list. */
function aboveComments(text: string, line: number, first: number): number {
  let at = line;
  while (at > first && /^\s*#/u.test(text.slice(lineOf(text, at - 1), at))) at = lineOf(text, at - 1);
  return at;
}

/** The first day of an increment; empty for anything else. */
function startOf(item: unknown): string {
  if (!isMap(item)) return "";
  const day: unknown = item.get("starts") ?? item.getIn(["iterations", 0, "starts"]);
  return typeof day === "string" ? day : "";
}

function linesOf(nodes: readonly Node[], indent: string): string {
  const document = new Document({});
  document.contents = node([...nodes]);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return text.replaceAll(/^(?=.)/gmu, indent);
}
