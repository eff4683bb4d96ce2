import { existsSync, readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import draft04 from "ajv-draft-04";
import { describe, expect, test as plainTest } from "vitest";
import { adfProblem, storedAdf, withoutLocalIds } from "../../../sandbox/jira/adf-shape.ts";
import { isObject } from "../../support/json.ts";

const FILE = "../shared/data/openapi/adf-schema-v1-full.json";
const isThere = existsSync(FILE);

const text = (words = "x") => ({ type: "text", text: words });
const paragraph = (...content: object[]) => ({ type: "paragraph", content });
const doc = (...content: object[]) => ({ type: "doc", version: 1, content });
const cell = (...content: object[]) => ({ type: "tableCell", attrs: {}, content });
const row = (...content: object[]) => ({ type: "tableRow", content });

describe("documents that are refused, with the place", () => {
  plainTest.each<[name: string, document: unknown, place: string]>([
    ["no document", { type: "paragraph" }, "doc"],
    ["another version", { type: "doc", version: 2, content: [] }, "doc"],
    ["bare text in the document", doc(text()), "doc.content[0]"],
    [
      "bare text in a cell",
      doc({ type: "table", content: [row(cell(text()))] }),
      "doc.content[0].content[0].content[0].content[0]",
    ],
    ["an unknown type", doc({ type: "marquee" }), "doc.content[0]"],
    ["an empty text", doc(paragraph(text(""))), "doc.content[0].content[0].text"],
    [
      "a table in a panel",
      doc({ type: "panel", attrs: { panelType: "info" }, content: [{ type: "table", content: [] }] }),
      "doc.content[0].content[0]",
    ],
    [
      "an unknown panel",
      doc({ type: "panel", attrs: { panelType: "pink" }, content: [paragraph()] }),
      "doc.content[0].attrs",
    ],
    [
      "a status without text",
      doc(paragraph({ type: "status", attrs: { text: "", color: "red" } })),
      "doc.content[0].content[0].attrs",
    ],
    [
      "a status of another colour",
      doc(paragraph({ type: "status", attrs: { text: "x", color: "pink" } })),
      "doc.content[0].content[0].attrs",
    ],
    [
      "an expand in a cell",
      doc({ type: "table", content: [row(cell({ type: "expand", attrs: {}, content: [paragraph()] }))] }),
      "doc.content[0].content[0].content[0].content[0]",
    ],
    ["an empty expand", doc({ type: "expand", attrs: {}, content: [] }), "doc.content[0].content"],
    ["an empty list", doc({ type: "bulletList", content: [] }), "doc.content[0].content"],
    ["tasks without ids", doc({ type: "taskList", attrs: {}, content: [] }), "doc.content[0].attrs"],
    ["a heading of level 7", doc({ type: "heading", attrs: { level: 7 }, content: [] }), "doc.content[0].attrs"],
    ["an unknown mark", doc(paragraph({ ...text(), marks: [{ type: "blink" }] })), "doc.content[0].content[0].marks"],
    [
      "a link that runs something",
      doc(paragraph({ ...text(), marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }] })),
      "doc.content[0].content[0].marks",
    ],
    ["a card without address", doc(paragraph({ type: "inlineCard", attrs: {} })), "doc.content[0].content[0].attrs"],
    [
      "children of a line break",
      doc(paragraph({ type: "hardBreak", content: [text()] })),
      "doc.content[0].content[0].content",
    ],
  ])("%s", (_, document, place) => {
    expect(adfProblem(document)).toBe(place);
  });
});

const inline = fc.oneof(
  fc.string({ minLength: 1 }).map((words) => text(words)),
  fc.constant({ type: "hardBreak" }),
  fc
    .record({ text: fc.string({ minLength: 1 }), color: fc.constantFrom("neutral", "red", "green") })
    .map((attrs) => ({ type: "status", attrs })),
  fc.webUrl().map((url) => ({ type: "inlineCard", attrs: { url } })),
  fc.webUrl().map((href) => ({ ...text(), marks: [{ type: "link", attrs: { href } }, { type: "strong" }] })),
);
const words = fc.array(inline, { maxLength: 3 }).map((content) => paragraph(...content));
const heading = fc
  .integer({ min: 1, max: 6 })
  .map((level) => ({ type: "heading", attrs: { level }, content: [text()] }));
const list = fc
  .array(words, { minLength: 1, maxLength: 3 })
  .map((items) => ({ type: "bulletList", content: items.map((item) => ({ type: "listItem", content: [item] })) }));
const panel = fc
  .tuple(fc.constantFrom("info", "note", "success", "warning", "error"), words)
  .map(([panelType, child]) => ({ type: "panel", attrs: { panelType }, content: [child] }));
const table = fc
  .array(fc.array(words, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((rows) => ({ type: "table", content: rows.map((cells) => row(...cells.map((child) => cell(child)))) }));
const block = fc.oneof(words, heading, list, panel, table, fc.constant({ type: "rule" }));
const expand = fc
  .tuple(fc.string(), fc.array(block, { minLength: 1, maxLength: 2 }))
  .map(([title, content]) => ({ type: "expand", attrs: { title }, content }));
const document = fc.array(fc.oneof(block, expand), { maxLength: 5 }).map((content) => doc(...content));

test.prop([document])(
  "a document of usual parts is taken, and given back without the added ids it is the same",
  (made) => {
    let id = 0;
    const stored = storedAdf(made, () => String((id += 1)));
    expect(adfProblem(made)).toBeNull();
    expect(adfProblem(stored)).toBeNull();
    expect(withoutLocalIds(stored)).toEqual(made);
  },
);

describe.skipIf(!isThere)("beside the published schema", () => {
  const schema: unknown = isThere ? JSON.parse(readFileSync(FILE, "utf8")) : {};
  const validate = new draft04.default({ strict: false }).compile(isObject(schema) ? schema : {});

  test.prop([document])("what is stored is valid there too", (made) => {
    let id = 0;
    const valid = validate(storedAdf(made, () => String((id += 1))));
    expect(validate.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });
});
