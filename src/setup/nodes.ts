import { Document, isCollection, isNode, isScalar, type Node } from "yaml";
import type { SeenLinkType } from "../domain/proposal/site-look.ts";

/** A value of the file: plain, or a node with its comment. */
export type Written = unknown;

const factory = new Document();

/** A block of lines. */
export function node(value: Written): Node {
  const made: Node = isNode(value) ? value : factory.createNode(value);
  return made;
}

/** A value on one line, with the reason behind it; none for an empty reason. */
export function noted(value: Written, why: string): Node {
  const made = node(value);
  if (isCollection(made)) made.flow = true;
  if (isScalar(made) && typeof made.value === "string" && /^\d/u.test(made.value)) made.type = "QUOTE_DOUBLE";
  const words = oneLine(why);
  if (words !== "") made.comment = ` ${words}`;
  return made;
}

/** A name from a tracker; `${…}` in it would stand for a variable. */
export function nameFrom(text: string): string {
  return text.replaceAll("${", "$ {").replaceAll(/\s+/gu, " ").trim();
}

/** A link type's name; its id, if the name could be read otherwise than it is. */
export function linkTypeName({ id, name }: SeenLinkType): string {
  return nameFrom(name) === name && name !== "" ? name : id;
}

/** Names and titles come from trackers: a line break in one would end the comment. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
  return line.length <= 300 ? line : `${line.slice(0, 299).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}
