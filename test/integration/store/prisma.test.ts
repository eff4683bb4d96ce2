import { PrismaPGlite } from "pglite-prisma-adapter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DigestRecord } from "../../../src/ports/evaluation-ledger.ts";
import type { WriteRecord } from "../../../src/ports/publication-ledger.ts";
import type { Store } from "../../../src/ports/store.ts";
import { embeddedDatabase } from "../../../src/store/embedded-database.ts";
import { startSmall } from "../../../src/store/embedded-start.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { readMigrations } from "../../../src/store/migrations.ts";
import { storeOn } from "../../../src/store/open.ts";
import { PrismaClient } from "../../generated/client.ts";
import { anItem, aPublication, noon } from "../../support/builders.ts";
import { twoConnections } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

/** Prisma's client knows tables and columns by prisma/schema.prisma alone: it reads what the store's own SQL wrote. */
describe("Prisma's client", () => {
  let store: Store;
  let prisma: PrismaClient;
  beforeAll(async () => {
    const pglite = await startSmall("memory://");
    const database = embeddedDatabase(pglite, null);
    await migrate(database, await readMigrations());
    store = storeOn(database);
    prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await store.close();
  });

  it("reads publications, writes and digests as they were saved", async () => {
    const record = aPublication();
    await store.savePublication(record, null);
    expect(await prisma.publication.findMany()).toEqual([
      { ...record, createdAt: new Date(record.createdAt), updatedAt: new Date(record.updatedAt ?? 0) },
    ]);
    const { marker } = record;
    const words = { title: "Ä title", body: "A body" };
    const write: WriteRecord = { id: "w", runId: "r", marker, action: "create", at: noon, outcome: "done", ...words };
    await store.saveWrite(write);
    expect(await prisma.write.findMany()).toEqual([{ ...write, at: new Date(noon) }]);
    const digest: DigestRecord = { train: "small", channel: "mail", dueAt: noon, state: "intended", at: noon + 1 };
    await store.saveDigest(digest, null);
    expect(await prisma.digest.findMany()).toEqual([{ ...digest, dueAt: new Date(noon), at: new Date(noon + 1) }]);
  });

  it("reads items, and the connections that they came from", async () => {
    await store.saveTrains([], twoConnections);
    const item = anItem({ title: "Prisma reads this" });
    await store.savePage("acme", aPage({ items: [pulled(item)] }), noon);
    expect(await prisma.workItem.findMany({ select: { id: true, title: true, container: true } })).toEqual([
      { id: item.id, title: item.title, container: item.container },
    ]);
    expect(await prisma.connection.count()).toBe(2);
  });
});
