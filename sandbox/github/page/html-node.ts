import { isRecord } from "../../record.ts";

/** The parts of an HTML tree that the page rewrites. */
export type HtmlNode = {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
};

export function isHtmlNode(value: unknown): value is HtmlNode {
  return isRecord(value) && typeof value["type"] === "string";
}

export function element(tagName: string, properties: Record<string, unknown>, children: HtmlNode[]): HtmlNode {
  return { type: "element", tagName, properties, children };
}

export function text(value: string): HtmlNode {
  return { type: "text", value };
}
