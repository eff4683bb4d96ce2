import { isRecord, listAt, textAt } from "../record.ts";

/** The words of a document: what the changelog shows of a description, and the older API in place of it. */
export function wordsOf(node: unknown): string | null {
  if (!isRecord(node)) return typeof node === "string" ? node : null;
  const own = textAt(node, "text") ?? textAt(node, "attrs", "text") ?? "";
  const parts = listAt(node, "content").map((child) => wordsOf(child) ?? "");
  return (
    own + parts.join(/^(?:doc|table|tableRow|bulletList|orderedList)$/.test(textAt(node, "type") ?? "") ? "\n" : "")
  );
}
