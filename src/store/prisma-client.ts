import type { Database } from "./database.ts";
import { PrismaClient } from "./generated/client.ts";

/** Prisma over the database's own connection; its errors come out as the database's do. */
export function createPrisma(database: Database) {
  return new PrismaClient({ adapter: database.adapter }).$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          const result: unknown = await query(args);
          return result;
        } catch (error) {
          throw database.translate(error);
        }
      },
    },
  });
}

export type Prisma = ReturnType<typeof createPrisma>;

/** An instant of the domain, in epoch milliseconds, as Prisma wants it. */
export function dateOf(instant: number): Date;
export function dateOf(instant: number | null): Date | null;
export function dateOf(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant);
}
