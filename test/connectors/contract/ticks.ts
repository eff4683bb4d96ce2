import { describe, expect, test } from "vitest";
import type { Document, Task } from "../../../src/ports/document.ts";
import type { World } from "./world.ts";

const marker = "rollup:payments:here";
const ids = ["start", "start-all"];

/** What every connector does with the boxes of an issue. */
export function ticksContract(world: () => World, documentOf: (words: string) => Document): void {
  describe("boxes of a rollup issue", () => {
    const tasks: readonly Task[] = [
      {
        id: "start",
        content: [{ type: "text", text: "Start with new ones [x] <!-- tick:start-all -->" }],
        done: false,
      },
      { id: "start-all", content: [{ type: "text", text: "Start with all" }], done: false },
    ];
    const rendered = (words: string, items = tasks) => {
      const document = documentOf(words);
      return world().sink.render({ ...document, blocks: [...document.blocks, { type: "tasks", items }] }, marker);
    };
    const create = (items = tasks) => world().sink.createIssue(world().target, rendered("One", items), marker);
    const read = (remote: Awaited<ReturnType<typeof create>>) => world().sink.readTicks(remote, marker, ids);

    test("are empty until somebody ticks one", async () => {
      const remote = await create();
      expect(await read(remote)).toEqual([]);
      world().check(remote, "Start with all");
      expect(await read(remote)).toEqual(["start-all"]);
      world().check(remote, "Start with new");
      expect(await read(remote)).toEqual(ids);
    });

    test("stay ticked when the text is written again, until their task is gone", async () => {
      const remote = await create();
      world().check(remote, "Start with all");
      expect(await world().sink.updateIssue(remote, rendered("Two"), marker)).toBe("updated");
      expect(world().issues.text(remote)).toContain("Two");
      expect(await read(remote)).toEqual(["start-all"]);
      await world().sink.updateIssue(remote, rendered("Three", tasks.slice(0, 1)), marker);
      expect(await read(remote)).toEqual([]);
      await world().sink.updateIssue(remote, rendered("Four"), marker);
      expect(await read(remote)).toEqual([]);
    });

    test("that the document says are done are ticked", async () => {
      expect(await read(await create(tasks.map((task) => ({ ...task, done: task.id === "start" }))))).toEqual([
        "start",
      ]);
    });

    test("of people's own text are theirs, and so is everything once our marks are gone", async () => {
      const remote = await create();
      world().issues.surround(remote, "- [x] Start with all <!-- tick:start-all -->");
      expect(await read(remote)).toEqual([]);
      world().issues.rewrite(remote, "- [x] Start with all <!-- tick:start-all -->");
      expect(await read(remote)).toEqual([]);
    });

    test("of an issue that is gone are a failure", async () => {
      const remote = await create();
      world().issues.remove(remote);
      await expect(read(remote)).rejects.toMatchObject({ name: "Failure", code: "not-found" });
    });
  });
}
