import { Document, isMap, isNode, isSeq, parseDocument, type Node, type YAMLSeq } from "yaml";
import { maskReferences, unmaskReferences } from "../../config/environment.ts";
import type { Additions } from "../domain/proposal/additions.ts";
import { incrementNode } from "./increment-nodes.ts";
import { linkTypeName, node, noted } from "./nodes.ts";
import { teamNode } from "./team-nodes.ts";

/**
 * A train file with additions in the lists of one train; every other character stays. Null if a list is missing, or
 * written on one line: then a person must add them.
 */
export function withAdditions(text: string, place: number, additions: Additions): string | null {
  const masked = maskReferences(text);
  const document = parseDocument(masked, { keepSourceTokens: true });
  const { increments, length, teams, linkTypes } = additions;
  const lists: readonly (readonly [readonly (string | number)[], readonly Node[]])[] = [
    [["trains", place, "increments"], increments.toReversed().map((increment) => incrementNode(increment, length))],
    [["trains", place, "teams"], teams.map(teamNode)],
    [
      ["trains", place, "dependencies", "jiraLinkTypes"],
      linkTypes.map(({ type, meaning, means }) => noted({ ...meaning, name: linkTypeName(type) }, means.why)),
    ],
  ];
  const insertions: { readonly at: number; readonly lines: string }[] = [];
  for (const [path, nodes] of lists) {
    if (nodes.length === 0) continue;
    const list = document.getIn(path, true);
    if (!isSeq(list)) return null;
    const inserted = insertionInto(masked, list, nodes);
    if (inserted === null) return null;
    insertions.push(inserted);
  }
  let changed = masked;
  for (const { at, lines } of insertions.toSorted((a, b) => b.at - a.at)) {
    changed = `${changed.slice(0, at)}${lines}${changed.slice(at)}`;
  }
  return unmaskReferences(changed);
}

/** Before the first entry of a list whose newest comes first, else after its last one. */
function insertionInto(text: string, list: YAMLSeq, nodes: readonly Node[]) {
  const dash = firstDash(list);
  const last = list.items.at(-1);
  if (dash === null || !isNode(last) || last.range == null) return null;
  const line = text.lastIndexOf("\n", dash) + 1;
  const indent = /^ */u.exec(text.slice(line))?.[0] ?? "";
  const isNewestFirst = startOf(list.items[0]) > startOf(list.items.at(-1));
  const ordered = isNewestFirst ? nodes : nodes.toReversed();
  const newline = /\r?\n/u.exec(text)?.[0] ?? "\n";
  const lines = linesOf(startOf(list.items[0]) === "" ? nodes : ordered, indent).replaceAll("\n", newline);
  if (isNewestFirst) return { at: line, lines };
  const end = text.indexOf("\n", Math.max(0, last.range[1] - 1));
  return end === -1 ? { at: text.length, lines: `${newline}${lines.trimEnd()}` } : { at: end + 1, lines };
}

/** A list begins at its first dash: a comment or an anchor may be between that and its first entry. */
function firstDash({ srcToken }: YAMLSeq): number | null {
  if (srcToken?.type !== "block-seq") return null;
  return srcToken.items[0]?.start.find(({ type }) => type === "seq-item-ind")?.offset ?? null;
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
