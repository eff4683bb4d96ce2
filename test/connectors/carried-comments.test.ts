import { expect, test } from "vitest";
import type { Document } from "../../src/ports/document.ts";
import { githubWorld } from "./contract/github-world.ts";
import { jiraWorld } from "./contract/jira-world.ts";

const worlds = { jira: jiraWorld, github: githubWorld };

function report(words: string): Document {
  return {
    title: "",
    labels: [],
    blocks: [{ type: "paragraph", content: [{ type: "text", text: words }] }],
    stamp: [],
  };
}

test.each(["jira", "github"] as const)(
  "in %s, a comment found under another marker is changed in place and carries the present one",
  async (name) => {
    await using ending = new AsyncDisposableStack();
    const world = await worlds[name](1);
    ending.defer(() => world.close());
    const { sink } = world;
    const item = world.item(world.keys()[0] ?? "");
    const [old, present] = ["comment:payments:old", "comment:payments:present"] as const;
    const remote = await sink.createComment(item, sink.render(report("First words"), old), old);
    expect(await sink.findComments(item)).toEqual([{ ...remote, marker: old }]);
    const rendered = sink.render(report("Second words"), present);
    expect(await sink.updateComment(item, remote, { rendered, marker: present, carried: old })).toBe("updated");
    expect(await sink.findComments(item)).toEqual([{ ...remote, marker: present }]);
    expect(world.comments.text(remote)).toContain("Second words");
    expect(await sink.updateComment(item, remote, { rendered, marker: present })).toBe(
      world.tellsEqual ? "unchanged" : "updated",
    );
  },
);
