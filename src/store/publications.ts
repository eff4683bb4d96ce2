import type { PublicationRecord, WriteRecord } from "../ports/store.ts";
import { dateOf, instantOf, type Prisma } from "./prisma-client.ts";
import { storableText } from "./table.ts";

/** Of one train, in the order of their markers. */
export async function readPublications(prisma: Prisma, train: string): Promise<readonly PublicationRecord[]> {
  const rows = await prisma.publication.findMany({ where: { train } });
  const sorted = rows.toSorted((a, b) => (a.marker < b.marker ? -1 : 1));
  return sorted.map(({ itemId, createdAt, updatedAt, ...row }) => {
    return {
      ...row,
      itemId: itemId as PublicationRecord["itemId"],
      createdAt: createdAt.getTime(),
      updatedAt: instantOf(updatedAt),
    };
  });
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
