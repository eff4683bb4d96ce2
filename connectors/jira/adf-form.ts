import { descriptionBlocks } from "./adf-blocks.ts";
import { besideIn, managedPart, replaceManaged } from "./managed-part.ts";
import { readableAdf } from "./readable.ts";
import { renderJira } from "./render.ts";
import type { TextForm } from "./text-form.ts";
import { ticksIn } from "./ticks.ts";
import { adfOf } from "./write-outcome.ts";

/** Atlassian's document format: Jira Cloud. */
export const adfForm: TextForm = {
  render: renderJira,
  sent: adfOf,
  replaced: (body, rendered, marker) => {
    const content = replaceManaged(body, adfOf(rendered).content, marker);
    return content === null ? null : { type: "doc", version: 1, content };
  },
  sizeOf: (text) => JSON.stringify(text).length,
  besideIn,
  ticksIn: (body, marker, ids) => ticksIn(managedPart(body, marker), ids),
  blocksOf: descriptionBlocks,
  readable: readableAdf,
};
