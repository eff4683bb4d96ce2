import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Failure, FailureCode } from "../../src/domain/failure.ts";
import type { Document } from "../../src/ports/document.ts";
import { failureOf } from "./calls.ts";
import type { Fault } from "./contract/faulty-wire.ts";
import { labelsContract } from "./contract/labels.ts";
import { ticksContract } from "./contract/ticks.ts";
import { PaperModel } from "./contract/paper-model.ts";
import type { MakeWorld, World } from "./contract/world.ts";

const hourMs = 3_600_000;
const marker = "rollup:payments:here";

/** What every connector does, whatever its tracker: reading, failing and writing. */
export function connectorContract(name: string, makeWorld: MakeWorld): void {
  describe(`${name} keeps the contract of a connector`, () => {
    let world: World;

    beforeEach(async () => {
      world = await makeWorld(3);
    });

    afterEach(() => world.close());

    async function started(items: number): Promise<World> {
      await world.close();
      world = await makeWorld(items);
      return world;
    }

    async function synced(): Promise<PaperModel> {
      const model = new PaperModel();
      await model.sync(world);
      return model;
    }

    describe("reading", () => {
      test("a whole pull yields every record once, over several pages", async () => {
        const model = new PaperModel();
        await model.sync(await started(230));
        expect(model.keys()).toEqual([...world.keys()].filter((key) => !key.startsWith("OLD")).toSorted());
        expect(Math.max(...model.seen.values())).toBe(1);
        expect(model.keys()).toHaveLength(230);
      });

      test("what changed since gives the same model as reading all again", async () => {
        const model = await synced();
        await world.tick(hourMs);
        const [first = "", second = "", third = ""] = model.keys();
        world.edit(first, "A new title");
        world.link(second, third);
        const fourth = world.create("The fourth", `Blocked by ${first}`);
        await world.tick(hourMs);
        await model.sync(world);
        world.finish(first);
        world.cancel(third);
        world.unlink(second, third);
        world.link(third, fourth);
        await world.tick(hourMs);
        await model.sync(world);
        const again = new PaperModel();
        await again.sync(world.another());
        expect(model.whole()).toEqual(again.whole());
        expect(model.dependencies()).toEqual(again.dependencies());
        expect(model.dependencies()).toHaveLength(2);
      });

      test("what changed right at the watermark is seen", async () => {
        const model = await synced();
        const [first = ""] = model.keys();
        world.edit(first, "One");
        await model.sync(world);
        world.edit(first, "Two");
        await model.sync(world);
        expect(model.item(first)?.title).toBe("Two");
      });

      test("a dependency that comes and goes is seen, even where it changes no date", async () => {
        const model = await synced();
        const [first = "", second = ""] = model.keys();
        await world.tick(hourMs);
        world.link(first, second);
        await model.sync(world);
        expect(model.dependencies()).toEqual([`${first} < ${second}`]);
        await world.tick(hourMs);
        world.unlink(first, second);
        await model.sync(world);
        expect(model.dependencies()).toEqual([]);
      });

      test("done and cancelled are told apart, and when", async () => {
        const model = await synced();
        const [first = "", second = "", third = ""] = model.keys();
        await world.tick(hourMs);
        const at = world.now();
        world.finish(first);
        world.cancel(second);
        await model.sync(world);
        expect([first, second, third].map((key) => model.item(key)?.status)).toEqual(["done", "cancelled", "todo"]);
        expect([first, second, third].map((key) => model.item(key)?.closedAt)).toEqual([at, at, null]);
      });

      test("words of a body are dependencies, to either tracker", async () => {
        const [first = ""] = world.keys();
        const fourth = world.create("The fourth", `Depends on ${first} and LED-7`);
        const blocked = (await synced()).dependencies();
        expect(blocked).toHaveLength(2);
        expect(blocked.every((dependency) => dependency.startsWith(`${fourth} < `))).toBe(true);
        expect(blocked.join()).toContain("key:jira:LED-7");
      });

      test("a record that cannot be understood is named and skipped", async () => {
        const [first = "", second = "", third = ""] = world.keys();
        world.spoil(second);
        const model = await synced();
        expect(model.keys()).toEqual([first, third]);
        expect(model.rejected).toEqual([{ ref: second, reason: expect.stringMatching(/title|summary/) }]);
      });

      test("single items are read by handle, what is not there is missing", async () => {
        const model = await synced();
        const [first = ""] = model.keys();
        const handle = model.item(first)?.handle ?? "";
        const keys: string[] = [];
        for await (const page of world.source.fetch([handle, "99999999"])) {
          keys.push(...page.items.map(({ item }) => item.key));
        }
        expect(keys).toEqual([first]);
      });

      test("every request is counted", async () => {
        await synced();
        expect(world.source.requests()).toBeGreaterThan(0);
      });
    });

    describe("failing", () => {
      const faults: readonly (readonly [Fault, FailureCode, string])[] = [
        [401, "unauthorized", "stop"],
        [403, "forbidden", "park"],
        [404, "not-found", "park"],
        [500, "tracker-unavailable", "retry"],
        ["html", "unreadable-answer", "park"],
        ["broken", "unreadable-answer", "retry"],
        ["lost", "unreachable", "retry"],
      ];

      test.each(faults)("%s when checked is %s: %s", async (fault, code, kind) => {
        world.fault(fault);
        const failure = await failureOf(world.source.probe());
        expect(failure).toMatchObject({ code, verdict: { kind } });
        expect(failure.message).toContain(world.source.connection);
        expect(failure.remedy).not.toBe("");
        expect(told(failure)).not.toContain(world.secret);
      });

      test.each(faults)("%s in the middle of a pull is %s: %s, and no page", async (fault, code) => {
        await world.source.probe();
        world.fault(fault);
        for (const stream of world.source.streams().filter(({ mode }) => mode === "incremental")) {
          const failure = await failureOf(firstPage(world.source.pull(stream, null)));
          expect(failure).toMatchObject({ code });
        }
      });

      test("what was out of order works again afterwards", async () => {
        world.fault(500);
        await failureOf(world.source.probe());
        world.fault(null);
        expect((await synced()).keys()).toHaveLength(3);
      });
    });

    describe.each([
      ["a rollup issue", "issues"],
      ["a comment", "comments"],
    ] as const)("writing %s", (_, kind) => {
      const rendered = (words: string) => world.sink.render(documentOf(words), marker);
      const item = () => world.item(world.keys()[0] ?? "");
      const create = (words: string, under = marker) =>
        kind === "issues"
          ? world.sink.createIssue(world.target, rendered(words), under)
          : world.sink.createComment(item(), rendered(words), under);
      const update = (remote: Awaited<ReturnType<typeof create>>, words: string) =>
        kind === "issues"
          ? world.sink.updateIssue(remote, rendered(words), marker)
          : world.sink.updateComment(item(), remote, { rendered: rendered(words), marker });
      const equal = () => (world.tellsEqual ? "unchanged" : "updated");
      const find = async (under = marker) => {
        if (kind === "issues") return world.sink.findIssues(world.target, under);
        return (await world.sink.findComments(item())).filter((one) => one.marker === under);
      };

      test("it is created, found again, changed, and left alone when equal", async () => {
        const remote = await create("First words");
        expect(world[kind].text(remote)).toContain("First words");
        expect(await find()).toMatchObject([remote]);
        expect(await update(remote, "First words")).toBe(equal());
        expect(await update(remote, "Second words")).toBe("updated");
        expect(world[kind].text(remote)).toContain("Second words");
        expect(world[kind].text(remote)).not.toContain("First words");
        expect(await find()).toMatchObject([remote]);
      });

      test("people's words around it stay", async () => {
        const remote = await create("First words");
        world[kind].surround(remote, "Notes of the team");
        expect(await update(remote, "First words")).toBe(equal());
        expect(await update(remote, "Second words")).toBe("updated");
        expect(world[kind].text(remote).split("Notes of the team")).toHaveLength(3);
      });

      test("without our marks it is people's", async () => {
        const remote = await create("First words");
        world[kind].rewrite(remote, "We keep this ourselves now");
        expect(await update(remote, "Second words")).toBe("held");
        expect(world[kind].text(remote)).toContain("We keep this ourselves now");
      });

      test("deleted, it is gone, or may be hidden where the tracker does not tell the two apart", async () => {
        const remote = await create("First words");
        world[kind].remove(remote);
        expect(await update(remote, "Second words")).toBe(
          kind === "issues" && !name.startsWith("github") ? "unseen" : "gone",
        );
        expect(await find()).toEqual([]);
      });

      test("a lost answer is an unknown outcome; what was written is found by its marker", async () => {
        world.fault("lost");
        expect(await failureOf(create("First words"))).toMatchObject({ code: "outcome-unknown" });
        world.fault(null);
        const found = await find();
        expect(found).toHaveLength(1);
        expect(await find("rollup:other:here")).toEqual([]);
        const outcomes = found.map((remote) => update(remote, "First words"));
        expect(await Promise.all(outcomes)).toEqual([equal()]);
      });

      test.each([500, 403, 401])("an answer %i creates nothing and asks no second time", async (fault) => {
        world.fault(fault);
        const before = world.source.requests();
        await failureOf(create("First words"));
        expect(world.source.requests() - before).toBe(1);
        world.fault(null);
        expect(await find()).toEqual([]);
      });
    });

    labelsContract(() => world, documentOf);
    ticksContract(() => world, documentOf);

    describe("what we wrote", () => {
      test("never enters the model, however it is read", async () => {
        const model = await synced();
        const before = model.keys();
        const remote = await world.sink.createIssue(
          world.target,
          world.sink.render(documentOf("Ours"), marker),
          marker,
        );
        expect(world.keys()).toContain(remote.key);
        await world.tick(hourMs);
        await model.sync(world);
        expect(model.keys()).toEqual(before);
        expect((await synced()).keys()).toEqual(before);
      });

      test("is the same bytes for the same document", () => {
        const once = world.sink.render(documentOf("Words"), marker);
        expect(world.another().sink.render(structuredClone(documentOf("Words")), marker)).toEqual(once);
      });
    });
  });
}

function documentOf(words: string): Document {
  return {
    title: "Payments: on track",
    labels: [],
    blocks: [
      { type: "panel", tone: "good", paragraphs: [[{ type: "strong", text: "On track" }]] },
      { type: "paragraph", content: [{ type: "text", text: words }] },
    ],
    stamp: [],
  };
}

async function firstPage(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages) return;
}

/** Everything a log or a terminal could show of it. */
function told(failure: Failure): string {
  return JSON.stringify([failure.message, failure.remedy, failure.stack, failure.cause]);
}
