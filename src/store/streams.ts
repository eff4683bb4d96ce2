import type { StreamState } from "../domain/model.ts";
import { dateOf, instantOf, type Prisma } from "./prisma-client.ts";

export async function readStream(prisma: Prisma, connection: string, name: string): Promise<StreamState | null> {
  const row = await prisma.stream.findUnique({ where: { connection_name: { connection, name } } });
  if (row === null) return null;
  const { watermark, completedAt, rejected } = row;
  return {
    connection,
    stream: name,
    watermark: instantOf(watermark),
    completedAt: instantOf(completedAt),
    rejected,
  };
}

export async function saveStream(prisma: Prisma, state: StreamState): Promise<void> {
  const { connection, stream: name, rejected } = state;
  const values = { watermark: dateOf(state.watermark), completedAt: dateOf(state.completedAt), rejected };
  await prisma.stream.upsert({
    where: { connection_name: { connection, name } },
    create: { connection, name, ...values },
    update: values,
  });
}

export async function keepStreams(prisma: Prisma, connection: string, names: readonly string[]): Promise<void> {
  await prisma.stream.deleteMany({ where: { connection, name: { notIn: [...names] } } });
}
