import { expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";
import { evaluateConflicts, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { anItem, jiraId, noon } from "../support/builders.ts";
import { minute, run, store, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const hour = 60 * minute;
const items = ["501", "502", "503", "504"].map((nativeId) => anItem({ nativeId }));

function blocks(provider: string, consumer: string): Link {
  const [source, target] = [jiraId(provider), jiraId(consumer)];
  return { id: `${provider}>${consumer}`, origin: "jira-link", typeId: null, typeName: "Blocks", source, target };
}

const triangle = [blocks("503", "501"), blocks("502", "501"), blocks("503", "502")];

async function learnAll(links: readonly Link[], all: readonly WorkItem[] = items): Promise<void> {
  const pulled = all.map((item) => {
    const own = links.filter(({ source, target }) => [source, target].includes(item.id));
    return { item, links: own, completeOrigins: ["jira-link"] as const, stubs: [], history: [] };
  });
  const nothing = { edges: [], pullRequests: [], members: [], rejected: [] };
  await store.savePage("acme", { ...nothing, items: pulled, sprints: [], newestAt: noon }, noon);
}

const report = (at: number) => evaluateStored(evaluating(store), train, at);

test("the first evaluation of a day finds the hints that all others of the day show", async () => {
  await learnAll(triangle);
  const { hints } = (await run(noon)).evaluation;
  const found = { consumer: jiraId("501"), provider: jiraId("503"), through: [jiraId("502")] };
  expect(hints).toMatchObject({ redundant: { total: 1, first: [found] }, reversed: [] });
  await learnAll(triangle.slice(1));
  expect((await report(noon + hour)).hints).toEqual(hints);
  expect((await run(noon + hour)).evaluation.hints).toEqual(hints);
  expect((await evaluateConflicts(evaluating(store), train, noon)).hints).toBeUndefined();
  expect((await run(noon + 24 * hour)).evaluation.hints?.redundant).toEqual({ total: 0, first: [] });
});

test("another train, and a connection that was read to its end since, have hints of their own", async () => {
  await learnAll(triangle);
  const first = (await run(noon)).evaluation.hints;
  await learnAll(triangle.slice(1));
  const other = await evaluateStored(evaluating(store), { ...train, name: "Other" }, noon + hour);
  expect(other.hints?.redundant.total).toBe(0);
  await store.saveStream({
    connection: "acme",
    stream: "issues",
    watermark: noon,
    completedAt: noon,
    rejected: 0,
    token: null,
    failure: null,
  });
  const read = (await report(noon + hour)).hints;
  expect(read?.redundant.total).toBe(0);
  expect(new Set([first?.basis, other.hints?.basis, read?.basis]).size).toBe(3);
});

test("a link type that points the wrong way is a hint until the train file turns it round", async () => {
  const done = { status: "done", sourceStatus: "Done" } as const;
  const pairs = Array.from({ length: 20 }, (_, place) => {
    const [waits, awaited] = [`${600 + place}`, `${700 + place}`];
    return {
      items: [
        anItem({ nativeId: waits, ...done, closedAt: noon - 2 * hour }),
        anItem({ nativeId: awaited, ...done, closedAt: noon - hour }),
      ],
      link: blocks(awaited, waits),
    };
  });
  await learnAll(
    pairs.map(({ link }) => link),
    pairs.flatMap((pair) => pair.items),
  );
  const order = { linkType: "Blocks", consumerFirst: 20, providerFirst: 0, open: 0, isReversed: true };
  expect((await run(noon)).evaluation.hints?.reversed).toEqual([order]);
  const turned = { ...train, linkMeanings: [{ name: "Blocks", means: "target-blocks-source" }] } as const;
  const { hints } = await evaluateStored(evaluating(store), turned, noon);
  expect(hints).toMatchObject({ reversed: [] });
});
