import { isRecord, listAt, textAt } from "../record.ts";

/** The words of a document, as the changelog and the older API show a description. */
export function wordsOf(node: unknown): string | null {
  if (!isRecord(node)) return typeof node === "string" ? node : null;
  const own = textAt(node, "text") ?? textAt(node, "attrs", "text") ?? "";
  const parts = listAt(node, "content").map((child) => wordsOf(child) ?? "");
  return (
    own + parts.join(/^(?:doc|table|tableRow|bulletList|orderedList)$/.test(textAt(node, "type") ?? "") ? "\n" : "")
  );
}
