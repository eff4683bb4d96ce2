import { expect, test, vi } from "vitest";
import type { Document } from "../../src/ports/document.ts";
import { Draft, type Render } from "../../src/reporting/draft.ts";

const plain: Document = { title: "t", labels: [], blocks: [], stamp: [] };
const stamped: Document = { ...plain, stamp: [{ type: "text", text: "10:00" }] };
const cut: Document = { ...plain, more: { content: [{ type: "text", text: "more" }], url: null } };

/** Writes whatever it is given, and counts how often. */
function writer() {
  return vi.fn<Render>((_connection, { title, labels, ...rest }, marker) => ({
    title,
    labels,
    body: JSON.stringify({ ...rest, marker }),
  }));
}

function draftOf(document: Document, render: Render, beside = 0): Draft {
  return new Draft(render, { connection: "acme", marker: "m", document: () => document, beside });
}

test("nothing is written before it is asked for", () => {
  const document = vi.fn<() => Document>(() => plain);
  const render = writer();
  const draft = new Draft(render, { connection: "acme", marker: "m", document, beside: 7 });
  expect(draft.beside).toBe(7);
  expect([document.mock.calls, render.mock.calls]).toEqual([[], []]);
});

test.each([
  ["once for both where it says the same at any time", plain, 1],
  ["once for each where it has a stamp", stamped, 2],
  ["once for each where it says where the rest stands", cut, 2],
])("text and digest are written %s", (_, document, times) => {
  const render = writer();
  const draft = draftOf(document, render);
  const twice = [draft.rendered, draft.digest, draft.rendered, draft.digest];
  expect(new Set(twice).size).toBe(2);
  expect(render).toHaveBeenCalledTimes(times);
  expect(JSON.parse(draft.rendered.body)).toMatchObject({ stamp: document.stamp, marker: "m" });
});

test("the text of people beside it counts for both", () => {
  const draft = draftOf(stamped, writer());
  const refitted = draft.refit(500);
  expect(JSON.parse(refitted.rendered.body)).toMatchObject({ beside: 500 });
  expect(refitted.beside).toBe(500);
  expect(refitted.digest).not.toBe(draft.digest);
  expect(refitted.digest).toBe(draftOf(stamped, writer(), 500).digest);
  expect(refitted.refit(500)).toBe(refitted);
});
