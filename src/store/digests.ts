import type { DigestRecord } from "../ports/evaluation-ledger.ts";
import { dateOf, type Prisma } from "./prisma-client.ts";

/** See `DigestLedger.digests`. */
export async function readDigests(prisma: Prisma, train: string, dueAt: number): Promise<readonly DigestRecord[]> {
  const rows = await prisma.digest.findMany({ where: { train, dueAt: dateOf(dueAt) }, orderBy: { channel: "asc" } });
  return rows.map((row) => ({ ...row, dueAt: row.dueAt.getTime(), at: row.at.getTime() }));
}

/** See `DigestLedger.saveDigest`. */
export async function saveDigest(prisma: Prisma, record: DigestRecord, was: DigestRecord | null): Promise<boolean> {
  const data = { ...record, dueAt: dateOf(record.dueAt), at: dateOf(record.at) };
  if (was === null) return (await prisma.digest.createMany({ data, skipDuplicates: true })).count === 1;
  const { train, channel, state } = was;
  const asRead = { train, channel, state, dueAt: dateOf(was.dueAt), at: dateOf(was.at) };
  return (await prisma.digest.updateMany({ where: asRead, data })).count === 1;
}
