import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import type { Document } from "../../src/ports/document.ts";
import type { Rendered, Replacement } from "../../src/ports/connector.ts";
import { githubWorld } from "./contract/github-world.ts";
import { jiraWorld } from "./contract/jira-world.ts";
import type { World } from "./contract/world.ts";

const worlds = { jira: jiraWorld, github: githubWorld };
/** What a whole description may take. */
const limits = { jira: 32_767, github: 65_536 };
const marker = "rollup:payments:here";

function report(lines: number, beside?: number): Document {
  const items = Array.from({ length: lines }, (_, n) => [
    { type: "text" as const, text: `Line ${n} ${"x".repeat(90)}` },
  ]);
  const document: Document = {
    title: "Payments",
    labels: [],
    blocks: [{ type: "list", items, omitted: 0 }],
    stamp: [{ type: "text", text: "Today" }],
  };
  return beside === undefined ? document : { ...document, beside };
}

function replacement(world: World, lines: number): Replacement {
  const fit = (beside: number): Rendered => world.sink.render(report(lines, beside), marker);
  return { ...fit(0), refit: fit };
}

/**
 * A rollup of one line, people's notes above and below, then a rollup that has grown over the limit by itself.
 * @param notesBeside by what stands there first
 */
async function grown(
  world: World,
  kind: "issues" | "comments",
  notesBeside: (text: string) => string,
  begun = report(1),
) {
  const item = world.item(world.keys()[0] ?? "");
  const first = world.sink.render(begun, marker);
  const isIssue = kind === "issues";
  const remote = isIssue
    ? await world.sink.createIssue(world.target, first, marker)
    : await world.sink.createComment(item, first, marker);
  world[kind].surround(remote, notesBeside(world[kind].text(remote)));
  const before = world[kind].text(remote);
  const text = replacement(world, 1500);
  const outcome = await (
    isIssue
      ? world.sink.updateIssue(remote, text, marker)
      : world.sink.updateComment(item, remote, { rendered: text, marker })
  ).catch((error: unknown) => error);
  return { outcome, before, after: world[kind].text(remote) };
}

const each = (["jira", "github"] as const).flatMap((name) =>
  (["issues", "comments"] as const).map((kind) => [name, kind] as const),
);

test.each(each)("in %s, our %s take the room that people's notes leave, however long those are", async (name, kind) => {
  await using ending = new AsyncDisposableStack();
  const world = await worlds[name](1);
  ending.defer(() => world.close());
  // As long as the tracker itself takes them beside a text of one line.
  const longest = Math.floor(limits[name] / 2) - 700;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: longest }), async (length) => {
      const notes = "n".repeat(length);
      const { outcome, before, after } = await grown(world, kind, () => notes);
      const isWritten = outcome === "updated";
      expect(after.split(notes).length).toBeGreaterThan(2);
      expect(after === before).toBe(!isWritten);
      expect(
        isWritten ? after.includes("Today") : outcome instanceof Failure && outcome.code === "request-refused",
      ).toBe(true);
    }),
    { numRuns: 12, examples: [[1], [1530], [4000], [Math.floor(longest / 2)], [longest - 300], [longest]] },
  );
});

test.each(each)("in %s, our %s keep most of what they say beside 3,060 characters of notes", async (name, kind) => {
  await using ending = new AsyncDisposableStack();
  const world = await worlds[name](1);
  ending.defer(() => world.close());
  const { outcome, after } = await grown(world, kind, () => "n".repeat(1530));
  expect(outcome).toBe("updated");
  expect(after).toContain("Line 100 ");
});

test.each(each)("in %s, our %s wait with the reason where nothing of them fits", async (name, kind) => {
  await using ending = new AsyncDisposableStack();
  const world = await worlds[name](1);
  ending.defer(() => world.close());
  // Beside a text that says nothing yet: all that is left is less than any of ours takes.
  const frame = name === "jira" ? 140 : 20;
  const notes = (text: string) => "n".repeat(Math.floor((limits[name] - text.length - frame) / 2));
  const { outcome, before, after } = await grown(world, kind, notes, { ...report(0), blocks: [], stamp: [] });
  expect(outcome).toMatchObject({ code: "request-refused", remedy: expect.stringMatching(/^Shorten what stands/u) });
  expect(after).toBe(before);
});
