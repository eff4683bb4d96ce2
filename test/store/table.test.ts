import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { columnOf, jsonRows, storableText } from "../../src/store/table.ts";

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

describe("names", () => {
  it.each([
    ["id", '"id"'],
    ["nativeId", '"native_id"'],
    ["sourceStatus", '"source_status"'],
  ])("of %s is %s", (field, column) => {
    expect(columnOf(field)).toBe(column);
  });
});
