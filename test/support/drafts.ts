import { Draft, type Render } from "../../src/reporting/draft.ts";
import type { Document } from "../../src/ports/document.ts";
import type { Rendered } from "../../src/ports/connector.ts";

/** A rendered text. */
export function aDraft(rendered: Partial<Rendered> = {}): Draft {
  return draftOf({ title: "", labels: [], blocks: [], stamp: [] }, () => ({
    title: "",
    body: "",
    labels: [],
    ...rendered,
  }));
}

export function draftOf(document: Document, render: Render): Draft {
  return new Draft(render, { connection: "acme", marker: "m", document: () => document, beside: 0 });
}
