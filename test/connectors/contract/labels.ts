import { describe, expect, test } from "vitest";
import type { Document } from "../../../src/ports/document.ts";
import type { World } from "./world.ts";

const marker = "rollup:payments:here";

/** What every connector does with the labels of an issue. */
export function labelsContract(world: () => World, documentOf: (words: string) => Document): void {
  describe("labels of a rollup issue", () => {
    const rendered = (words: string, ...labels: readonly string[]) =>
      world().sink.render({ ...documentOf(words), labels }, marker);

    test("are set with it and kept true; people's labels stay", async () => {
      const first = rendered("One", "signalbox", "train payments", "on-track");
      const remote = await world().sink.createIssue(world().target, first, marker);
      expect(world().labels(remote)).toEqual(
        expect.arrayContaining(["signalbox", "signalbox-on-track", "signalbox-train-payments"]),
      );
      world().relabel(remote, [...world().labels(remote), "steering", "box"]);
      const second = rendered("One", "signalbox", "train payments", "at-risk");
      expect(await world().sink.updateIssue(remote, second, marker)).toBe("updated");
      expect(world().labels(remote)).toEqual(expect.arrayContaining(["box", "signalbox-at-risk", "steering"]));
      expect(world().labels(remote)).not.toContain("signalbox-on-track");
    });

    test("that a person took away come back with the next write", async () => {
      const remote = await world().sink.createIssue(world().target, rendered("One", "signalbox", "at-risk"), marker);
      world().relabel(remote, ["steering"]);
      await world().sink.updateIssue(remote, rendered("Two", "signalbox", "at-risk"), marker);
      expect(world().labels(remote)).toEqual(expect.arrayContaining(["signalbox", "signalbox-at-risk", "steering"]));
    });
  });
}
