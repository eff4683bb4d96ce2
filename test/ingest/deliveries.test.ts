import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { processInbox } from "../../src/ingest/process-inbox.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { keyRef } from "../../src/domain/ids.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { NewDelivery } from "../../src/ports/inbox.ts";
import { jiraId } from "../support/builders.ts";
import { twoConnections } from "../support/database.ts";
import { useLive } from "./live.ts";
import { aDelivery, aPlace, paperReceiver } from "./paper-receiver.ts";
import { aPull, PaperSource } from "./paper-source.ts";

const live = await useLive();
const runs = 40;

type Act =
  | { readonly do: "edit" | "remove" | "move" | "join" | "part"; readonly id: string; readonly other: string }
  | { readonly do: "push"; readonly at: number };

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom("edit", "edit", "remove", "move", "join", "join", "part"),
      id: fc.constantFrom("1", "2", "3", "4", "5"),
      other: fc.constantFrom("1", "2", "3", "4", "5"),
    }),
    fc.record({ do: fc.constant("push"), at: fc.nat(5) }),
  ),
  { minLength: 1, maxLength: 12 },
);

/** What people do, what the tracker tells of it, and in which order, how often and in how many goes it arrives. */
const stories = fc
  .record({ acts, seed: fc.infiniteStream(fc.nat(99)), repeats: fc.array(fc.nat(99), { maxLength: 5 }) })
  .map(({ acts, seed, repeats }) => ({ acts, luck: [...seed.take(acts.length + repeats.length)], repeats }));

function perform(source: PaperSource, act: Act, place: number): NewDelivery {
  if (act.do === "push") {
    const pull = aPull({ updatedAt: act.at, title: `pushed at ${act.at}` });
    return aDelivery({ pullRequests: [pull] });
  }
  const { id, other } = act;
  if (act.do === "join" || act.do === "part") {
    source.join(id, other, act.do === "join");
    return aDelivery({ items: [id, other] });
  }
  if (act.do === "remove") source.remove(id);
  else source.edit(id, { title: `edit ${place}`, container: act.do === "move" ? "OPS" : "PAY" });
  const places = new Map(act.do === "remove" ? [] : [[id, aPlace(act.do === "move" ? "OPS" : "PAY")]]);
  return aDelivery({ items: [id], places, removed: act.do === "edit" ? [] : [id] });
}

/** What a fresh reading takes in: the items of the project, and what is joined to one of these. */
function inModel(source: PaperSource): readonly WorkItem[] {
  const items = [...source.items.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const covered = new Set<string>(items.filter(({ container }) => container === "PAY").map(({ id }) => id));
  const joined = new Set<string>(
    source.links.flatMap((link) =>
      covered.has(link.source) || covered.has(link.target) ? [link.source, link.target] : [],
    ),
  );
  return items.filter(({ id }) => covered.has(id) || joined.has(id));
}

/** What the model says, beyond what a later reading may know better. */
async function model() {
  const { items, pullRequests } = await live.store.loadModel();
  const facts = [...items.values()].filter(({ presence }) => presence === "present");
  return { facts, pullRequests };
}

async function begin() {
  await live.empty();
  await live.store.saveTrains([], twoConnections);
  const source = new PaperSource();
  for (const id of ["1", "2", "3"]) source.edit(id);
  const context = { ...live.context(), source };
  await pollConnection(context);
  return context;
}

const send = (deliveries: readonly NewDelivery[]) => live.store.inbox.receive(deliveries, async () => {});

describe("deliveries", () => {
  test("end in what the tracker has, in whatever order, however often and whenever they arrive", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ acts, luck, repeats }) => {
        const context = await begin();
        const told = acts.map((act, place) => perform(context.source, act, place));
        const again = repeats.flatMap((place) => told[place % told.length] ?? []);
        const arriving = [...told, ...again.map((one, place) => ({ ...one, deliveryId: `again ${place}` })), ...again]
          .map((delivery, place) => ({ delivery, luck: luck[place % luck.length] ?? 0 }))
          .toSorted((a, b) => a.luck - b.luck);
        for (const { delivery, luck } of arriving) {
          await send([delivery]);
          if (luck % 3 === 0) await processInbox(context, paperReceiver);
        }
        await processInbox(context, paperReceiver);
        const { facts, pullRequests } = await model();
        expect(facts).toEqual(inModel(context.source));
        const pushed = acts.flatMap((act) => (act.do === "push" ? act.at : []));
        expect(Array.from(pullRequests.values(), ({ updatedAt }) => updatedAt)).toEqual(
          pushed.length === 0 ? [] : [Math.max(...pushed)],
        );
        expect(await live.store.inbox.summary()).toMatchObject([{ waiting: 0, failed: 0 }]);
      }),
      { numRuns: runs },
    );
  });

  test("lead to an item beyond the project that was named once already, while what leads to it could not be read", async () => {
    const context = await begin();
    const { source } = context;
    source.edit("4", { container: "OPS" });
    source.join("1", "4", true);
    const one = source.items.get("1");
    if (one === undefined) throw new Error("there is no item");
    source.items.delete("1");
    const places = new Map([["4", aPlace("OPS")]]);
    await send([aDelivery({ items: ["1", "4"], places })]);
    await processInbox(context, paperReceiver);
    source.items.set("1", one);
    await send([aDelivery({ items: ["1"] })]);
    await processInbox(context, paperReceiver);
    expect((await model()).facts).toEqual(inModel(source));
  });

  test("lead to an item beyond the project that a text names", async () => {
    const context = await begin();
    const { source } = context;
    source.edit("4", { container: "OPS", key: "OPS-4" });
    const link = { origin: "text", typeId: null, typeName: "depends on", reporterId: jiraId("1") } as const;
    const [unread, unknown] = [keyRef("jira", "OPS-4"), keyRef("jira", "UTF-8")];
    source.links.push({ ...link, id: "text 4", source: unread, target: jiraId("1") });
    source.links.push({ ...link, id: "text 8", source: unknown, target: jiraId("1") });
    source.edit("1", { title: "Depends on OPS-4, in UTF-8" });
    await send([aDelivery({ items: ["1"] })]);
    await processInbox(context, paperReceiver);
    expect((await model()).facts.map(({ key }) => key)).toEqual(["PAY-1", "PAY-2", "PAY-3", "OPS-4"]);
    source.edit("1", { title: "Again" });
    await send([aDelivery({ items: ["1"] })]);
    await processInbox(context, paperReceiver);
    expect(source.asked.filter((asked) => asked === "fetch OPS-4")).toHaveLength(1);
  });

  test("that are lost are made up for by the next whole sweep", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ acts, luck }) => {
        const context = await begin();
        const told = acts.map((act, place) => perform(context.source, act, place));
        context.source.edit("9");
        await send(told.filter((_, place) => (luck[place] ?? 0) % 2 === 0));
        await processInbox(context, paperReceiver);
        await sweepConnection(context, { depth: "whole", maxDrop: 1 });
        const { facts } = await model();
        expect(facts).toEqual(inModel(context.source));
      }),
      { numRuns: runs },
    );
  });
});
