import type { RawRecord } from "../../data.ts";
import type { Description } from "../description.ts";

/** A description in Atlassian's document format. */
export function adfOf({ paragraphs, listTitle, list, references }: Description): RawRecord {
  return {
    type: "doc",
    version: 1,
    content: [
      ...paragraphs.map((text) => paragraph([plain(text)])),
      ...(listTitle === null
        ? []
        : [
            { type: "heading", attrs: { level: 3 }, content: [plain(listTitle)] },
            {
              type: "bulletList",
              content: list.map((text) => ({ type: "listItem", content: [paragraph([plain(text)])] })),
            },
          ]),
      ...references.map((line) => paragraph(linked(line))),
    ],
  };
}

export function paragraphs(...texts: readonly string[]): RawRecord {
  return { type: "doc", version: 1, content: texts.map((text) => paragraph([plain(text)])) };
}

function paragraph(content: readonly RawRecord[]): RawRecord {
  return { type: "paragraph", content };
}

function plain(text: string): RawRecord {
  return { type: "text", text };
}

/** A URL becomes a smart link, as in the editor after pasting. */
function linked(line: string): readonly RawRecord[] {
  const [, before = line, url] = /^(.*?)(https?:\/\/\S+)$/u.exec(line) ?? [];
  return url === undefined ? [plain(line)] : [plain(before), { type: "inlineCard", attrs: { url } }];
}
