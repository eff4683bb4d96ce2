import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SourcePage } from "../../../src/ports/connector.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { Database } from "../../../src/store/database.ts";
import { storeOn } from "../../../src/store/open.ts";
import { githubWorld } from "../../connectors/contract/github-world.ts";
import { jiraWorld } from "../../connectors/contract/jira-world.ts";
import type { MakeWorld, World } from "../../connectors/contract/world.ts";
import { openMemoryDatabase } from "../../support/empty-database.ts";
import { emptyTables } from "../../support/empty-tables.ts";

const minute = 60_000;

/** What people do, each followed by readings. */
const acts: readonly ((world: World, [first, second, third]: readonly [string, string, string]) => void)[] = [
  (world, [first]) => world.edit(first, "A new title"),
  (world, [first, second]) => world.link(first, second),
  (world, [first]) => world.relabel({ remoteId: world.item(first).nativeId, key: first, url: "" }, ["late"]),
  (world, [, second]) => world.finish(second),
  (world, [first]) => world.relabel({ remoteId: world.item(first).nativeId, key: first, url: "" }, ["risk"]),
  (world, [, second, third]) => world.link(second, third),
  (world, [first, second]) => world.unlink(first, second),
  (world, [, , third]) => world.cancel(third),
];

/** Every page that polls, sweeps and deliveries bring while people work, by readers that know little or much. */
async function pagesOf(makeWorld: MakeWorld): Promise<readonly SourcePage[]> {
  const world = await makeWorld(3);
  const pages: SourcePage[] = [];
  const take = async (read: AsyncIterable<SourcePage>) => {
    for await (const page of read) pages.push(page);
  };
  const sweep = async ({ source }: Pick<World, "source">) => {
    await source.probe();
    for (const stream of source.streams()) await take(source.pull(stream, null));
  };
  await sweep(world);
  const items = pages.flatMap((page) => page.items.map(({ item }) => item));
  const [first, second, third] = items.map(({ key }) => key).filter((key) => !key.startsWith("OLD"));
  if (first === undefined || second === undefined || third === undefined) throw new TypeError("too few items");
  for (const [place, act] of acts.entries()) {
    await world.tick(minute);
    act(world, [first, second, third]);
    await take(world.another().source.fetch(items.slice(place % 3, (place % 3) + 1).map(({ handle }) => handle)));
    await sweep(place % 2 === 0 ? world : world.another());
  }
  await world.close();
  return pages;
}

describe("the tracker's events", () => {
  let database: Database;
  let store: Store;

  beforeAll(async () => {
    database = await openMemoryDatabase();
    store = storeOn(database);
  });
  afterAll(() => store.close());

  async function stored(pages: readonly SourcePage[]): Promise<readonly unknown[]> {
    await emptyTables(database);
    for (const [place, page] of pages.entries()) await store.savePage("any", page, Date.UTC(2026, 11, 1) + place);
    return database.query("select * from history_event where known_by = 'tracker' order by item_id, id");
  }

  it.each([
    ["Jira", jiraWorld, ["links", "status", "resolution", "labels"]],
    ["GitHub", githubWorld, ["links", "status", "labels"]],
  ] as const)(
    "of %s are the same in whatever order, and however often, its pages come",
    async (_, makeWorld, fields) => {
      const pages = await pagesOf(makeWorld);
      const expected = await stored(pages);
      const kinds = await database.query<{ field: string }>("select distinct field::text as field from history_event");
      expect(kinds.map(({ field }) => field).toSorted()).toEqual([...fields].toSorted());
      const places = fc.array(fc.nat(pages.length - 1), { maxLength: 10 });
      const order = fc.shuffledSubarray([...pages.keys()], { minLength: pages.length });
      await fc.assert(
        fc.asyncProperty(order, places, async (once, again) => {
          const mixed = [...again, ...once, ...again].flatMap((place) => pages[place] ?? []);
          expect(await stored(mixed)).toEqual(expected);
        }),
        { numRuns: 10 },
      );
    },
  );
});
