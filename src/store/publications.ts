import type { PublicationRecord, WriteRecord } from "../ports/store.ts";
import type { Database } from "./database.ts";
import { dateOf, type Prisma } from "./prisma-client.ts";
import { selectSql, storableText, type Table } from "./table.ts";

const table: Table<PublicationRecord> = {
  name: "publication",
  key: ["marker"],
  columns: {
    marker: "text",
    train: "text",
    kind: "enum publication_kind",
    connection: "text",
    place: "text",
    itemId: "text",
    state: "enum publication_state",
    remoteId: "text",
    remoteKey: "text",
    url: "text",
    digest: "text",
    resolved: "boolean",
    createdAt: "instant",
    updatedAt: "instant",
  },
};

/** Of one train, in the order of their markers. */
export function readPublications(database: Database, train: string): Promise<readonly PublicationRecord[]> {
  return database.query(`${selectSql(table)} where train = $1 order by marker collate "C"`, [train]);
}

export async function savePublication(prisma: Prisma, record: PublicationRecord): Promise<void> {
  const { marker, ...rest } = record;
  const values = { ...rest, createdAt: dateOf(record.createdAt), updatedAt: dateOf(record.updatedAt) };
  await prisma.publication.upsert({ where: { marker }, create: { marker, ...values }, update: values });
}

export async function saveWrite(prisma: Prisma, record: WriteRecord): Promise<void> {
  const { at, title, body, ...rest } = record;
  await prisma.write.create({
    data: { ...rest, at: dateOf(at), title: storableText(title), body: storableText(body) },
  });
}

/** See `Store.commentsCreatedSince`; `since` in epoch milliseconds. */
export function commentsCreatedSince(prisma: Prisma, train: string, since: number): Promise<number> {
  return prisma.write.count({
    where: {
      action: "create",
      outcome: "done",
      at: { gte: dateOf(since) },
      publication: { train, kind: "comment" },
    },
  });
}
