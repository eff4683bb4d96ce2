import { expect, test } from "vitest";
import { Links } from "../../../src/domain/tracking/links.ts";

test("links that a reader drops are used again", () => {
  const links = new Links();
  for (const cell of [1, 2, 3]) links.addCell(cell);
  const first = links.add(3, 0, 1);
  const second = links.add(3, first, 2);
  links.dropAfter(3, first);
  links.dropAfter(3, first);
  expect(links.add(3, first, 2)).toBe(second);
  links.dropAfter(3, 0);
  expect(new Set([links.add(3, 0, 2), links.add(2, 0, 1)])).toEqual(new Set([first, second]));
  expect(links.add(1, 0, 2)).toBe(second + 1);
});
