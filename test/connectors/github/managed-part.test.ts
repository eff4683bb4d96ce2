import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  holdsMarker,
  isMarked,
  markerIn,
  replaceManaged,
  withMarker,
  withMarks,
} from "../../../connectors/github/managed-part.ts";

const marker = "rollup:payments:acme/trains";
const managed = "> [!TIP]\n> **On track**";

describe("the managed part", () => {
  test("is found by its marker and no other", () => {
    const body = withMarks(managed, marker);
    expect(body.split("\n")[0]).toBe(`<!-- signalbox:begin ${marker} -->`);
    expect([isMarked(body), holdsMarker(body, marker)]).toEqual([true, true]);
    expect(holdsMarker(body, "rollup:payments:acme/train")).toBe(false);
    expect(isMarked("a person's text")).toBe(false);
  });

  test("is replaced between what people wrote, to the byte", () => {
    const body = `Before\r\n${withMarks(managed, marker)}\r\n\r\n- [x] after `;
    expect(replaceManaged(body, "new", marker)).toBe(`Before\r\n${withMarks("new", marker)}\r\n\r\n- [x] after `);
  });

  test("tells whose it is, and can be made another's", () => {
    const body = `Mine\n${withMarks(managed, "comment:pay--ments:old")}\nMine`;
    expect(markerIn(body)).toBe("comment:pay--ments:old");
    expect(markerIn("<!-- signalbox:begin -->")).toBeNull();
    const renamed = withMarker(body, "comment:pay--ments:old", "comment:$&:new");
    expect(renamed).toBe(`Mine\n${withMarks(managed, "comment:$&:new")}\nMine`);
  });

  test("is equal whatever the web page did to its line ends", () => {
    const body = `Mine.\r\n${withMarks(managed, marker).replaceAll("\n", "\r\n")}`;
    expect(replaceManaged(body, managed, marker)).toBe(body);
  });

  test.each([
    ["the begin is gone", managed],
    ["the end is gone", withMarks(managed, marker).replace("<!-- signalbox:end -->", "")],
    ["the end stands before", `<!-- signalbox:end -->${withMarks("", marker).replace("<!-- signalbox:end -->", "")}`],
    ["it stands there twice", withMarks(managed, marker) + withMarks(managed, marker)],
    ["it is another's", withMarks(managed, "comment:payments:1")],
  ])("is left alone where %s", (_, body) => {
    expect(replaceManaged(body, "new", marker)).toBeNull();
  });

  propertyTest.prop([fc.string({ unit: "binary" }), fc.string()])(
    "no marker breaks out of its comment",
    (hostile, text) => {
      const first = withMarks("x", `rollup:${hostile}-->`).split("\n")[0] ?? "";
      expect(first).toMatch(/^<!-- signalbox:begin rollup:[\w.:/#@%-]* -->$/);
      expect(first.slice(4, -3)).not.toContain("--");
      expect(markerIn(withMarks("x", `rollup:${hostile}`))).toBe(`rollup:${hostile.toWellFormed()}`);
      const body = text + withMarks("old", `rollup:${hostile}`);
      expect(replaceManaged(body, "new", `rollup:${hostile}`)).toBe(text + withMarks("new", `rollup:${hostile}`));
    },
  );
});
