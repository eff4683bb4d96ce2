import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { jsonRows, listOf, storableText } from "../../src/store/parameters.ts";
import { columnOf } from "../../src/store/table.ts";

describe("rows as JSON", () => {
  it.prop([fc.array(fc.record({ id: fc.string({ unit: "binary" }), n: fc.option(fc.integer()) }))])(
    "say the same where PostgreSQL can store it",
    (rows) => {
      const clean = rows.map(({ id, n }) => ({ id: storableText(id), n }));
      expect(JSON.parse(jsonRows(rows))).toEqual(clean);
    },
  );

  it.prop([fc.array(fc.constantFrom("\0", "\uD800", "\uDC00", "\uD83D\uDE00", "\\u0000", "a", '"'))])(
    "never hold a zero byte or half a pair",
    (parts) => {
      const [row] = JSON.parse(jsonRows([{ title: parts.join("") }])) as [{ title: string }];
      expect(row.title.isWellFormed()).toBe(true);
      expect(row.title).not.toContain("\0");
      expect(row.title).toContain(parts.includes("\0") ? "\uFFFD" : "");
    },
  );
});

/** The elements of a list in PostgreSQL's notation, which has no lists inside. */
function elementsOf(list: string): readonly unknown[] {
  return [...list.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/gsu)].map(([all, quoted]) =>
    quoted === undefined ? (JSON.parse(all) as unknown) : quoted.replaceAll(/\\(.)/gsu, "$1"),
  );
}

const anyWords = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom("\0", "\uD800", "\n", "\\", '"', "{", "}", ",", "NULL", "a")).map((parts) => parts.join("")),
);

describe("lists", () => {
  it.prop([fc.array(fc.oneof(anyWords, fc.constant(null), fc.double({ noNaN: true }), fc.boolean()))])(
    "say the same where PostgreSQL can store it",
    (values) => {
      const stored = values.map((value) => (typeof value === "string" ? storableText(value) : value));
      const finite = stored.map((value) =>
        typeof value === "number" ? (JSON.parse(JSON.stringify(value)) as unknown) : value,
      );
      expect(elementsOf(listOf(values))).toEqual(finite);
      expect(listOf(values)).not.toMatch(/\0|\p{Surrogate}/u);
    },
  );

  it("have no value for what a row lacks", () => {
    expect(listOf([undefined, "\\", undefined])).toBe('{null,"\\\\",null}');
    expect(listOf([undefined, "a"])).toBe('{null,"a"}');
  });
});

describe("names", () => {
  it.each([
    ["id", '"id"'],
    ["nativeId", '"native_id"'],
    ["sourceStatus", '"source_status"'],
  ])("of %s is %s", (field, column) => {
    expect(columnOf(field)).toBe(column);
  });
});
