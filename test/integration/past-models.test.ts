import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelAt } from "../support/model-at.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { Store } from "../../src/ports/store.ts";
import type { Database } from "../../src/store/database.ts";
import { storeOn } from "../../src/store/open.ts";
import { githubWorld } from "../connectors/contract/github-world.ts";
import { jiraWorld } from "../connectors/contract/jira-world.ts";
import type { MakeWorld, World } from "../connectors/contract/world.ts";
import { openMemoryDatabase } from "../support/empty-database.ts";
import { emptyTables } from "../support/empty-tables.ts";

const hour = 3_600_000;

const place = fc.nat(2);

/** What people do with three items. `link` links two, or removes their link; GitHub allows no circle. */
const act = fc.record({
  do: fc.constantFrom("finish", "cancel", "link", "link", "label", "create"),
  place,
  other: place,
});

type Act = { readonly do: string; readonly place: number; readonly other: number };

/** People at work in a tracker. */
class People {
  readonly #world: World;
  readonly #keys: readonly string[];
  readonly #linked = new Set<string>();

  constructor(world: World, keys: readonly string[]) {
    this.#world = world;
    this.#keys = keys;
  }

  act({ do: what, place, other }: Act): void {
    const world = this.#world;
    const [key = "", second = ""] = [this.#keys[place], this.#keys[other]];
    if (what === "finish") world.finish(key);
    if (what === "cancel") world.cancel(key);
    if (what === "link" && place > other) this.#toggle(key, second);
    if (what === "label") world.relabel({ remoteId: world.item(key).nativeId, key, url: "" }, [`label-${other}`]);
    if (what === "create") world.create("A late item");
  }

  #toggle(consumer: string, provider: string): void {
    const pair = `${consumer} ${provider}`;
    if (this.#linked.delete(pair)) return this.#world.unlink(consumer, provider);
    this.#linked.add(pair);
    this.#world.link(consumer, provider);
  }
}

/** What a report can show of it. */
function said({ items, links }: Model) {
  return {
    items: [...items.values()].map(({ id, key, status, sourceStatus, labels, closedAt, presence, createdAt }) => {
      return { id, key, status, sourceStatus, labels: labels.toSorted(), closedAt, presence, createdAt };
    }),
    links: Array.from(links.values(), ({ origin, source, target }) => `${origin} ${source} ${target}`).toSorted(),
  };
}

/** Reads everything that a tracker has into a store. */
async function read({ source }: Pick<World, "source">, store: Store, now: number): Promise<Model> {
  await source.probe();
  for (const stream of source.streams())
    for await (const page of source.pull(stream, null)) await store.savePage(source.connection, page, now);
  return store.loadModel();
}

describe.each([
  ["Jira", jiraWorld],
  ["GitHub", githubWorld],
] as const)("after generated changes in %s", (name, makeWorld: MakeWorld) => {
  let database: Database;
  let store: Store;
  beforeAll(async () => {
    database = await openMemoryDatabase();
    store = storeOn(database);
  });
  afterAll(() => store.close());

  it("the state at each instant is what Signalbox read at it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 8 }), async (acts) => {
        const world = await makeWorld(3);
        await emptyTables(database);
        const { connection } = world.source;
        const system = name === "Jira" ? "jira" : "github";
        await store.saveTrains([], [{ key: connection, system, site: `https://${name}.example` }]);
        const first = await read(world, store, world.now());
        const people = new People(
          world,
          [...first.items.values()].map(({ key }) => key),
        );
        const seen: { readonly at: number; readonly model: Model }[] = [];
        for (const one of acts) {
          await world.tick(hour);
          seen.push({ at: world.now(), model: await read(world, store, world.now()) });
          await world.tick(hour);
          people.act(one);
        }
        const present = await read(world, store, world.now());
        await world.close();
        for (const { at, model } of seen) {
          const { events } = await store.history(at);
          expect(said(modelAt(present, events, at).model)).toEqual(said(model));
        }
      }),
      { numRuns: 8 },
    );
  });
});
