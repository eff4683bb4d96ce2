import type { TextForm } from "../text-form.ts";
import { besideIn, managedPart, replaceManaged } from "./managed-part.ts";
import { wikiBlocks } from "./read.ts";
import { readableWiki } from "./readable.ts";
import { renderWiki } from "./render.ts";
import { ticksIn } from "./ticks.ts";

/** Wiki markup: Jira Data Center. */
export const wikiForm: TextForm = {
  render: renderWiki,
  sent: ({ body }) => body,
  replaced: (body, rendered, marker) => replaceManaged(textOf(body), rendered.body, marker),
  sizeOf: (text) => (typeof text === "string" ? text.length : JSON.stringify(text).length),
  besideIn: (body, marker) => besideIn(textOf(body), marker),
  ticksIn: (body, marker, ids) => ticksIn(managedPart(textOf(body), marker), ids),
  blocksOf: (body) => wikiBlocks(textOf(body)),
  readable: readableWiki,
};

/** An empty description is null. */
function textOf(body: unknown): string {
  return typeof body === "string" ? body : "";
}
