import type { z } from "zod";
import type { Database } from "./database.ts";

/** A part of a train's rollup as a day's last snapshot has it. */
export type KeptPart<Part> = {
  readonly name: "delivery" | "hints";
  readonly schema: z.ZodType<Part>;
  readonly train: string;
  readonly day: string;
};

const partSql = `
  select rollup -> $3::text as part from snapshot where train = $1 and day = $2::date
  order by at desc, increment limit 1`;

/** Treats an unreadable part, such as one of another version, as none. */
export async function readKeptPart<Part>(
  database: Database,
  { name, schema, train, day }: KeptPart<Part>,
): Promise<Part | null> {
  const [found] = await database.query<{ readonly part: unknown }>(partSql, [train, day, name]);
  return schema.safeParse(found?.part).data ?? null;
}
